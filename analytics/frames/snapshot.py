"""Cases and answers of the whole office as columns, for whatever counts over all months at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.frames.answers import answers
from analytics.frames.scope import NOWHERE, written
from analytics.measures.columns import NEVER, VALUE_SHIFT, About, Columns
from analytics.measures.period import Month
from complaints.models import Complaint
from complaints.rules.kinds import LEGAL_KINDS
from kernel.clock import Clock
from kernel.permissions import EVERYWHERE
from kernel.workdays import is_working_day
from ledger.queries import head
from office.queries import all_departments

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

BATCH: Final = 10_000
DAYS: Final = (Complaint.received_on, Complaint.due_on, Complaint.settled_on, Complaint.left_on)


def columns_of(session: Session, clock: Clock, months: Sequence[Month], question: str) -> Columns:
    """Return the cases of legal kinds and the clean answers to a question over months in a row, as known today.

    Cases are read a batch at a time, without names or words; answers are added up by the database. Imported cases are
    judged by moments and are not among them. Days later than today are left out, as in ``known_at``.
    """
    import numpy as np

    today, end = clock.today(), head(session)
    zero = session.scalar(select(Complaint.received_on).order_by(Complaint.received_on).limit(1)) or months[0].first
    zero = min(zero, months[0].first)
    parts = [str(NOWHERE), *sorted(str(key) for key in all_departments(session))]
    about = About(
        zero.isoformat(), (months[0].year, months[0].number), len(months), (today - zero).days,
        end.leaf if end else 0, tuple(parts), tuple(sorted(LEGAL_KINDS)),
    )  # fmt: skip
    numbered = {part: number for number, part in enumerate(parts)}
    rows = _cases(session, about, numbered, today)
    counted, starts = _answers(session, months, question, numbered)
    days = (zero + dt.timedelta(days=at) for at in range((today - zero).days + 1))
    working = np.fromiter(accumulate((int(is_working_day(day)) for day in days), initial=0), dtype=np.int32)
    received, due, settled, left = (rows[:, at].astype(np.uint16) for at in range(4))
    department, kind = (rows[:, at].astype(np.uint8) for at in (4, 5))
    return Columns(about, received, due, settled, left, department, kind, counted, starts, working)


def _cases(session: Session, about: About, numbered: dict[str, int], today: dt.date) -> npt.NDArray[np.int64]:
    import numpy as np

    kinds = {kind: number for number, kind in enumerate(about.kinds)}
    query = select(*DAYS, Complaint.department_id, Complaint.kind).where(
        Complaint.kind.in_(about.kinds), Complaint.received_on <= today
    )

    def number(day: dt.date | None, latest: dt.date | None = None) -> int:
        return NEVER if day is None or (latest and day > latest) else about.day(day)

    def row(case: Any) -> tuple[int, ...]:
        received, due, settled, left, department, kind = case
        place = numbered[str(department or NOWHERE)], kinds[kind]
        return number(received), number(due), number(settled, today), number(left, today), *place

    found = session.execute(query, execution_options={"yield_per": BATCH})
    batches = (np.array([row(case) for case in some]) for some in found.partitions())
    return np.concatenate([np.zeros((0, 6), dtype=np.int64), *batches])


def _answers(session: Session, months: Sequence[Month], question: str, numbered: dict[str, int]) -> tuple[Any, Any]:
    """The answers one by one, those of a month together, and where each month begins."""
    import numpy as np

    counts = answers(session, months, EVERYWHERE)
    mine = counts[(counts["question"] == question) & counts["is_clean"] & counts["value"].between(1, 5)]
    found, sizes = [np.zeros(0, dtype=np.uint16)], []
    for month in months:
        own = mine[mine["month"] == str(month)]
        places = (
            own["department"].map(lambda key: numbered[written(key) if key else str(NOWHERE)]).to_numpy(dtype=np.int64)
        )
        told = (places | own["value"].to_numpy(dtype=np.int64) << VALUE_SHIFT).astype(np.uint16)
        found.append(np.repeat(told, own["n"].to_numpy(dtype=np.int64)))
        sizes.append(len(found[-1]))
    return np.concatenate(found), np.fromiter(accumulate(sizes, initial=0), dtype=np.int64)
