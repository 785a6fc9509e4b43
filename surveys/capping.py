"""The day's number of answers by the web: beyond it they are taken all the same, with a mark."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from surveys.models import Response
from surveys.queries.flags import ON_THE_WEB

COUNTED_EVERY: Final = dt.timedelta(seconds=10)
"""Ours: a process counts anew so often and adds its own in between; a mark a few answers later does no harm."""


class DaysAnswers:
    """How many answers came by the web today, as one process knows it."""

    def __init__(self) -> None:
        self._day: dt.date | None = None
        self._asked_at: dt.datetime | None = None
        self._count = 0

    def is_over(self, session: Session, clock: Clock, most: int) -> bool:
        """Whether the next answer comes after ``most`` of today; 0: never. At most one statement."""
        if not most:
            return False
        now, today = clock.now(), clock.today()
        if self._day != today or self._asked_at is None or not dt.timedelta() <= now - self._asked_at < COUNTED_EVERY:
            self._day, self._asked_at, self._count = today, now, _count(session, today)
        self._count += 1
        return self._count > most


def _count(session: Session, day: dt.date) -> int:
    query = select(func.count()).where(Response.local_on == day, Response.mode.in_(ON_THE_WEB))
    since = dt.datetime.combine(day - dt.timedelta(days=1), dt.time(), dt.UTC)  # an index has it
    return session.scalar(query.where(Response.received_at >= since)) or 0
