"""What the office has set that a new case needs: its symbol, the classes of its filing plan, how early it is warned."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from kernel.terms import WARNING_WORKING_DAYS
from office.models import FilingClass, Office, WarningDays
from office.queries.lists import valid


@dataclass(frozen=True)
class Setting:
    """As it is on a day. ``warning_days``: working days before the last day."""

    unit_symbol: str
    filing_classes: tuple[FilingClass, ...]
    warning_days: int

    def filing_class(self, kind: str) -> FilingClass | None:
        """The class new cases of a kind are filed under; None where none serves it, or more than one."""
        serving = [filing for filing in self.filing_classes if kind in filing.kinds]
        return serving[0] if len(serving) == 1 else None


def setting_on(session: Session, day: dt.date) -> Setting:
    """What is set on a day. One statement: every filing takes this way."""
    in_force = (
        select(WarningDays.working_days)
        .where(WarningDays.valid_from_on <= day)
        .order_by(WarningDays.valid_from_on.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(Office.unit_symbol, in_force.label("warning_days"), FilingClass).outerjoin(
        FilingClass, and_(*valid(FilingClass, day))
    )
    rows = session.execute(query).all()
    if not rows:
        return Setting("", (), WARNING_WORKING_DAYS)
    return Setting(
        rows[0].unit_symbol or "",
        tuple(row.FilingClass for row in rows if row.FilingClass is not None),
        rows[0].warning_days or WARNING_WORKING_DAYS,
    )
