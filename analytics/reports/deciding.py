"""The counts of a question cut in every way it may be told, and what of them is hidden for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

from analytics.frames.scope import NOWHERE
from analytics.frames.survey_grid import HOURS
from analytics.methods.release import (
    MONTHS,
    Cell,
    Least,
    View,
    counted,
    hidden_in,
    hidden_lines,
    hidden_lines_in_turn,
    in_turn,
)
from analytics.methods.suppression import MINIMUM_N, PUBLISHED_N
from analytics.reports.earlier import Earlier
from surveys.queries.counts import NO_HOUR_MODES

NOT_TOLD: Final = str(NOWHERE)
"""A part that was not told, as the counted tables write it."""

TIMED: Final = (HOURS, "all")
"""The part of all answers whose hour is known: what the hours add up to."""

INSIDE: Final = ("desk", "service")
"""What is told inside the office only: no publication tells of a desk."""


class Audience(StrEnum):
    """Who reads: people of the office, or everybody."""

    STAFF = "staff"
    PUBLIC = "public"


class Decided(NamedTuple):
    """The hidden cells of a question, and those of them that are hidden for themselves."""

    hidden: frozenset[Cell] = frozenset()
    small: frozenset[Cell] = frozenset()


@dataclass(frozen=True)
class Rows:
    """Counts by version, question, month and what they are cut by; the number stands last."""

    places: list[Any]
    ways: list[Any]
    hours: list[Any]
    settled: list[Any]


def least(audience: Audience, lone: frozenset[str] = frozenset()) -> Least:
    """Return the fewest answers that are told, by part: ten published or for a single desk, else five.

    ``lone``: desks that are the only one of their department. Such a desk tells nothing its department does not.
    """
    inside = MINIMUM_N if audience is Audience.STAFF else PUBLISHED_N

    def of(part: Hashable) -> int:
        is_desk = isinstance(part, tuple) and part[0] == "desk" and part[1] not in (*lone, NOT_TOLD)
        return PUBLISHED_N if is_desk else inside

    return of


def _lone(places: Iterable[Any]) -> frozenset[str]:
    """The desks that stand alone in their department, where no answer of it tells of another or of none."""
    desks: dict[Any, set[str]] = defaultdict(set)
    for row in places:
        desks[row[3]].add(str(row[4]))
    return frozenset(desk for mine in desks.values() if len(mine) == 1 for desk in mine)


def decided(rows: Rows, last: int, audience: Audience, past: Earlier) -> Decided:
    """Places, ways and the answer about settling together; then hours, whose sum is that of the ways that tell one."""
    views = views_of(rows, audience)
    fewest, lines = least(audience, _lone(rows.places)), _lines(rows.hours)
    if audience is Audience.STAFF:
        # What was published is laid beside these figures: it protects nothing any more, and stays told.
        known, _kept, withheld = past.against(counted(views), MINIMUM_N)
        hidden = hidden_in(views, fewest, known - withheld, withheld)
        hours = hidden_lines(lines, {time for part, time in hidden if part == TIMED})
    else:
        known, kept, withheld = past.against(counted(views))
        hidden = in_turn(views, last, fewest, known, kept).hidden | withheld
        hours = hidden_lines_in_turn(lines, {time for part, time in hidden if part == TIMED}, PUBLISHED_N)
    counts = counted(views)
    small = frozenset(cell for cell in hidden if 0 < counts.get(cell, 0) < fewest(cell[0]))
    return Decided(hidden | hours, small)


def views_of(rows: Rows, audience: Audience) -> list[View]:
    """Return the ways to cut a question an audience may see: by place, by way, by the answer about settling."""
    return [_view(_by_place(rows.places, audience)), _view(_by_way(rows.ways)), *_settled(rows)]


def _by_place(rows: Iterable[Any], audience: Audience) -> list[Any]:
    """By department, inside the office by desk and service too: who does not see them has nothing to lay beside."""
    if audience is Audience.PUBLIC:
        return [((("department", str(row[3])),), row[2], row[6]) for row in rows]
    return [
        ((("department", str(row[3])), ("desk", str(row[4])), ("service", str(row[5]))), row[2], row[6])
        for row in rows
    ]  # fmt: skip


def _by_way(rows: Iterable[Any]) -> list[Any]:
    return [
        ((("mode", row[3]),) if row[3] in NO_HOUR_MODES else (("mode", row[3]), TIMED), row[2], row[4]) for row in rows
    ]


def _settled(rows: Rows) -> list[View]:
    """The whole by the answer about settling; none where not every answer has an overall rating beside it."""
    if not rows.settled or sum(row[4] for row in rows.settled) != sum(row[6] for row in rows.places):
        return []
    return [_view([((("settled", row[3]),), row[2], row[4]) for row in rows.settled])]


def _lines(rows: Iterable[Any]) -> dict[Hashable, list[int]]:
    lines: dict[Hashable, list[int]] = defaultdict(lambda: [0] * MONTHS)
    for row in rows:
        lines[HOURS, str(row[4] * 24 + row[5])][row[2] - 1] += row[6]
    return lines


def _view(rows: list[tuple[tuple[Hashable, ...], int, int]]) -> View:
    import numpy as np

    leaves = list(dict.fromkeys(leaf for leaf, _month, _n in sorted(rows)))
    place = {leaf: number for number, leaf in enumerate(leaves)}
    counts = np.zeros((len(leaves), MONTHS), dtype=np.int64)
    for leaf, month, n in rows:
        counts[place[leaf], month - 1] += n
    return View(tuple(leaves), counts, frozenset({TIMED}))
