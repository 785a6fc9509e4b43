"""Small facts about the data as a whole."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analytics.measures.period import Month
from complaints.models import Complaint
from kernel.clock import local_day
from office.models import Department
from surveys.models import Response, ResponseCount


def stamp(session: Session) -> tuple[int, int, int]:
    """Return what changes whenever a case or a response does: cases, the sum of their versions, responses."""
    of_cases = session.execute(select(func.count(), func.coalesce(func.sum(Complaint.row_version), 0))).one()
    return int(of_cases[0]), int(of_cases[1]), responses(session)


def responses(session: Session) -> int:
    """Return how many responses there are, sealed and waiting."""
    counted = select(func.coalesce(func.sum(ResponseCount.n), 0)).scalar_subquery()
    waiting = select(func.count()).select_from(Response).where(Response.leaf.is_(None)).scalar_subquery()
    return int(session.execute(select(counted + waiting)).scalar_one())


def first_month(session: Session) -> Month | None:
    """Return the month of the oldest case or response; None when there is neither."""
    oldest_case = session.execute(select(func.min(Complaint.received_on))).scalar_one()
    oldest_response = session.execute(select(func.min(Response.received_at))).scalar_one()
    days = [oldest_case, oldest_response and local_day(oldest_response)]
    known = [day for day in days if day is not None]
    return Month.of(min(known)) if known else None


def department_codes(session: Session) -> dict[str, str]:
    """Return the codes of all departments by their ids as text."""
    return {str(row.id): row.code for row in session.execute(select(Department.id, Department.code))}
