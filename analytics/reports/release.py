"""What of the answers may be told: decided for all tables of a publication together, and against those before it.

Everything that shows a figure over answers asks here: pages, files, charts, the pack, the command line. ``STAFF``: what
people of the office see. ``PUBLIC``: what leaves the office. For both each month in its turn, so that what is told
later gives back nothing that was kept earlier, and heeding the editions that were really published.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from analytics.frames import facts
from analytics.frames import survey_grid as frames
from analytics.frames.pairs import by_settled
from analytics.frames.survey_grid import MarkedRow
from analytics.measures.period import Month, Period
from analytics.measures.result import WhyNot
from analytics.measures.slices import Slice
from analytics.methods.release import ROOT, TIMES
from analytics.reports.deciding import (
    INSIDE,
    NOT_TOLD,
    PLACES,
    RATED,
    RATES,
    Audience,
    Decided,
    Rows,
    decided,
    decided_of_part,
)
from analytics.reports.earlier import NOTHING, Earlier, earlier
from analytics.reports.marks import COUNTED, RAW, Marks, marks
from analytics.reports.within import cells_of
from analytics.reports.wordings import Asked, Section, asked_questions
from kernel.permissions import EVERYWHERE, Scope
from ledger.queries import head

__all__ = ["NOT_TOLD", "RATED", "RATES", "RAW", "Audience", "Released", "released"]


@dataclass
class Released:
    """Which cells (part, time of the year) are hidden. Each question is decided when it is first asked about.

    A part is ROOT or a pair such as ("department", its id as text); a time as in `analytics.measures.slices.Slice`.
    ``last``: the newest month, 0 to 11. ``also``: other releases of the year whose hidden cells are hidden here too.
    ``office``: of a reader of some departments, the release of the whole office, in which alone places are decided.
    """

    audience: Audience
    rows: dict[Section, Rows]
    last: int = 0
    past: dict[str, Earlier] = field(default_factory=dict)
    also: tuple[Released, ...] = ()
    office: Released | None = None
    marked: Sequence[MarkedRow] = ()
    firsts: frozenset[Section] = frozenset()
    """The questions everybody answers, in their wordings: what response rates count."""
    _known: dict[Section, Decided] = field(default_factory=dict)

    def decided(self, section: Section) -> Decided:
        """Return what is hidden of a question in one wording."""
        if section not in self.rows:
            return Decided()
        if section not in self._known:
            self._known[section] = self._decide(section)
        return self._known[section]

    def _decide(self, section: Section) -> Decided:
        rows, last = self.rows[section], self.last
        if self.office is None:
            past = self.past.get(section[1], NOTHING)
            return decided(rows, last, self.audience, past)
        told = tuple(self._why_of_place(section, ROOT, time) is None for time in range(TIMES))
        return decided_of_part(rows, last, told)

    def why_not(self, section: Section, part: Hashable, time: int) -> WhyNot | None:
        """Why a cell is hidden; None where it is told. Everybody outside hears only that it is."""
        kind = part[0] if isinstance(part, tuple) else part
        if self.audience is Audience.PUBLIC:
            is_hidden = kind in INSIDE or (part, time) in self.decided(section).hidden
            return WhyNot.PROTECTS_OTHERS if is_hidden else None
        if self.office is not None and kind in PLACES:
            mine = self._why_of_place(section, part, time)
        else:
            found = self.decided(section)
            mine = (WhyNot.TOO_FEW if (part, time) in found.small else WhyNot.PROTECTS_OTHERS) if (
                (part, time) in found.hidden
            ) else None  # fmt: skip
        return mine or next((why for one in self.also if (why := one.why_not(section, part, time)) is not None), None)

    def _why_of_place(self, section: Section, part: Hashable, time: int) -> WhyNot | None:
        """A place as it was decided for the office; what several make up is told where each of them is."""
        if self.office is None or section not in self.rows:
            return None
        cells = cells_of(self.rows[section], part, self.office.rows[section])
        reasons = {self.office.why_not(section, cell, time) for cell in cells} - {None}
        if len(cells) > 1 and reasons:
            return WhyNot.PROTECTS_OTHERS
        return next(iter(reasons), None)

    def why_not_of(self, question: str, part: Hashable, time: int) -> WhyNot | None:
        """The same for all wordings of a question together: told only where each of them is."""
        return self._of_all({one for one in self._sections() if one[1] == question}, part, time)

    def why_no_rate(self, part: Hashable, time: int) -> WhyNot | None:
        """Why the response rate of RATES, a ("rate", department) or a ("desk_rate", desk) is hidden."""
        return self._of_all({one for one in self._sections() if one in self.firsts}, part, time)

    def why_no_mark(self, name: str, time: int) -> WhyNot | None:
        """Why the number of answers that bear a mark (RAW: of all) is hidden."""
        if name in COUNTED and time in self._of_marks.counted:
            return self._outside(WhyNot.TOO_FEW)
        part: Hashable = ROOT if name == RAW else ("mark", name)
        mine = self.why_not_marked(part, time)
        return mine or next((why for one in self.also if (why := one.why_no_mark(name, time)) is not None), None)

    def why_not_marked(self, part: Hashable, time: int) -> WhyNot | None:
        """Why the number of answers left out is hidden for a part: a department, a way, a mark, ROOT."""
        why = self._of_marks.why_not(part, time)
        if why is not None:
            return self._outside(why)
        return next((why for one in self.also if (why := one.why_not_marked(part, time)) is not None), None)

    @cached_property
    def _of_marks(self) -> Marks:
        return marks(self.marked, self.last, self.audience)

    def _outside(self, why: WhyNot) -> WhyNot:
        return WhyNot.PROTECTS_OTHERS if self.audience is Audience.PUBLIC else why

    def _sections(self) -> set[Section]:
        return {section for one in (self, *self.also) for section in one.rows}

    def _of_all(self, sections: Iterable[Section], part: Hashable, time: int) -> WhyNot | None:
        found = {self.why_not(section, part, time) for section in sections}
        return next((why for why in (WhyNot.TOO_FEW, WhyNot.PROTECTS_OTHERS) if why in found), None)

    def and_also(self, other: Released) -> Released:
        """Return what is hidden by one of two."""
        return replace(self, also=(*self.also, other))


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
    complete one, with quarters, the year, and every way to cut them. No publication tells of a desk or a service.

    Inside the office it is decided once for everybody: a reader of some departments sees of their places what readers
    of the whole office see, so that two who lay their pages side by side learn nothing by it.

    ``upto_leaf``: as it was when that entry was the newest; None: now. Nine statements, however many responses, as many
    again for a reader of some departments; kept as long as the session lives and nothing comes in.
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
        return Released(audience, {})
    asked = asked_questions(frames.wordings(session, key))
    is_part = scope is not EVERYWHERE and audience is Audience.STAFF
    office = released(session, EVERYWHERE, key, year, last, audience, upto_leaf) if is_part else None
    return Released(
        audience,
        _rows(session, scope, key, period, asked, upto_leaf),
        period.months[-1].number - 1,
        _past(session, scope, key, year, upto_leaf),
        office=office,
        marked=frames.marked(session, key, period.months, scope, upto_leaf),
        firsts=frozenset(one.section for one in asked if one.has_hours),
    )


def _past(session: Session, scope: Scope, key: str, year: int, upto_leaf: int | None) -> dict[str, Earlier]:
    """What was published of the year; for readers of some departments it was heeded for the office."""
    return earlier(session, key, year, upto_leaf) if scope is EVERYWHERE else {}


def _rows(
    session: Session, scope: Scope, key: str, period: Period, asked: list[Asked], upto_leaf: int | None
) -> dict[Section, Rows]:
    """The counts of every question that was answered, cut in every way."""
    months = period.months
    timed = frozenset(one.question.key for one in asked if one.has_hours)
    read = (
        frames.by_place(session, key, months, scope, upto_leaf),
        frames.by_way(session, key, months, scope, upto_leaf),
        frames.by_hour(session, key, timed, months, scope, upto_leaf) if timed else [],
        by_settled(session, key, months, scope, upto_leaf),
    )
    visited = frames.on_reported_days(session, key, months, scope, upto_leaf)
    firsts = {one.section: one.ids for one in asked if one.has_hours}
    places, *apart = (_by_section(rows, asked) for rows in read)

    def counts(section: Section) -> Rows:
        ways, hours, settled = (one.get(section, []) for one in apart)
        return Rows(places[section], ways, hours, settled, _of(visited, firsts.get(section)))

    return {section: counts(section) for section in places}


def _of(rows: Iterable[Any], versions: frozenset[uuid.UUID] | None) -> list[Any]:
    return [row for row in rows if row[0] in (versions or ())]


def _by_section(rows: Iterable[Any], asked: Iterable[Asked]) -> dict[Section, list[Any]]:
    sections = {(version, one.question.key): one.section for one in asked for version in one.ids}
    found: dict[Section, list[Any]] = defaultdict(list)
    for row in rows:
        if (row[0], row[1]) in sections:
            found[sections[row[0], row[1]]].append(row)
    return found
