"""A new office can be rated at once."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import SYSTEM
from office.events import OfficeFounded
from surveys.actions import publish
from surveys.instruments import load
from surveys.rules.follow_up import AFTER_A_CASE


def open_default(session: Session, clock: Clock, _founded: OfficeFounded) -> None:
    """Publish the questionnaires the program brings along: the one for everybody, and the one after a case."""
    publish(session, clock, SYSTEM, load())
    publish(session, clock, SYSTEM, load(AFTER_A_CASE))
