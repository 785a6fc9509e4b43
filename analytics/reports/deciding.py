"""The counts of a question cut in every way it may be told, and what of them is hidden for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple

from analytics.frames.scope import NOWHERE
from analytics.frames.survey_grid import HOURS
from analytics.methods.release import (
    MONTHS,
    ROOT,
    TIMES,
    Cell,
    Least,
    View,
    counted,
    hidden_lines_in_turn,
    hidden_lines_once,
    in_turn,
)
from analytics.methods.suppression import MINIMUM_N, PUBLISHED_N
from analytics.reports.earlier import Earlier
from surveys.queries.counts import NO_HOUR_MODES

NOT_TOLD: Final = str(NOWHERE)
"""A part that was not told, as the counted tables write it."""

TIMED: Final = (HOURS, "all")
"""The part of all answers whose hour is known: what the hours add up to."""

RATES: Final = ("rate", "all")
"""The part of all answers of days whose visits are reported: what the response rate of the whole counts."""

RATED: Final = ("rated", "all")
"""The part of all answers with an overall rating beside them: what tells whether questions go together."""

OF_DESKS: Final = ("desk", "desk_rate")
"""Parts that are one desk each."""

SHARED: Final[Mapping[Any, tuple[int, str]]] = {"desk": (4, "desk_of"), "service": (5, "service_of")}
"""Desks and services: where they stand in a row of places, and what the part is called that one department has of one.

Answers given at no desk, and services that several departments give, are seen in part by readers of one of them.
"""

KEPT: Final = 128
"""What was decided from the same counts is kept: an answer of the running month changes nothing in those before."""

INSIDE: Final = (*OF_DESKS, "desk_of", "service", "service_of")
"""What is told inside the office only: no publication tells of a desk."""

PLACES: Final = ("", "department", "rate", *INSIDE)
"""Kinds of parts that are places, the whole and its response rate among them; RATES is one of them by its kind."""

SETTLED: Final = "settled"

ASIDE: Final = frozenset({TIMED, RATED, (SETTLED, ""), (SETTLED, NOT_TOLD)})
"""Parts that no table tells by themselves."""


class Audience(StrEnum):
    """Who reads: people of the office, or everybody."""

    STAFF = "staff"
    PUBLIC = "public"


class Decided(NamedTuple):
    """The hidden cells of a question, and those of them that are hidden for themselves."""

    hidden: frozenset[Cell] = frozenset()
    small: frozenset[Cell] = frozenset()


@dataclass(frozen=True, eq=False)
class Rows:
    """Counts by version, question, month and what they are cut by; the number stands last.

    ``visited``: those of the places that were given on days whose visits are reported; only of the first question,
    which everybody answers: these are what response rates count.
    """

    places: list[Any]
    ways: list[Any]
    hours: list[Any]
    settled: list[Any]
    visited: list[Any] = field(default_factory=list)

    @cached_property
    def _key(self) -> Hashable:
        return tuple(
            tuple(map(tuple, rows)) for rows in (self.places, self.ways, self.hours, self.settled, self.visited)
        )

    def __hash__(self) -> int:
        """The same for the same counts."""
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and self._key == other._key


def least(audience: Audience, lone: frozenset[str] = frozenset()) -> Least:
    """Return the fewest answers that are told, by part: ten published or for a single desk, else five.

    ``lone``: desks that are the only one of their department. Such a desk tells nothing its department does not.
    """
    inside = MINIMUM_N if audience is Audience.STAFF else PUBLISHED_N

    def of(part: Hashable) -> int:
        if not isinstance(part, tuple) or part[0] not in (*OF_DESKS, "desk_of"):
            return inside
        desk = part[1][1] if part[0] == "desk_of" else part[1]
        return inside if desk == NOT_TOLD or desk in lone else PUBLISHED_N

    return of


def _lone(places: Iterable[Any]) -> frozenset[str]:
    """The desks that stand alone in their department, where no answer of it tells of another or of none."""
    desks: dict[Any, set[str]] = defaultdict(set)
    for row in places:
        desks[row[3]].add(str(row[4]))
    return frozenset(desk for mine in desks.values() if len(mine) == 1 for desk in mine)


@lru_cache(KEPT)
def decided(rows: Rows, last: int, audience: Audience, past: Earlier) -> Decided:
    """Places, ways and the answer about settling together; then hours, whose sum is that of the ways that tell one.

    Month after month, as readers saw it: whoever kept what was told a month ago learns nothing from what is told now.
    """
    views, is_staff = views_of(rows, audience), audience is Audience.STAFF
    fewest = least(audience, _lone(rows.places))
    counts = counted(views)
    # Inside the office what was published protects nothing any more: it is laid beside these figures, and stays told.
    known, kept, withheld = past.against(counts, MINIMUM_N if is_staff else PUBLISHED_N)
    kept, known = (withheld, known - withheld) if is_staff else (kept, known)
    hidden = in_turn(views, last, fewest, known, kept).hidden | withheld | _unsound(rows)
    hidden |= _closing(withheld, hidden, views, counts)
    return _with_hours(rows, Decided(hidden, _small(hidden, counts, fewest)), last, audience)


def _closing(
    withheld: frozenset[Cell], hidden: frozenset[Cell], views: Iterable[View], counts: Mapping[Cell, int]
) -> frozenset[Cell]:
    """What would add up to a cell that is withheld beside what was published.

    Of a department: all it is cut into. Of the whole: every cut of which all parts are told.
    """
    closed = set(hidden)
    for leaf in {leaf for view in views for leaf in view.leaves}:
        times = {time for part, time in withheld if part in leaf}
        closed |= {(part, time) for part in leaf for time in times if part != RATES}
    for time in {time for part, time in withheld if part == ROOT}:
        cuts: dict[Hashable, list[Cell]] = defaultdict(list)
        for part, when in counts:
            if when == time and isinstance(part, tuple):
                cuts[part[0], part[1] == "all"].append((part, when))
        for cut in cuts.values():
            if sum(counts[cell] for cell in cut if cell not in closed) >= counts[ROOT, time]:
                closed |= set(cut)
    return frozenset(closed & counts.keys())


@lru_cache(KEPT)
def decided_of_part(rows: Rows, last: int, whole: tuple[bool, ...]) -> Decided:
    """The ways, hours and answers about settling of a reader of some departments.

    ``whole``: by time whether the number of all their answers is told, as it was decided for the office. Where it is
    not, nothing that adds up to it is told either. Places are never decided here.
    """
    views, fewest = [_view(_by_way(rows.ways)), *_settled(rows)], least(Audience.STAFF)
    counts = counted(views)
    closed = {cell for cell in counts if not whole[cell[1]]}
    hidden = in_turn(views, last, fewest, kept=closed).hidden | closed | _unsound(rows)
    return _with_hours(rows, Decided(hidden, _small(hidden, counts, fewest)), last, Audience.STAFF)


def _with_hours(rows: Rows, found: Decided, last: int, audience: Audience) -> Decided:
    lines, blocked = _lines(rows.hours), {time for part, time in found.hidden if part == TIMED}
    if audience is Audience.STAFF:
        return Decided(found.hidden | hidden_lines_once(lines, last, blocked), found.small)
    return Decided(found.hidden | hidden_lines_in_turn(lines, blocked, PUBLISHED_N), found.small)


def _small(hidden: frozenset[Cell], counts: Mapping[Cell, int], fewest: Least) -> frozenset[Cell]:
    return frozenset(cell for cell in hidden if 0 < counts.get(cell, 0) < fewest(cell[0]))


def views_of(rows: Rows, audience: Audience) -> list[View]:
    """Return the ways to cut a question an audience may see: by place, by way, by the answer about settling."""
    return [_view(_by_place(rows, audience)), _view(_by_way(rows.ways)), *_settled(rows)]


def _by_place(rows: Rows, audience: Audience) -> list[Any]:
    """By department, inside the office by desk and service too: who does not see them has nothing to lay beside."""
    shared, visited = _shared(rows.places), _visited(rows.visited)
    leaves = []
    for row in rows.places:
        place = _place(row, shared, audience)
        mine = min(row[6], visited.get((row[0], *row[2:6]), 0))
        leaves.append(((*place, *_rates(row, audience)), row[2], mine))
        leaves.append((place, row[2], row[6] - mine))
    return [leaf for leaf in leaves if leaf[2]]


def _place(row: Any, shared: frozenset[tuple[str, str]], audience: Audience) -> tuple[Hashable, ...]:
    department, desk, service = (str(one) for one in row[3:6])
    if audience is Audience.PUBLIC:
        return (("department", department),)
    every = (("desk", desk), ("service", service))
    own = tuple((SHARED[part[0]][1], (department, part[1])) for part in every if part in shared)
    return (("department", department), *every, *own)


def _rates(row: Any, audience: Audience) -> tuple[Hashable, ...]:
    department, desk = str(row[3]), str(row[4])
    of_desk = () if audience is Audience.PUBLIC else (("desk_rate", desk),)
    return (("rate", department), RATES, *of_desk)


def _shared(places: Iterable[Any]) -> frozenset[tuple[str, str]]:
    """The desks and services of which several departments have answers."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in places:
        for kind, (column, _name) in SHARED.items():
            found[kind, str(row[column])].add(str(row[3]))
    return frozenset(part for part, departments in found.items() if len(departments) > 1)


def _visited(rows: Iterable[Any]) -> dict[Any, int]:
    """By version, month, department, desk and service."""
    found: dict[Any, int] = defaultdict(int)
    for version, month, *place, n in rows:
        found[version, month, *place] += n
    return found


def _by_way(rows: Iterable[Any]) -> list[Any]:
    return [
        ((("mode", row[3]),) if row[3] in NO_HOUR_MODES else (("mode", row[3]), TIMED), row[2], row[4]) for row in rows
    ]


def _settled(rows: Rows) -> list[View]:
    """The whole by the answer about settling; what has no overall rating beside it is a part that no table tells."""
    if not rows.settled or _unrated(rows) is None:
        return []
    told = [(((SETTLED, row[3]), RATED), row[2], row[4]) for row in rows.settled]
    rest = [(((SETTLED, NOT_TOLD),), month, n) for month, n in (_unrated(rows) or {}).items() if n]
    return [_view([*told, *rest])]


def _unrated(rows: Rows) -> dict[int, int] | None:
    """By month, how many answers have no overall rating beside them; None where the two countings contradict."""
    found: dict[int, int] = defaultdict(int)
    for row in rows.places:
        found[row[2]] += row[6]
    for row in rows.settled:
        found[row[2]] -= row[4]
    return None if any(n < 0 for n in found.values()) else found


def _unsound(rows: Rows) -> frozenset[Cell]:
    """Every cell by the answer about settling, where their sums contradict the whole: nothing proves them safe."""
    if _unrated(rows) is not None:
        return frozenset()
    parts = {(SETTLED, row[3]) for row in rows.settled} | {RATED}
    return frozenset((part, time) for part in parts for time in range(TIMES))


def _lines(rows: Iterable[Any]) -> dict[Hashable, list[int]]:
    lines: dict[Hashable, list[int]] = defaultdict(lambda: [0] * MONTHS)
    for row in rows:
        lines[HOURS, str(row[4] * 24 + row[5])][row[2] - 1] += row[6]
    return lines


def _view(rows: list[tuple[tuple[Hashable, ...], int, int]]) -> View:
    import numpy as np

    leaves = list(dict.fromkeys(leaf for leaf, _month, _n in sorted(rows, key=repr)))
    place = {leaf: number for number, leaf in enumerate(leaves)}
    counts = np.zeros((len(leaves), MONTHS), dtype=np.int64)
    for leaf, month, n in rows:
        counts[place[leaf], month - 1] += n
    dear = frozenset(part for leaf in leaves for part in leaf if isinstance(part, tuple) and part[0] == "department")
    return View(tuple(leaves), counts, ASIDE, dear)
