"""The cases behind a figure: the very rows it was computed from, a page at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from analytics import frames
from analytics.frames import CaseRow
from analytics.measures import members
from analytics.measures.cases import known_at, of_population
from analytics.measures.declaration import Population
from analytics.measures.durations import is_impossible
from analytics.measures.period import Period
from analytics.reports.choice import Choice
from analytics.reports.material import lens_of
from analytics.reports.structure import Lens
from kernel.clock import Clock
from kernel.paging import Page, page_number
from kernel.permissions import Scope
from office.queries import all_departments

PAGE_SIZE: Final = 50

REDUCTION: Final = "reduction"
"""The cases of a span of a comparison: received in it."""

DURATIONS: Final = frozenset(
    {"median_days", "p90_days", "median_working_days", "p90_working_days", "median_hours", "p90_hours", REDUCTION}
)
NEGATIVE: Final = "negative"
"""Not a measure: the settled cases that ended before they began, excluded from every duration."""

LISTED: Final = frozenset({*members.MEMBERS, NEGATIVE, REDUCTION})

MEMBERS_OF: Final = {NEGATIVE: "settled", REDUCTION: "received"}
"""Whose rows a list without a measure of its own begins with."""


def case_page(
    session: Session, clock: Clock, scope: Scope, choice: Choice, key: str, period: Period, number: int
) -> Page[CaseRow]:
    """Return a page of the cases behind a measure, oldest first. Raises KeyError for what lists no cases."""
    ids = _ids(session, clock, scope, choice, key, period)
    total = len(ids)
    number = page_number(number, total, PAGE_SIZE)
    wanted = ids[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    rows = frames.case_rows(session, wanted)
    shown = _under(session, lens_of(session, clock, scope, choice), rows)
    return Page(shown, number, total, PAGE_SIZE)


def _under(session: Session, lens: Lens, rows: list[CaseRow]) -> list[CaseRow]:
    """The rows with the name of the department they are counted under."""
    if not lens.now:
        return rows
    names = all_departments(session)
    seen = [(row, lens.seen(row.department_id)) for row in rows]
    return [replace(row, department=names[department]) if department else row for row, department in seen]


def _ids(session: Session, clock: Clock, scope: Scope, choice: Choice, key: str, period: Period) -> list[str]:
    as_of = clock.now().replace(second=0, microsecond=0)
    lens = lens_of(session, clock, scope, choice)
    cases = frames.cases(session, choice.population, lens.reach(choice.narrowed(scope)), since=period.first)
    known = known_at(cases, as_of)
    if key == "justified":
        known = of_population(known, Population.SKARGA)
    chosen = known[members.MEMBERS[MEMBERS_OF.get(key, key)](known, period)]
    if key in DURATIONS:
        chosen = chosen[~is_impossible(chosen)]
    if key == NEGATIVE:
        chosen = chosen[is_impossible(chosen)]
    ordered = chosen.sort_values(["received_day", "id"])
    return [str(one) for one in ordered["id"]]
