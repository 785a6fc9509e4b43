"""Tags of what an administrator keeps: each change says what was and what is."""

from __future__ import annotations

from ledger.tags import Tag


class AdministrationTag(Tag):
    """Entries about the office's own lists. ``values``, ``before`` and ``after`` hold fields by name."""

    OUTSIDE_BODY_ADDED = "office:outside_body:add", "id", "values"
    OUTSIDE_BODY_CHANGED = "office:outside_body:change", "id", "before", "after"
    OUTSIDE_BODY_ENDED = "office:outside_body:end", "id", "last_day"
