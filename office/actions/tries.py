"""Trying too often: told to the record when an account has to wait."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import SYSTEM
from ledger.actions import append
from office.events import AccountTag


def note_lock(session: Session, clock: Clock, person_id: uuid.UUID, factor: str) -> None:
    """Record that the last try was wrong and the account waits. ``factor``: password or second_factor."""
    data = {"person": str(person_id), "factor": factor}
    append(session, clock, SYSTEM, AccountTag.LOCKED, f"person:{person_id}", data, clock.today())
