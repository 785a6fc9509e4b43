"""The nights of the sample office: what a worker would have written down while everybody slept."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy.orm import Session

from complaints.actions.lateness import record_lateness
from complaints.models import Complaint
from complaints.queries.lateness import unrecorded
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM
from sample.shape import at

AT: Final = dt.time(0, 10)
"""When the worker writes down which last days went by."""


class Nights:
    """Every last day that went by, written down in the night after it."""

    def __init__(self, session: Session, clock: FixedClock) -> None:
        self._session, self._clock = session, clock
        self._over = clock.today()

    def up_to(self, moment: dt.datetime) -> None:
        """Let the nights pass that lie before a moment; the clock moves with them."""
        while (night := at(self._over + dt.timedelta(days=1), AT)) <= moment:
            self._over += dt.timedelta(days=1)
            self._clock.move_to(max(night, self._clock.now()))
            for complaint_id in unrecorded(self._session, self._over):
                complaint = self._session.get_one(Complaint, complaint_id)
                record_lateness(self._session, self._clock, SYSTEM, complaint)
