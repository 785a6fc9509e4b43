"""What happens to stored files, as tags of the record."""

from __future__ import annotations

from ledger.tags import Tag


class AttachmentTag(Tag):
    """The entries of this floor. A file itself stands in no entry; the room that attaches it commits to it."""

    QUARANTINED = "attachments:file:quarantine", "file", "finding"
