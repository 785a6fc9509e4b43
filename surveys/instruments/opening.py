"""A new office can be rated at once."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import SYSTEM
from office.events import OfficeFounded
from surveys.actions import publish
from surveys.instruments import load


def open_default(session: Session, clock: Clock, _founded: OfficeFounded) -> None:
    """Publish the questionnaire the program brings along."""
    publish(session, clock, SYSTEM, load())
