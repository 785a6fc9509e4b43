"""Opening hours and the office's own days off."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.holidays import holiday_on
from kernel.permissions import Actor
from office.actions.records import Duplicate, Kept, add_record, change_record, withdraw_record
from office.events import AdministrationTag
from office.models import DayOff, OpeningSchedule

HOURS: Final = Kept(
    OpeningSchedule,
    "hours",
    AdministrationTag.HOURS_ADDED,
    AdministrationTag.HOURS_CHANGED,
    withdrawn=AdministrationTag.HOURS_WITHDRAWN,
)
DAYS_OFF: Final = Kept(
    DayOff,
    "day_off",
    AdministrationTag.DAY_OFF_ADDED,
    AdministrationTag.DAY_OFF_CHANGED,
    withdrawn=AdministrationTag.DAY_OFF_WITHDRAWN,
)


class HolidayAnyway(RuleBroken):
    """The day is a public holiday or a Sunday: nobody needs a day off for it."""

    code = "holiday_anyway"


@dataclass(frozen=True)
class HoursTyped:
    """Opening hours as typed: the stored text of a week (``office.rules.hours``)."""

    valid_from_on: dt.date
    week: str


@dataclass(frozen=True)
class DayOffTyped:
    """A day off as typed; ``basis``: the order it rests on."""

    day_on: dt.date
    name: str
    basis: str = ""


def add_hours(session: Session, clock: Clock, actor: Actor, typed: HoursTyped) -> OpeningSchedule:
    """Set the opening hours from a day on, until others begin. Raises Duplicate for a day on which others begin."""
    _check_free(session, OpeningSchedule.valid_from_on, typed.valid_from_on)
    return add_record(session, clock, actor, HOURS, asdict(typed))


def change_hours(
    session: Session,
    clock: Clock,
    actor: Actor,
    row: OpeningSchedule,
    typed: HoursTyped,
    *,
    row_version: int,
    reason: str,
) -> bool:
    """Correct opening hours; whether anything changed. Raises Stale, Duplicate, NoReason."""
    _check_free(session, OpeningSchedule.valid_from_on, typed.valid_from_on, besides=row.id)
    return change_record(session, clock, actor, HOURS, row, asdict(typed), row_version=row_version, reason=reason)


def withdraw_hours(
    session: Session, clock: Clock, actor: Actor, row: OpeningSchedule, *, row_version: int, reason: str
) -> None:
    """Take back opening hours that have not begun. Raises Stale, AlreadyBegun, NoReason."""
    begins = row.valid_from_on
    withdraw_record(session, clock, actor, HOURS, row, begins, row_version=row_version, reason=reason)


def add_day_off(session: Session, clock: Clock, actor: Actor, typed: DayOffTyped) -> DayOff:
    """Close the office on a day. No statutory term moves. Raises Duplicate, HolidayAnyway."""
    _check_day(session, typed.day_on)
    return add_record(session, clock, actor, DAYS_OFF, asdict(typed))


def change_day_off(
    session: Session, clock: Clock, actor: Actor, row: DayOff, typed: DayOffTyped, *, row_version: int, reason: str
) -> bool:
    """Correct a day off; whether anything changed. Raises Stale, Duplicate, HolidayAnyway, NoReason."""
    _check_day(session, typed.day_on, besides=row.id)
    return change_record(session, clock, actor, DAYS_OFF, row, asdict(typed), row_version=row_version, reason=reason)


def withdraw_day_off(
    session: Session, clock: Clock, actor: Actor, row: DayOff, *, row_version: int, reason: str
) -> None:
    """Open the office after all. Raises Stale, AlreadyBegun, NoReason."""
    withdraw_record(session, clock, actor, DAYS_OFF, row, row.day_on, row_version=row_version, reason=reason)


def _check_day(session: Session, day: dt.date, besides: uuid.UUID | None = None) -> None:
    if holiday_on(day) is not None or day.isoweekday() == 7:
        raise HolidayAnyway(field="day_on")
    _check_free(session, DayOff.day_on, day, besides)


def _check_free(session: Session, column: Any, day: dt.date, besides: uuid.UUID | None = None) -> None:
    found = session.scalars(select(column.class_.id).where(column == day)).one_or_none()
    if found is not None and found != besides:
        raise Duplicate(field=column.key)
