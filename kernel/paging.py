"""Long lists are shown a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows out of ``total``; ``number`` counts from 1, ``size`` is how many rows a full page has."""

    rows: list[Row]
    number: int
    total: int
    size: int

    @property
    def count(self) -> int:
        """How many pages there are, at least 1."""
        return pages(self.total, self.size)

    @property
    def first(self) -> int:
        """The number of the first row on this page, from 1; 0 on an empty page."""
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The number of the last row on this page."""
        return min(self.number * self.size, self.total)


def pages(total: int, size: int) -> int:
    """How many pages so many rows fill, at least 1."""
    return max(1, -(-total // size))


def page_number(wanted: int, total: int, size: int) -> int:
    """The page that is there and nearest to the wanted one: whoever asks for page 99 of 3 sees the third."""
    return min(max(wanted, 1), pages(total, size))


@dataclass(frozen=True)
class Counted:
    """So many, or, where ``is_more``, more than ``number``: nobody counts a million rows to say so on a page."""

    number: int
    is_more: bool = False

    @classmethod
    def up_to(cls, found: int, most: int) -> Counted:
        """What was counted, with counting given up at one more than ``most``."""
        return cls(min(found, most), found > most)


@dataclass(frozen=True)
class KeyPage(Generic[Row]):
    """A page of a list that is walked by keys: ``before`` and ``after`` lead to the neighbours, empty at the ends.

    ``is_lost``: the key asked for is none of this list, and the page is its beginning.
    """

    rows: list[Row]
    before: str = ""
    after: str = ""
    is_lost: bool = False
