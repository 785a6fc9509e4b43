"""Cases, one row each, with the columns the measures need and no other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import Session

from analytics.frames.scope import in_scope, midnight, written
from analytics.measures.cases import COLUMNS, DAYS, MOMENTS
from analytics.measures.declaration import KINDS, Population
from complaints.models import Complaint
from kernel.clock import WARSAW
from kernel.permissions import EVERYWHERE, Scope

if TYPE_CHECKING:
    import pandas as pd


def cases(
    session: Session,
    population: Population,
    scope: Scope = EVERYWHERE,
    since: dt.date | None = None,
    source: str | None = None,
) -> pd.DataFrame:
    """Return the cases of a population, of the departments in scope, that were not over before a day.

    Days are dates in Warsaw, of imported cases the dates where they come from (their import wrote both). A case that
    has a due moment and no due day gets the moment's date in Warsaw. A case of our own register is counted by days
    alone: the moment its form came is not in the record, and no measure asks for it.
    """
    query = select(
        Complaint.id,
        Complaint.kind,
        Complaint.department_id,
        Complaint.left_how,
        Complaint.outcome,
        Complaint.topic_id,
        Complaint.received_on,
        Complaint.due_on,
        Complaint.settled_on,
        Complaint.left_on,
        Complaint.noticed_on,
        case((Complaint.number.is_(None), Complaint.received_at)),
        Complaint.due_at,
        Complaint.settled_at,
    ).where(Complaint.kind.in_(sorted(KINDS[population])))
    query = query.where(in_scope(Complaint.department_id, scope))
    if source is not None:
        query = query.where(Complaint.source == source)
    if since is not None:
        query = query.where(_not_over_before(since))
    return case_frame([tuple(row) for row in session.execute(query)])


def _not_over_before(day: dt.date) -> ColumnElement[bool]:
    """Open, or received, due, settled or gone since: everything a figure about later days may need."""
    return or_(
        and_(Complaint.settled_on.is_(None), Complaint.left_on.is_(None)),
        Complaint.received_on >= day,
        Complaint.settled_on >= day,
        Complaint.left_on >= day,
        Complaint.due_on >= day,
        Complaint.due_at >= midnight(day) - dt.timedelta(days=1),
    )


def case_frame(rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    """Return rows with the values of COLUMNS, in their order, as a frame of cases."""
    import pandas as pd

    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in ("id", "department", "topic"):
        frame[column] = frame[column].map(written, na_action="ignore").astype(object)
    for column in DAYS:
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
    for column in MOMENTS:
        frame[column] = pd.to_datetime(frame[column], utc=True).astype("datetime64[us, UTC]")
    local_due = frame["due_at"].dt.tz_convert(WARSAW).dt.tz_localize(None).dt.normalize()
    frame["due_day"] = frame["due_day"].fillna(local_due.astype("datetime64[s]"))
    return frame
