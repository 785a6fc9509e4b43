"""What the office has set that a new case needs: its symbol, the classes of its filing plan, how early it is warned."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Final, cast

from sqlalchemy import Table, and_, bindparam, select
from sqlalchemy.orm import Session

from kernel.terms import WARNING_WORKING_DAYS
from office.models import FilingClass, Office, WarningDays
from office.queries.lists import valid


@dataclass(frozen=True)
class ServingClass:
    """A class of the filing plan and the kinds of case it serves."""

    id: uuid.UUID
    symbol: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Setting:
    """As it is on a day. ``warning_days``: working days before the last day."""

    unit_symbol: str
    filing_classes: tuple[ServingClass, ...]
    warning_days: int

    def filing_class(self, kind: str) -> ServingClass | None:
        """The class new cases of a kind are filed under; None where none serves it, or more than one."""
        serving = [filing for filing in self.filing_classes if kind in filing.kinds]
        return serving[0] if len(serving) == 1 else None


def setting_on(session: Session, day: dt.date) -> Setting:
    """What is set on a day. One statement: every filing takes this way."""
    rows = session.connection().execute(_SETTING, {"day": day}).all()
    if not rows:
        return Setting("", (), WARNING_WORKING_DAYS)
    return Setting(
        rows[0].unit_symbol or "",
        tuple(ServingClass(row.id, row.symbol, row.kinds) for row in rows if row.id is not None),
        rows[0].warning_days or WARNING_WORKING_DAYS,
    )


_OFFICES, _CLASSES = cast(Table, Office.__table__), cast(Table, FilingClass.__table__)
_DAYS: Final = cast(Table, WarningDays.__table__).c
_IN_FORCE: Final = (
    select(_DAYS.working_days)
    .where(_DAYS.valid_from_on <= bindparam("day"))
    .order_by(_DAYS.valid_from_on.desc())
    .limit(1)
    .scalar_subquery()
)
_SETTING: Final = select(
    _OFFICES.c.unit_symbol, _IN_FORCE.label("warning_days"), _CLASSES.c.id, _CLASSES.c.symbol, _CLASSES.c.kinds
).select_from(_OFFICES.outerjoin(_CLASSES, and_(*valid(_CLASSES.c, bindparam("day")))))
