"""What a verification finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Broken:
    """The first thing that is wrong: the leaf number (0: not one entry but the whole) and why."""

    leaf: int
    why: str
