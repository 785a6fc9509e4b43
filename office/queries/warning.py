"""Reading how early somebody is warned of the end of a term."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.terms import WARNING_WORKING_DAYS
from office.models import WarningDays


def warnings(session: Session) -> list[WarningDays]:
    """Every setting there was or will be, the newest first."""
    return list(session.scalars(select(WarningDays).order_by(WarningDays.valid_from_on.desc())))


def warning_days_on(session: Session, day: dt.date) -> int:
    """The setting in force on a day, in working days; the default of the product where none is. One statement."""
    found = warning_on(session, day)
    return found.working_days if found else WARNING_WORKING_DAYS


def warning_on(session: Session, day: dt.date) -> WarningDays | None:
    """The row in force on a day; None where the default of the product holds. One statement."""
    query = select(WarningDays).where(WarningDays.valid_from_on <= day).order_by(WarningDays.valid_from_on.desc())
    return session.scalars(query.limit(1)).one_or_none()
