"""The office's own tables against the record: who may do what, the order of the office, its lists and settings."""

from __future__ import annotations

from typing import Final

from office.replaying import absences, crest, departments, office, openid, people, records, rights

REPLAYS: Final = (
    *rights.REPLAYS, *people.REPLAYS, *absences.REPLAYS, *departments.REPLAYS, *office.REPLAYS, *crest.REPLAYS,
    *openid.REPLAYS,
    *records.REPLAYS,
)  # fmt: skip
"""What the verification compares of this room."""
