"""Cutting a stream into batches that fit into memory and into one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar

T = TypeVar("T")

BATCH: Final = 1000
"""Records written together: below SQLite's 32,766 bound values a look-up, and at most one seal of responses."""


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """The items in lists of at most ``size``, in their order."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
