"""Putting the annual report together."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from analytics import frames
from analytics.reports.annual import appeals, outcomes, petitions, rates, received, timeliness
from analytics.reports.annual.rates import Bases
from analytics.reports.annual.tables import AnnualTable
from analytics.reports.as_of import AsOf
from analytics.reports.material import last_leaf
from kernel.clock import Clock
from kernel.permissions import EVERYWHERE, Scope
from ledger.seal_queries import SealMark, last_mark
from office.queries import all_departments, names_on
from office.queries.figures import KnownFigure, figure_of, known_figures
from office.queries.lists import topics
from office.rules.figures import Figure as Reference


@dataclass(frozen=True)
class AnnualReport:
    """The report of a year for a scope; ``as_of``: the day cases stood as in T4 and T11; ``today``: when made."""

    year: int
    today: dt.date
    as_of: dt.date
    leaf: int
    tables: tuple[AnnualTable, ...]
    count: int
    seal: SealMark | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the year is known."""
        return self.count == 0

    @property
    def is_running(self) -> bool:
        """Whether the year is not over."""
        return self.today <= dt.date(self.year, 12, 31)

    def table(self, key: str) -> AnnualTable | None:
        """A table by its key."""
        return next((table for table in self.tables if table.key == key), None)


def annual_report(session: Session, clock: Clock, scope: Scope, year: int, seen: AsOf | None = None) -> AnnualReport:
    """All tables of a year: T1 to T13, as known now or at an earlier moment.

    About a dozen statements, however many cases. Subjects' names are those of today.
    """
    today = seen.today if seen else clock.today()
    as_of = min(today, dt.date(year, 12, 31))
    known = _known(session, year, scope, seen)
    cases, entered = known.cases, known_figures(session, seen.leaf if seen else None)
    came = [case for case in cases if case.received_on.year == year]
    settled = [case for case in cases if case.settled_on is not None and case.settled_on.year == year]
    decided = [case for case in cases if case.result_on is not None and case.result_on.year == year]
    tables = (
        received.by_month(came),
        received.by_department(came, _departments(session, as_of)),
        received.by_body(came),
        outcomes.by_ending(came, as_of),
        timeliness.timeliness(cases, year, today),
        received.by_topic(came, {str(topic.id): topic.name_pl for topic in topics(session)}),
        outcomes.causes(settled),
        timeliness.transfers(cases, year),
        appeals.appeals(came, today),
        appeals.appeal_results(decided),
        appeals.urgings(came, today),
        appeals.urging_results(decided),
        petitions.petitions(cases, year, as_of),
        petitions.considered(cases, year),
        rates.year_on_year(
            known.received,
            known.received_before,
            _bases(entered, year, scope),
            _bases(entered, year - 1, scope),
            _by_kind(came),
        ),
        rates.satisfaction(),
    )
    leaf = seen.leaf if seen else last_leaf(session)
    return AnnualReport(year, today, as_of, leaf, tables, len(cases), last_mark(session, seen.leaf if seen else None))


def _known(session: Session, year: int, scope: Scope, seen: AsOf | None) -> frames.YearThen:
    """The cases of the year and how many came in it and before: from the register, or replayed up to a leaf."""
    if seen is not None and seen.leaf != last_leaf(session):
        return frames.year_then(session, seen.leaf, year, scope)
    came, before = (frames.received_counts(session, one, scope) for one in (year, year - 1))
    return frames.YearThen(frames.year_cases(session, year, scope), came, before)


def _departments(session: Session, on: dt.date) -> dict[str, str]:
    return {str(key): name for key, name in (all_departments(session) | names_on(session, on)).items()}


def _bases(entered: Sequence[KnownFigure], year: int, scope: Scope) -> Bases:
    """Reference figures for a reader of the whole office, or of one department that has its own."""
    department: uuid.UUID | None = None
    if scope is not EVERYWHERE:
        if len(scope) != 1:
            return Bases()
        department = next(iter(scope))
    inhabitants = figure_of(entered, Reference.INHABITANTS.value, year) if department is None else None
    return Bases(inhabitants, figure_of(entered, Reference.CASES.value, year, department))


def _by_kind(cases: list[frames.YearCase]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for case in cases:
        found.setdefault(case.kind, []).append(case.id)
    return {kind: tuple(ids) for kind, ids in found.items()}
