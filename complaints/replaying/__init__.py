"""The register against the record: cases, numbers and links, the words of each case, and opinions."""

from __future__ import annotations

from typing import Final

from complaints.replaying import cases, opinions, words

REPLAYS: Final = (*cases.REPLAYS, *words.REPLAYS, *opinions.REPLAYS)
"""What the verification compares of this room."""
