"""Reporting how many people a desk served on a day; a correction is a new value with its reason."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import Stale
from kernel.ids import new_id
from kernel.permissions import Actor
from ledger.actions import append
from office.models import Desk
from surveys.events import SurveyTag
from surveys.models import DeskVisits
from surveys.rules.visits import HAND, MOST, BadCount, BadDay, NoReason


def report_visits(
    session: Session,
    clock: Clock,
    actor: Actor,
    desk: Desk,
    day_on: dt.date,
    visits: int | None,
    *,
    row_version: int,
    reason: str = "",
    source: str = HAND,
) -> bool:
    """Report the visits of a desk and a day, or correct them; whether anything changed.

    None takes a wrong number back: not reported. ``row_version`` 0: nothing was reported when the form was made.
    The desk was loaded for the actor. Raises BadDay, BadCount, Stale, and NoReason for a correction without one.
    """
    if not desk.valid_from_on <= day_on <= min(clock.today(), desk.valid_to_on or clock.today()):
        raise BadDay(field="day")
    if visits is not None and not 0 <= visits <= MOST:
        raise BadCount(field="visits", most=MOST)
    query = select(DeskVisits).where(DeskVisits.desk_id == desk.id, DeskVisits.day_on == day_on).with_for_update()
    row = session.scalars(query).one_or_none()
    if (row.visits if row else None) == visits:
        return False
    if (row.row_version if row else 0) != row_version:
        raise Stale
    stream = f"visits:{desk.id}"
    if row is None:
        session.add(DeskVisits(id=new_id(), desk_id=desk.id, day_on=day_on, visits=visits, source=source))
        data = {**_about(desk.id, day_on), "visits": visits, "source": source}
        append(session, clock, actor, SurveyTag.VISITS_REPORTED, stream, data, day_on)
        return True
    if not reason.strip():
        raise NoReason(field="reason")
    data = {**_about(desk.id, day_on), "before": row.visits, "after": visits}
    row.visits, row.row_version = visits, row.row_version + 1
    append(session, clock, actor, SurveyTag.VISITS_CORRECTED, stream, data, day_on, reason.strip())
    return True


def _about(desk_id: uuid.UUID, day_on: dt.date) -> dict[str, str]:
    return {"desk": str(desk_id), "day": day_on.isoformat()}
