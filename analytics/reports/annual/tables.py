"""What an annual report is made of: tables of figures, each figure with its base and the cases behind it. No words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from analytics.frames import YearCase
from analytics.methods.rounding import percent


class Unit(StrEnum):
    """What a figure of a table is."""

    COUNT = "count"
    PERCENT = "percent"
    DAYS = "days"
    RATE = "rate"
    DAY = "day"
    TEXT = "text"
    CODE = "code"  # a text of the product's own, to be put into words


@dataclass(frozen=True, slots=True)
class Name:
    """What a row or a column is called: a code of a list of words, or ``words`` as the office wrote them."""

    space: str
    code: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell. ``value`` None: nothing to say; ``n``: the base of a share, a median or a rate; ``ids``: the cases.

    Percents run from 0 to 100 with one decimal, rounded half up.
    """

    value: int | Decimal | str | dt.date | None
    unit: Unit = Unit.COUNT
    n: int | None = None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row: ``key`` is what its address says; ``is_part``: counted in the row above; ``is_total``: the sum."""

    key: str
    name: Name
    figures: tuple[Figure, ...]
    is_part: bool = False
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class AnnualTable:
    """A table: ``key`` is t1 to t13, with a letter where one has parts; ``notes``: codes of what is said under it."""

    key: str
    columns: tuple[Name, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = field(default=())

    def figure(self, row: str, column: str) -> Figure | None:
        """The figure at a row and a column by their keys; None where there is none."""
        at = next((place for place, name in enumerate(self.columns) if name.code == column), None)
        found = next((one for one in self.rows if one.key == row), None)
        return None if at is None or found is None else found.figures[at]


TOTAL: Final = "total"


def count_of(cases: Iterable[YearCase]) -> Figure:
    """How many cases, and which."""
    ids = tuple(case.id for case in cases)
    return Figure(len(ids), ids=ids)


def share_of(part: Sequence[YearCase], whole: Sequence[YearCase]) -> Figure:
    """The part in percent of the whole; nothing to say of an empty whole."""
    ids = tuple(case.id for case in whole)
    return Figure(percent(len(part), len(whole)), Unit.PERCENT, len(whole), ids)


def nothing(unit: Unit = Unit.TEXT) -> Figure:
    """An empty cell."""
    return Figure(None, unit)


def crossed(
    key: str,
    cases: Sequence[YearCase],
    rows: Sequence[Name],
    columns: Sequence[Name],
    row_of: Callable[[YearCase], str],
    column_of: Callable[[YearCase], str],
    notes: tuple[str, ...] = (),
) -> AnnualTable:
    """Count cases by two things, with the sums of both. Every case falls into one row and one column."""
    heads = (*columns, Name("column", TOTAL))
    found = [
        Row(name.code, name, across([case for case in cases if row_of(case) == name.code], columns, column_of))
        for name in rows
    ]
    sums = Row(TOTAL, Name("column", TOTAL), across(cases, columns, column_of), is_total=True)
    return AnnualTable(key, heads, (*found, sums), notes)


def across(
    cases: Sequence[YearCase], columns: Sequence[Name], column_of: Callable[[YearCase], str]
) -> tuple[Figure, ...]:
    """The cases of a row by columns, and their sum."""
    apart = (count_of(case for case in cases if column_of(case) == name.code) for name in columns)
    return (*apart, count_of(cases))
