"""The cases behind a figure: the very rows it was computed from, a page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.orm import Session

from analytics import frames
from analytics.frames import CaseRow
from analytics.measures import members
from analytics.measures.arrays import arrays
from analytics.measures.deadlines import SHARES
from analytics.measures.declaration import KINDS, Population
from analytics.measures.durations import is_impossible
from analytics.measures.lateness import is_on_time
from analytics.measures.period import Period
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice
from analytics.reports.material import known_cases, lens_of
from analytics.reports.structure import Lens
from kernel.clock import Clock
from kernel.paging import Page, page_number
from kernel.permissions import Scope
from office.queries import all_departments

if TYPE_CHECKING:
    import pandas as pd

    from analytics.measures.arrays import Mask

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


SUCCESSES: Final = {"on_time": is_on_time, **{key: share.success for key, share in SHARES.items()}}
"""Which cases of its base count in the numerator of a share."""


class Only(StrEnum):
    """A part of the base of a share."""

    MET = "met"
    OTHER = "other"


def case_page(
    session: Session,
    clock: Clock,
    scope: Scope,
    choice: Choice,
    key: str,
    period: Period,
    number: int,
    as_of: AsOf | None = None,
    only: Only | None = None,
) -> Page[CaseRow]:
    """Return a page of the cases behind a measure, oldest first. Raises KeyError for what lists no cases.

    ``only``: of the base of a share those that count in its numerator, or the others.
    """
    known = of_share(_known(session, clock, scope, choice, key, period, as_of), key, only)
    ids = [str(one) for one in known["id"]]
    total = len(ids)
    number = page_number(number, total, PAGE_SIZE)
    wanted = ids[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    rows = frames.case_rows(session, wanted)
    if as_of is not None:
        facts = {str(row["id"]): row for row in known[known["id"].isin(wanted)].to_dict("records")}
        rows = [_as_known(row, facts[str(row.id)]) for row in rows]
    shown = _under(session, lens_of(session, clock, scope, choice, as_of), rows)
    return Page(shown, number, total, PAGE_SIZE)


def of_share(known: pd.DataFrame, key: str, only: Only | None) -> pd.DataFrame:
    """Return the cases of a share's base that count in its numerator, or the others. Raises KeyError for no share."""
    if only is None:
        return known
    counts = SUCCESSES[key](known)
    return known[counts if only is Only.MET else ~counts]


def behind(known: pd.DataFrame, key: str, period: Period) -> pd.DataFrame:
    """Return the rows a figure is computed from. Raises KeyError for what lists no cases."""
    return known[is_behind(known, key, period)]


def is_behind(known: pd.DataFrame, key: str, period: Period) -> Mask:
    """Say which rows a figure is computed from. Raises KeyError for what lists no cases."""
    chosen = members.MEMBERS[MEMBERS_OF.get(key, key)](known, period)
    if key == "justified":
        return chosen & arrays(known).is_one_of("kind", KINDS[Population.SKARGA])
    if key in DURATIONS:
        return chosen & ~is_impossible(known)
    return chosen & is_impossible(known) if key == NEGATIVE else chosen


def _as_known(row: CaseRow, fact: Mapping[Hashable, Any]) -> CaseRow:
    """The case as the figure saw it. Its number and who handles it are those of today."""

    def day(column: str) -> dt.date | None:
        return fact[column].date() if fact[column] == fact[column] else None  # NaT is not itself

    def moment(column: str) -> dt.datetime | None:
        return fact[column].to_pydatetime() if fact[column] == fact[column] else None

    dates = row.dates._replace(
        due_on=day("due_day"),
        settled_on=day("settled_day"),
        left_on=day("left_day"),
        noticed_on=day("noticed_day"),
        due_at=moment("due_at"),
        settled_at=moment("settled_at"),
    )
    left_how = fact["left_how"] if isinstance(fact["left_how"], str) else None
    return replace(row, kind=str(fact["kind"]), dates=dates, left_how=left_how)


def _under(session: Session, lens: Lens, rows: list[CaseRow]) -> list[CaseRow]:
    """The rows with the name of the department they are counted under."""
    if not lens.now:
        return rows
    names = all_departments(session)
    seen = [(row, lens.seen(row.department_id)) for row in rows]
    return [replace(row, department=names[department]) if department else row for row, department in seen]


def _known(
    session: Session, clock: Clock, scope: Scope, choice: Choice, key: str, period: Period, as_of: AsOf | None
) -> pd.DataFrame:
    """The cases behind a figure, oldest first."""
    lens = lens_of(session, clock, scope, choice, as_of)
    known = known_cases(session, clock, scope, choice, lens, period.first, as_of)
    chosen = behind(known, key, period)
    return chosen.sort_values(["received_day", "id"])
