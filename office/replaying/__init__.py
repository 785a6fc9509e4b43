"""The office's own tables against the record: who may do what, the order of the office, its lists and settings."""

from __future__ import annotations

from typing import Final

from office.replaying import absences, departments, office, people, records, rights

REPLAYS: Final = (
    *rights.REPLAYS,
    *absences.REPLAYS,
    *people.REPLAYS,
    *departments.REPLAYS,
    *office.REPLAYS,
    *records.REPLAYS,
)
"""What the verification compares of this room."""
