"""What an import did, or would do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Summary:
    """Counts of rows. Every row read is exactly one of: taken, known, repeated, refused."""

    rows: int = 0
    taken: int = 0
    """Rows that became a record."""
    known: int = 0
    """Rows whose record was there before this import."""
    repeated: int = 0
    """Further rows of a record this import took already (event files)."""
    refused: int = 0
    """Rows that stand in the report and became nothing."""
    details: Counter[str] = field(default_factory=Counter)
    """What the room counts besides, by its own codes."""
