"""The cases behind every figure as a sheet: a row for each case and period, a column for each measure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from analytics import moments
from analytics.measures.registry import measure
from analytics.reports.pack import CaseLine, Pack
from analytics.reports.pack.cases import FACTS, KEYS
from analytics.texts import _
from papers import Cell, Column, Sheet

MOST_ROWS: Final = 1_000_000
"""Rows of a sheet; what is left goes on in the next one. Source: Microsoft, "Excel specifications and limits"."""


def sheets(pack: Pack) -> list[Sheet]:
    """The cases, in as many sheets as they need. Summing a column of a period gives the n of its figure."""
    counted = [key for key in KEYS if any(key in line.behind for line in pack.cases)]
    columns = [
        Column(_("Okres"), 2), Column(_("Sprawa"), 2),
        *(Column(str(moments.FACTS[fact]), 2) for fact in FACTS),
        *(Column(str(measure(key).title), 1, True) for key in counted),
    ]  # fmt: skip
    parts = [pack.cases[at : at + MOST_ROWS] for at in range(0, len(pack.cases), MOST_ROWS)] or [()]
    return [Sheet(_("Sprawy"), columns, _rows(part, counted, pack.names)) for part in parts]


def _rows(lines: Sequence[CaseLine], counted: list[str], names: dict[str, str]) -> Iterator[tuple[Cell, ...]]:
    for line in lines:
        facts = (_fact(fact, line.facts[fact], names) for fact in FACTS)
        marks = (1 if key in line.behind else None for key in counted)
        yield str(line.period), line.number, *facts, *marks


def _fact(fact: str, value: dt.date | str | None, names: dict[str, str]) -> Cell:
    """A fact: days stay days, codes become words."""
    if value is None or isinstance(value, dt.date):
        return value
    return moments.fact(fact, value, names)
