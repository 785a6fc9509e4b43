"""What of the answers may be told: decided for all tables of a publication together, and against those before it.

Everything that shows a figure over answers asks here: pages, files, charts, the pack, the command line. ``STAFF``: what
people of the office see now, a year at once. ``PUBLIC``: what leaves the office; each month in its turn, so that what
is told later gives back nothing that was kept earlier, and heeding the editions that were really published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy.orm import Session

from analytics.frames import facts
from analytics.frames import survey_grid as frames
from analytics.frames.pairs import by_settled
from analytics.frames.scope import NOWHERE
from analytics.frames.survey_grid import HOURS
from analytics.measures.period import Month, Period
from analytics.measures.result import WhyNot
from analytics.measures.slices import Slice
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
from analytics.reports.earlier import NOTHING, Earlier, earlier
from analytics.reports.wordings import Asked, asked_questions
from kernel.permissions import EVERYWHERE, Scope
from ledger.queries import head
from surveys.queries.counts import NO_HOUR_MODES

Section = tuple[int, str]
"""A question in one wording: the first version that asks it so, and its key."""
Hidden = Mapping[Section, frozenset[Cell]]

NOT_TOLD: Final = str(NOWHERE)
"""A part that was not told, as the counted tables write it."""

TIMED: Final = (HOURS, "all")
"""The part of all answers whose hour is known: what the hours add up to."""


class Audience(StrEnum):
    """Who reads: people of the office, or everybody."""

    STAFF = "staff"
    PUBLIC = "public"


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


@dataclass(frozen=True)
class Released:
    """Which cells (part, time of the year) are hidden, by section; ``small``: those of them hidden for themselves.

    A part is ROOT or a pair such as ("department", its id as text); a time as in `analytics.measures.slices.Slice`.
    """

    audience: Audience
    hidden: Hidden
    small: Hidden

    def why_not(self, section: Section, part: Hashable, time: int) -> WhyNot | None:
        """Why a cell is hidden; None where it is told. Everybody outside hears only that it is."""
        if (part, time) not in self.hidden.get(section, ()):
            return None
        is_small = self.audience is Audience.STAFF and (part, time) in self.small.get(section, ())
        return WhyNot.TOO_FEW if is_small else WhyNot.PROTECTS_OTHERS

    def why_not_of(self, question: str, part: Hashable, time: int) -> WhyNot | None:
        """The same for all wordings of a question together: told only where each of them is."""
        found = {self.why_not(section, part, time) for section in self.hidden if section[1] == question}
        return next((why for why in (WhyNot.TOO_FEW, WhyNot.PROTECTS_OTHERS) if why in found), None)

    def and_also(self, other: Released) -> Released:
        """Return what is hidden by one of two."""
        return Released(self.audience, _either(self.hidden, other.hidden), _either(self.small, other.small))


def _either(one: Hidden, other: Hidden) -> Hidden:
    return {key: one.get(key, frozenset()) | other.get(key, frozenset()) for key in one.keys() | other.keys()}


def released(
    session: Session,
    scope: Scope,
    key: str,
    year: int,
    last: Month,
    audience: Audience = Audience.STAFF,
    upto_leaf: int | None = None,
) -> Released:
    """Return what may be told of a questionnaire's year to a reader of this scope: its months up to the ``last``
    complete one, with quarters, the year, and every way to cut them.

    ``upto_leaf``: as it was when that entry was the newest; None: now. Five statements, however many responses; kept as
    long as the session lives and nothing comes in.
    """
    reach: Hashable = "everywhere" if scope is EVERYWHERE else scope
    seen = upto_leaf if upto_leaf is not None else (head(session), facts.responses(session))
    wanted = (key, year, last, audience, reach, seen)
    kept: dict[Hashable, Released] = session.info.setdefault("released", {})
    if wanted not in kept:
        kept[wanted] = _released(session, scope, key, year, last, audience, upto_leaf)
    return kept[wanted]


def _released(
    session: Session, scope: Scope, key: str, year: int, last: Month, audience: Audience, upto_leaf: int | None
) -> Released:
    period = Slice.of_year(year).over(last)
    if period is None:
        return Released(audience, {}, {})
    asked, rows = _rows(session, scope, key, period, upto_leaf)
    is_public = audience is Audience.PUBLIC and scope is EVERYWHERE
    before = earlier(session, key, year, upto_leaf) if is_public else {}
    hidden, small = {}, {}
    for one in asked:
        mine = rows.of(one)
        if mine.places:
            past = before.get(one.question.key, NOTHING)
            hidden[one.section], small[one.section] = _hidden(mine, period.months[-1].number - 1, audience, past)
    return Released(audience, hidden, small)


@dataclass(frozen=True)
class _Rows:
    """Counts by version, question, month and what they are cut by; the number stands last."""

    places: list[Any]
    ways: list[Any]
    hours: list[Any]
    settled: list[Any]

    def of(self, asked: Asked) -> _Rows:
        """Those of one section."""
        return _Rows(*(_of(rows, asked) for rows in (self.places, self.ways, self.hours, self.settled)))


def _of(rows: Iterable[Any], asked: Asked) -> list[Any]:
    return [row for row in rows if row[0] in asked.ids and row[1] == asked.question.key]


def _rows(session: Session, scope: Scope, key: str, period: Period, upto_leaf: int | None) -> tuple[list[Asked], _Rows]:
    asked, months = asked_questions(frames.wordings(session, key)), period.months
    timed = frozenset(one.question.key for one in asked if one.has_hours)
    return asked, _Rows(
        frames.by_place(session, key, months, scope, upto_leaf),
        frames.by_way(session, key, months, scope, upto_leaf),
        frames.by_hour(session, key, timed, months, scope, upto_leaf) if timed else [],
        by_settled(session, key, months, scope, upto_leaf),
    )


def _hidden(rows: _Rows, last: int, audience: Audience, past: Earlier) -> tuple[frozenset[Cell], frozenset[Cell]]:
    """Places, ways and the answer about settling together; then hours, whose sum is that of the ways that tell one."""
    views = [_view(_by_place(rows.places)), _view(_by_way(rows.ways)), *_settled(rows)]
    fewest, lines = least(audience, _lone(rows.places)), _lines(rows.hours)
    if audience is Audience.STAFF:
        hidden = hidden_in(views, fewest)
        hours = hidden_lines(lines, {time for part, time in hidden if part == TIMED})
    else:
        known, kept, withheld = past.against(counted(views))
        hidden = in_turn(views, last, fewest, known, kept).hidden | withheld
        hours = hidden_lines_in_turn(lines, {time for part, time in hidden if part == TIMED}, PUBLISHED_N)
    counts = counted(views)
    return hidden | hours, frozenset(cell for cell in hidden if 0 < counts.get(cell, 0) < fewest(cell[0]))


def _by_place(rows: Iterable[Any]) -> list[Any]:
    return [
        ((("department", str(row[3])), ("desk", str(row[4])), ("service", str(row[5]))), row[2], row[6])
        for row in rows
    ]  # fmt: skip


def _by_way(rows: Iterable[Any]) -> list[Any]:
    return [
        ((("mode", row[3]),) if row[3] in NO_HOUR_MODES else (("mode", row[3]), TIMED), row[2], row[4]) for row in rows
    ]


def _settled(rows: _Rows) -> list[View]:
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
