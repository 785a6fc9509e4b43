"""Cases, one row each, with the columns the measures need and no other."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import Session

from analytics.frames.acknowledged import acknowledged_on
from analytics.frames.further import NOTHING, WANTED, Step, further
from analytics.frames.scope import in_scope, midnight, written
from analytics.frames.year import first_due_on
from analytics.measures.cases import COLUMNS, DAYS, FACTS, MOMENTS
from analytics.measures.declaration import KINDS, Population
from complaints.models import Complaint, ComplaintStep
from kernel.clock import WARSAW, local_day
from kernel.permissions import EVERYWHERE, Scope

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

RUN_UP: Final = dt.timedelta(days=31)
"""Ours: longer than any further term that runs from receipt (14 days, and what a shift adds)."""
KEYS: Final = ("id", "department", "topic")
"""The columns that hold keys, as text."""
EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
EPOCH_DAY: Final = EPOCH.toordinal()
MICROSECOND: Final = dt.timedelta(microseconds=1)
NOT_TOLD: Final = -(2**63)
"""Days and microseconds are counted from the epoch; this number says that there is none (NumPy's NaT)."""
PLAIN: Final = len(FACTS) + 5
"""How many values of a row stand as they were read: the facts, and the days of receipt, term, end and notice."""


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
        Complaint.channel,
        Complaint.result,
        Complaint.corrective.is_not(None),
        Complaint.received_on,
        Complaint.due_on,
        Complaint.settled_on,
        Complaint.left_on,
        Complaint.noticed_on,
        Complaint.rule_id,
        Complaint.starts_on,
        Complaint.result_on,
        Complaint.acknowledged_at,
        Complaint.councillor,
        case((Complaint.number.is_(None), Complaint.received_at)),
        Complaint.due_at,
        Complaint.settled_at,
    )
    wanted = [Complaint.kind.in_(sorted(KINDS[population])), in_scope(Complaint.department_id, scope)]
    if source is not None:
        wanted.append(Complaint.source == source)
    if since is not None:
        wanted.append(_not_over_before(since))
    steps = {} if population is Population.SPRAWA else _steps(session, wanted)
    return case_frame([_row(row, steps.get(row.id, ())) for row in session.execute(query.where(*wanted))])


def _steps(session: Session, wanted: Sequence[ColumnElement[bool]]) -> dict[uuid.UUID, list[Step]]:
    """The steps that further days are read from, by case, in the order they were recorded. One statement."""
    query = (
        select(ComplaintStep.complaint_id, ComplaintStep.move, ComplaintStep.happened_on)
        .join(Complaint, Complaint.id == ComplaintStep.complaint_id)
        .where(ComplaintStep.move.in_(WANTED), *wanted)
        .order_by(ComplaintStep.complaint_id, ComplaintStep.position)
    )
    found: dict[uuid.UUID, list[Step]] = {}
    for key, move, on in session.execute(query):
        found.setdefault(key, []).append((move, on))
    return found


def _row(row: Any, steps: Sequence[Step]) -> tuple[Any, ...]:
    """The values of a case in the order of COLUMNS."""
    given = local_day(row.acknowledged_at) if row.acknowledged_at else None
    days = (first_due_on(row), row.result_on, acknowledged_on(row.channel, row.received_on, given))
    more = NOTHING
    if steps or row.councillor:
        more = further(row.kind, row.received_on, is_councillors=bool(row.councillor), steps=steps).days
    return (*row[:PLAIN], *days, *more, *row[-len(MOMENTS) :])


def _not_over_before(day: dt.date) -> ColumnElement[bool]:
    """Open, or received, due, settled, gone or decided since: everything a figure about later days may need.

    Received shortly before as well: a further term, such as the councillor's, may end within the days asked for.
    """
    return or_(
        and_(Complaint.settled_on.is_(None), Complaint.left_on.is_(None)),
        Complaint.received_on >= day - RUN_UP,
        Complaint.settled_on >= day,
        Complaint.left_on >= day,
        Complaint.result_on >= day,
        Complaint.due_on >= day,
        Complaint.due_at >= midnight(day) - dt.timedelta(days=1),
    )


def case_frame(rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    """Return rows with the values of COLUMNS, in their order, as a frame of cases."""
    import pandas as pd

    columns = dict(zip(COLUMNS, zip(*rows, strict=True) if rows else ((),) * len(COLUMNS), strict=True))
    frame = pd.DataFrame(
        {
            **{name: pd.Series(columns[name], dtype=object) for name in FACTS},
            **{name: pd.Series([key and written(key) for key in columns[name]], dtype=object) for name in KEYS},
            "has_corrective": pd.Series([bool(one) for one in columns["has_corrective"]], dtype=bool),
            **{name: _days(columns[name]) for name in DAYS},
            **{name: _moments(columns[name]) for name in MOMENTS},
        }
    )
    if frame["due_at"].notna().any():
        local_due = frame["due_at"].dt.tz_convert(WARSAW).dt.tz_localize(None).dt.normalize()
        frame["due_day"] = frame["due_day"].fillna(local_due.astype("datetime64[s]"))
    return frame


def _days(told: Sequence[dt.date | None]) -> npt.NDArray[np.datetime64]:
    """Days as arrays hold them, to the second; by their numbers, which takes a tenth of the time of their dates."""
    import numpy as np

    numbers = np.array([NOT_TOLD if day is None else day.toordinal() - EPOCH_DAY for day in told], dtype=np.int64)
    return numbers.view("datetime64[D]").astype("datetime64[s]")


def _moments(told: Sequence[dt.datetime | None]) -> pd.DatetimeIndex:
    """Aware moments as UTC, to the microsecond."""
    import numpy as np
    import pandas as pd

    numbers = [NOT_TOLD if moment is None else (moment - EPOCH) // MICROSECOND for moment in told]
    return pd.DatetimeIndex(np.array(numbers, dtype=np.int64).view("datetime64[us]"), tz=dt.UTC)
