"""Flags of responses: why one is left out of figures. A flag never deletes. Pure."""

from __future__ import annotations

from typing import Final

REPLACED: Final = "replaced"
"""A paper form entered wrong: the response with the right answers counts instead."""


def flags_of(stored: str) -> frozenset[str]:
    """The flags of a response as a set."""
    return frozenset(stored.split())


def with_flag(stored: str, flag: str) -> str:
    """The stored text with one flag more."""
    return written(flags_of(stored) | {flag})


def written(flags: frozenset[str]) -> str:
    """Flags as they are stored: sorted, a blank between two; nothing for a clean response."""
    return " ".join(sorted(flags))
