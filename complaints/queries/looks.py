"""Who looked at contact data."""

from __future__ import annotations

import datetime as dt
import json
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.events import ComplaintTag
from kernel.clock import local_day
from kernel.permissions import Actor
from ledger.models import LedgerEntry


def has_looked(session: Session, actor: Actor, complaint_id: uuid.UUID, day: dt.date) -> bool:
    """Whether a look of the actor at the contact data of a case is recorded on a day. One statement."""
    looks = select(LedgerEntry.recorded_at, LedgerEntry.canonical).where(
        LedgerEntry.stream == f"complaint:{complaint_id}", LedgerEntry.tag == ComplaintTag.CONTACT_LOOKED.text
    )
    of_day = [json.loads(text) for recorded_at, text in session.execute(looks) if local_day(recorded_at) == day]
    return any(look["actor"] == actor.ref for look in of_day)
