"""Counting the dates of an open case anew, after a change of the calendar or of a rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from complaints.actions.dates import project
from complaints.events import ComplaintTag, DatesMoved
from complaints.models import Complaint
from complaints.queries.projecting import stored_in
from complaints.queries.steps import steps_of
from complaints.rules.projecting import Stored, Why, why_moved
from kernel.clock import Clock
from kernel.holidays import CALENDAR_VERSION
from kernel.permissions import Actor
from ledger.actions import append
from office.queries.warning import warning_days_on
from storage.telling import tell


def reproject(session: Session, clock: Clock, actor: Actor, complaint: Complaint) -> DatesMoved | None:
    """Write the dates an open case has under today's rules, calendar and warning; None where they are the ones it had.

    One entry says what they were, what they are and why. Again, it changes nothing. A case that was closed meanwhile
    keeps its dates and so its verdict. Raises NoTerm, OutsideCalendar.
    """
    session.refresh(complaint, with_for_update=True)
    if not complaint.is_open or complaint.rule_id is None:
        return None
    before = stored_in(complaint)
    complaint.warning_days = warning_days_on(session, clock.today())
    project(complaint, steps_of(session, complaint.id))
    after = stored_in(complaint)
    why = why_moved(before, after)
    if why is None or before.last_day is None or after.last_day is None:
        return None
    complaint.row_version += 1
    data = _data(before, after, why)
    append(session, clock, actor, ComplaintTag.REPROJECTED, f"complaint:{complaint.id}", data, clock.today())
    moved = DatesMoved(complaint.id, complaint.register_number, before.last_day, after.last_day, why.value)
    return tell(session, clock, moved)


def _data(before: Stored, after: Stored, why: Why) -> dict[str, Any]:
    return {
        "why": why.value,
        "rule": after.rule,
        "rule_version": after.rule_version,
        "calendar_version": CALENDAR_VERSION,
        "warning_days": after.warning_days,
        "before": _dates(before),
        "after": _dates(after),
    }


def _dates(stored: Stored) -> dict[str, Any]:
    def text(day: dt.date | None) -> str | None:
        return day.isoformat() if day else None

    return {
        "rule": stored.rule,
        "rule_version": stored.rule_version,
        "raw_end": text(stored.raw_end),
        "last_day": text(stored.last_day),
        "warn_on": text(stored.warn_on),
    }
