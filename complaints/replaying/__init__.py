"""The register against the record: cases with their words, numbers and links, and opinions."""

from __future__ import annotations

from typing import Final

from complaints.replaying import calls, cases, holding, links, numbers, opinions

REPLAYS: Final = (
    *cases.REPLAYS,
    *numbers.REPLAYS,
    *links.REPLAYS,
    *opinions.REPLAYS,
    *calls.REPLAYS,
    *holding.REPLAYS,
)
"""What the verification compares of this room."""
