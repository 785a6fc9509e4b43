"""Which tables of two questions may leave the office: how often each overall rating stands beside each other answer.

A figure is told from ten answers on, and then how they are distributed (decision 0035). A row of such a table is a
distribution too: of those who gave one overall rating. So every row and column needs ten answers or none, and so does
whoever is in one told number and not in the other: who answered one of the two questions only, whose matter was not
settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.measures.satisfaction import OVERALL, SCALE
from analytics.measures.voice import DRIVERS, YES
from analytics.methods.suppression import PUBLISHED_N, is_hidden

if TYPE_CHECKING:
    import pandas as pd

Counts = Mapping[tuple[int, int], int]
"""By the overall rating and the other answer."""


@dataclass(frozen=True)
class Paired:
    """A table of an overall rating (first) by another answer, and whether it may be told."""

    counts: Counts
    is_told: bool

    def rows(self) -> list[list[int]]:
        """A row for each overall rating from 1 to 5, in it the other answers from 1 to 5."""
        return [[self.counts.get((first, second), 0) for second in SCALE] for first in SCALE]


def tables_told(pairs: pd.DataFrame, answers: Mapping[str, int | None]) -> dict[tuple[str, str], Paired]:
    """Return the table of each driver by question and among whom: "" for everybody, YES for the settled.

    ``answers``: the told number of answers to each question, None where it is hidden.
    """
    found = {}
    for question in DRIVERS:
        every, settled = _table(pairs, question), _table(pairs, question, YES)
        is_safe = _is_safe(every) and not _leaves_few(every, (_n(pairs), answers.get(question)))
        rest = {place: n - settled.get(place, 0) for place, n in every.items()}
        of_settled = _is_safe(settled) and _is_safe(rest) and not _leaves_few(settled, (_n(pairs, YES),))
        found[question, ""] = Paired(every, is_safe)
        found[question, YES] = Paired(settled, is_safe and of_settled)
    return found


def _is_safe(table: Counts) -> bool:
    lines: dict[tuple[int, int], int] = {}
    for place, n in table.items():
        for axis in (0, 1):
            lines[axis, place[axis]] = lines.get((axis, place[axis]), 0) + n
    return not any(is_hidden(n, PUBLISHED_N) for n in lines.values())


def _leaves_few(table: Counts, wholes: Iterable[int | None]) -> bool:
    """Whether a told number of answers less those of the table is a number that must not be told."""
    n = sum(table.values())
    return any(whole is not None and is_hidden(whole - n, PUBLISHED_N) for whole in wholes)


def _n(pairs: pd.DataFrame, among: str = "") -> int:
    return sum(_table(pairs, OVERALL, among).values())


def _table(pairs: pd.DataFrame, question: str, among: str = "") -> dict[tuple[int, int], int]:
    mine = pairs[pairs["question"] == question]
    if among:
        mine = mine[mine["settled"] == among]
    found: dict[tuple[int, int], int] = {}
    for overall, value, n in zip(mine["overall"], mine["value"], mine["n"], strict=True):
        found[int(overall), int(value)] = found.get((int(overall), int(value)), 0) + int(n)
    return found
