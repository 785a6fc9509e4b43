"""What of the answers may be told: decided for all tables of a publication together, and against those before it.

Everything that shows a figure over answers asks here: pages, files, charts, the pack, the command line. ``STAFF``: what
people of the office see now, a year at once and beside what was published. ``PUBLIC``: what leaves the office; each
month in its turn, so that what is told later gives back nothing that was kept earlier, and heeding the editions that
were really published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from analytics.frames import facts
from analytics.frames import survey_grid as frames
from analytics.frames.pairs import by_settled
from analytics.measures.period import Month, Period
from analytics.measures.result import WhyNot
from analytics.measures.slices import Slice
from analytics.reports.deciding import INSIDE, NOT_TOLD, Audience, Decided, Rows, decided
from analytics.reports.earlier import NOTHING, Earlier, earlier
from analytics.reports.wordings import Asked, Section, asked_questions
from kernel.permissions import EVERYWHERE, Scope
from ledger.queries import head

__all__ = ["NOT_TOLD", "Audience", "Released", "released"]


@dataclass
class Released:
    """Which cells (part, time of the year) are hidden. Each question is decided when it is first asked about.

    A part is ROOT or a pair such as ("department", its id as text); a time as in `analytics.measures.slices.Slice`.
    ``last``: the newest month, 0 to 11. ``also``: other releases of the year whose hidden cells are hidden here too.
    """

    audience: Audience
    rows: dict[Section, Rows]
    last: int = 0
    past: dict[str, Earlier] = field(default_factory=dict)
    also: tuple[Released, ...] = ()
    _known: dict[Section, Decided] = field(default_factory=dict)

    def decided(self, section: Section) -> Decided:
        """Return what is hidden of a question in one wording."""
        if section not in self.rows:
            return Decided()
        if section not in self._known:
            past = self.past.get(section[1], NOTHING)
            self._known[section] = decided(self.rows[section], self.last, self.audience, past)
        return self._known[section]

    def why_not(self, section: Section, part: Hashable, time: int) -> WhyNot | None:
        """Why a cell is hidden; None where it is told. Everybody outside hears only that it is."""
        found = self.decided(section)
        is_inside = isinstance(part, tuple) and part[0] in INSIDE
        if self.audience is Audience.PUBLIC:
            return WhyNot.PROTECTS_OTHERS if is_inside or (part, time) in found.hidden else None
        if (part, time) in found.hidden:
            return WhyNot.TOO_FEW if (part, time) in found.small else WhyNot.PROTECTS_OTHERS
        return next((why for one in self.also if (why := one.why_not(section, part, time)) is not None), None)

    def why_not_of(self, question: str, part: Hashable, time: int) -> WhyNot | None:
        """The same for all wordings of a question together: told only where each of them is."""
        sections = {section for one in (self, *self.also) for section in one.rows if section[1] == question}
        found = {self.why_not(section, part, time) for section in sections}
        return next((why for why in (WhyNot.TOO_FEW, WhyNot.PROTECTS_OTHERS) if why in found), None)

    def and_also(self, other: Released) -> Released:
        """Return what is hidden by one of two."""
        return Released(self.audience, self.rows, self.last, self.past, (*self.also, other), self._known)


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

    ``upto_leaf``: as it was when that entry was the newest; None: now. Seven statements, however many responses; kept
    as long as the session lives and nothing comes in.
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
    return Released(
        audience,
        _rows(session, scope, key, period, upto_leaf),
        period.months[-1].number - 1,
        _past(session, scope, key, year, audience, upto_leaf),
    )


def _past(
    session: Session, scope: Scope, key: str, year: int, audience: Audience, upto_leaf: int | None
) -> dict[str, Earlier]:
    """What was published of the year, as far as the reader's figures can be laid beside it."""
    if scope is EVERYWHERE:
        return earlier(session, key, year, upto_leaf)
    if audience is Audience.PUBLIC:
        return {}
    return {question: one.of_parts() for question, one in earlier(session, key, year, upto_leaf).items()}


def _rows(session: Session, scope: Scope, key: str, period: Period, upto_leaf: int | None) -> dict[Section, Rows]:
    """The counts of every question that was answered, cut in every way."""
    asked, months = asked_questions(frames.wordings(session, key)), period.months
    timed = frozenset(one.question.key for one in asked if one.has_hours)
    read = (
        frames.by_place(session, key, months, scope, upto_leaf),
        frames.by_way(session, key, months, scope, upto_leaf),
        frames.by_hour(session, key, timed, months, scope, upto_leaf) if timed else [],
        by_settled(session, key, months, scope, upto_leaf),
    )
    apart = [_by_section(rows, asked) for rows in read]
    return {section: Rows(*(one.get(section, []) for one in apart)) for section in apart[0]}


def _by_section(rows: Iterable[Any], asked: Iterable[Asked]) -> dict[Section, list[Any]]:
    sections = {(version, one.question.key): one.section for one in asked for version in one.ids}
    found: dict[Section, list[Any]] = defaultdict(list)
    for row in rows:
        if (row[0], row[1]) in sections:
            found[sections[row[0], row[1]]].append(row)
    return found
