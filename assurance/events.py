"""What auditors take away, as tags of the record."""

from __future__ import annotations

from ledger.tags import Tag


class AssuranceTag(Tag):
    """The entries of this room: a bundle holds numbers and days of cases, and letters may be in it."""

    EVIDENCE_EXPORTED = "assurance:evidence:export", "scope", "leaf", "cases", "letters", "manifest", "key"
