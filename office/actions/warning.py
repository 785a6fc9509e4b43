"""Setting how early somebody is warned of the end of a term; open cases are counted anew by whoever reacts."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.ids import new_id
from kernel.permissions import Actor
from kernel.terms import WARNING_WORKING_DAYS
from ledger.actions import append
from office.actions.records import Duplicate, Kept, NoReason, change_record, withdraw_record
from office.events import AdministrationTag, WarningSet
from office.models import WarningDays
from office.queries.warning import warning_on
from office.rules.warning import FEWEST, MOST
from storage.telling import tell

WARNINGS: Final = Kept(
    WarningDays,
    "warning",
    AdministrationTag.WARNING_ADDED,
    AdministrationTag.WARNING_CHANGED,
    withdrawn=AdministrationTag.WARNING_WITHDRAWN,
)


class BadWarning(RuleBroken):
    """So many working days cannot be: fewer than one, or more than two weeks."""

    code = "bad_warning"


@dataclass(frozen=True)
class WarningTyped:
    """The setting as typed: from which day, how many working days, and why."""

    valid_from_on: dt.date
    working_days: int
    grounds: str


def add_warning(session: Session, clock: Clock, actor: Actor, typed: WarningTyped) -> WarningDays:
    """Set the warning from a day on; its entry says what held before. Raises BadWarning, Duplicate, NoReason."""
    _check(session, typed)
    before = _fields(warning_on(session, typed.valid_from_on))
    row = WarningDays(id=new_id(), row_version=1, **asdict(typed))
    session.add(row)
    data = {"id": str(row.id), "before": before, "after": _fields(row)}
    since = typed.valid_from_on
    append(session, clock, actor, WARNINGS.added, f"{WARNINGS.stream}:{row.id}", data, since, typed.grounds)
    tell(session, clock, WarningSet(row.id))
    return row


def change_warning(
    session: Session,
    clock: Clock,
    actor: Actor,
    row: WarningDays,
    typed: WarningTyped,
    *,
    row_version: int,
    reason: str,
) -> bool:
    """Correct a setting; whether anything changed. Raises Stale, BadWarning, Duplicate, NoReason."""
    _check(session, typed, besides=row.id)
    changed = change_record(session, clock, actor, WARNINGS, row, asdict(typed), row_version=row_version, reason=reason)
    if changed:
        tell(session, clock, WarningSet(row.id))
    return changed


def withdraw_warning(
    session: Session, clock: Clock, actor: Actor, row: WarningDays, *, row_version: int, reason: str
) -> None:
    """Take back a setting that has not begun. Raises Stale, AlreadyBegun, NoReason."""
    withdraw_record(session, clock, actor, WARNINGS, row, row.valid_from_on, row_version=row_version, reason=reason)


def _fields(row: WarningDays | None) -> dict[str, Any]:
    """What a row says; without one the default of the product, which holds since ever."""
    if row is None:
        return {"valid_from_on": None, "working_days": WARNING_WORKING_DAYS}
    return {"valid_from_on": row.valid_from_on.isoformat(), "working_days": row.working_days}


def _check(session: Session, typed: WarningTyped, besides: uuid.UUID | None = None) -> None:
    if not FEWEST <= typed.working_days <= MOST:
        raise BadWarning(field="working_days")
    if not typed.grounds.strip():
        raise NoReason(field="grounds")
    same_day = select(WarningDays.id).where(WarningDays.valid_from_on == typed.valid_from_on)
    if any(found != besides for found in session.scalars(same_day)):
        raise Duplicate(field="valid_from_on")
