"""Answers beside the overall rating of their response, and visits by department: added up by the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from analytics.frames.counted import between, reached, told, versions_of
from analytics.frames.scope import NOWHERE
from analytics.measures.period import Month, Period
from analytics.measures.voice import PAIR_COLUMNS
from kernel.permissions import Scope
from office.models import Desk
from surveys.models import DeskVisits, Response
from surveys.models.counts import PairCount, ResponseCount
from surveys.queries.counts import pair_counts, pairs_sealed, response_counts, responses_sealed
from surveys.rules.flags import CLEAN

if TYPE_CHECKING:
    import pandas as pd

PairRow = tuple[Any, str, int, str, int]


def pairs(
    session: Session, key: str, months: Sequence[Month], scope: Scope, upto_leaf: int | None = None
) -> pd.DataFrame:
    """Return counts of clean answers on a scale by month, department and the answers to q1 and q2 beside them.

    ``upto_leaf``: only those sealed by an entry.
    """
    import pandas as pd

    found = _counted(key, months, upto_leaf)
    keys = (found.month, found.department_id, found.question, found.overall, found.settled, found.value)
    query = (
        select(*keys, cast(func.sum(found.n), Integer))
        .where(between(found.month, months), found.version_id.in_(versions_of(key)))
        .where(reached(found.department_id, scope))
        .group_by(*keys)
    )
    rows = [
        (f"{month // 100}-{month % 100:02d}", told(department), *rest)
        for month, department, *rest in session.execute(query)
    ]
    return pd.DataFrame(rows, columns=list(PAIR_COLUMNS))


def by_settled(
    session: Session, key: str, months: Sequence[Month], scope: Scope, upto_leaf: int | None = None
) -> list[PairRow]:
    """Clean answers on a scale of months of a year: version, question, month 1 to 12, the answer about settling, n.

    ``upto_leaf``: only those sealed by an entry.
    """
    found = _counted(key, months, upto_leaf)
    keys = (found.version_id, found.question, found.month % 100, found.settled)
    query = (
        select(*keys, cast(func.sum(found.n), Integer))
        .where(between(found.month, months), found.version_id.in_(versions_of(key)))
        .where(reached(found.department_id, scope))
        .group_by(*keys)
    )
    return [tuple(row) for row in session.execute(query)]


def _counted(key: str, months: Sequence[Month], upto_leaf: int | None) -> Any:
    if upto_leaf is None:
        return pair_counts(between(PairCount.month, months), PairCount.version_id.in_(versions_of(key))).c
    days = Response.local_on.between(months[0].first, months[-1].last)
    return pairs_sealed(days & (Response.leaf <= upto_leaf) & Response.version_id.in_(versions_of(key))).c


def visits(session: Session, period: Period, scope: Scope) -> dict[str, int]:
    """Return the visits reported of a period by department; departments that reported none are left out."""
    query = (
        select(Desk.department_id, cast(func.sum(DeskVisits.visits), Integer))
        .join(Desk, Desk.id == DeskVisits.desk_id)
        .where(DeskVisits.day_on.between(period.first, period.last), DeskVisits.visits.is_not(None))
        .where(reached(Desk.department_id, scope))
        .group_by(Desk.department_id)
    )
    return {str(department or NOWHERE): int(n) for department, n in session.execute(query)}


def answered(session: Session, key: str, period: Period, scope: Scope) -> dict[str, int]:
    """Return the clean responses of a period by department, of desks and days whose visits are reported."""
    days = (period.first, period.last)
    found = response_counts(ResponseCount.local_on.between(*days)).c
    query = (
        select(found.department_id, cast(func.sum(found.n), Integer))
        .join(DeskVisits, (DeskVisits.desk_id == found.desk_id) & (DeskVisits.day_on == found.local_on))
        .where(found.local_on.between(*days), found.version_id.in_(versions_of(key)), found.flags.in_(CLEAN))
        .where(DeskVisits.visits.is_not(None), reached(found.department_id, scope))
        .group_by(found.department_id)
    )
    return {str(department): int(n) for department, n in session.execute(query)}


def answered_on(
    session: Session, key: str, period: Period, days: Mapping[tuple[str, str], int], upto_leaf: int
) -> dict[str, int]:
    """Return the clean responses sealed by an entry, by department, of the desks and days given: (id, 2026-10-05)."""
    which = Response.local_on.between(period.first, period.last) & (Response.leaf <= upto_leaf)
    found = responses_sealed(which & Response.version_id.in_(versions_of(key))).c
    keys = (found.department_id, found.desk_id, found.local_on)
    query = select(*keys, cast(func.sum(found.n), Integer)).where(found.flags.in_(CLEAN)).group_by(*keys)
    counts: dict[str, int] = {}
    for department, desk, day, n in session.execute(query):
        if (str(desk), day.isoformat()) in days:
            counts[str(department)] = counts.get(str(department), 0) + int(n)
    return counts
