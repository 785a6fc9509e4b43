"""Reading opening hours and days off."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import Row, Table, bindparam, select
from sqlalchemy.orm import Session

from attachments.models import StoredFile
from kernel.holidays import holiday_on
from office.models import DayOff, Office, OfficeCrest, OpeningSchedule
from office.rules.hours import Week, is_open_at, read_week
from office.rules.openings import Openings


def schedules(session: Session) -> list[OpeningSchedule]:
    """All opening hours there ever were or will be, the newest first."""
    return list(session.scalars(select(OpeningSchedule).order_by(OpeningSchedule.valid_from_on.desc())))


def hours_on(session: Session, day: dt.date) -> Week | None:
    """The opening hours of the week in force on a day; None where none are set. One statement."""
    query = (
        select(OpeningSchedule.week)
        .where(OpeningSchedule.valid_from_on <= day)
        .order_by(OpeningSchedule.valid_from_on.desc())
        .limit(1)
    )
    stored = session.scalars(query).one_or_none()
    return None if stored is None else read_week(stored)


@dataclass(frozen=True)
class Shown:
    """What every page shows of the office: its row, the stored week in force, the hash of its crest."""

    office: Row[Any] | None
    week: str | None = None
    crest: str | None = None


def shown_office(session: Session, day: dt.date) -> Shown:
    """The office as pages show it on a day. One statement: every page begins with it."""
    row = cast(Row[Any] | None, session.connection().execute(_SHOWN, {"day": day}).one_or_none())
    return Shown(None) if row is None else Shown(row, row.week, row.crest)


_WEEK: Final = (
    select(OpeningSchedule.week)
    .where(OpeningSchedule.valid_from_on <= bindparam("day"))
    .order_by(OpeningSchedule.valid_from_on.desc())
    .limit(1)
    .scalar_subquery()
)
_CREST: Final = select(StoredFile.digest).join(OfficeCrest, OfficeCrest.file_id == StoredFile.id).scalar_subquery()
_SHOWN: Final = select(*cast(Table, Office.__table__).c, _WEEK.label("week"), _CREST.label("crest"))


def days_off(session: Session, since: dt.date | None = None) -> list[DayOff]:
    """The office's own days off by date: from a day on, or all there ever were."""
    query = select(DayOff).order_by(DayOff.day_on)
    return list(session.scalars(query.where(DayOff.day_on >= since) if since else query))


def is_office_open(session: Session, moment: dt.datetime, today: dt.date) -> bool:
    """Whether the office is open at a moment of a day: its hours, its days off, the public holidays."""
    return is_open_at(hours_on(session, today), {row.day_on for row in days_off(session, today)}, holiday_on, moment)


def openings_from(session: Session, today: dt.date) -> Openings:
    """When the office is open from a day on, for telling its staff something (Openings.for_telling). Two statements."""
    weeks = tuple((row.valid_from_on, read_week(row.week)) for row in schedules(session))
    return Openings(weeks, frozenset(row.day_on for row in days_off(session, today))).for_telling(today)
