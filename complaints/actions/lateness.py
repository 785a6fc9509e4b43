"""Recording that the last day of a duty went by: once for each case, duty and last day, however often it is asked."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy.orm import Session

from complaints.events import ComplaintTag, DeadlinePassed
from complaints.models import Complaint, LatenessTold
from complaints.queries.lateness import new_latenesses, recorded
from complaints.queries.steps import steps_of
from complaints.rules.lateness import Lateness
from kernel.clock import Clock
from kernel.permissions import Actor
from ledger.actions import append, moment_text
from storage.telling import tell


def record_lateness(session: Session, clock: Clock, actor: Actor, complaint: Complaint) -> list[DeadlinePassed]:
    """Write down what is late of a case and does not stand in its stream yet; nothing where all of it does.

    Each is an entry that takes effect on the first day late and tells the moment it became true, which the moment of
    recording follows at once or, where no worker ran, later. The case is locked meanwhile, so that of several workers
    one writes. Where a last day moves later on, the entry stays: it was true, and another may follow.
    """
    session.refresh(complaint, with_for_update=True)
    known = recorded(session, [complaint.id])
    found = new_latenesses(complaint, steps_of(session, complaint.id), clock.today(), known)
    return [_record(session, clock, actor, complaint, one) for one in found]


def _record(session: Session, clock: Clock, actor: Actor, complaint: Complaint, late: Lateness) -> DeadlinePassed:
    stream = f"complaint:{complaint.id}"
    append(session, clock, actor, ComplaintTag.DEADLINE_PASSED, stream, _data(late), late.late_on)
    return tell(session, clock, DeadlinePassed(complaint.id, late.rule, late.last_day, late.became_at))


def _data(late: Lateness) -> dict[str, Any]:
    return {
        "rule": late.rule,
        "rule_version": late.rule_version,
        "last_day": late.last_day.isoformat(),
        "became_at": moment_text(late.became_at),
        "noticed_on": _text(late.noticed_on),
        "announced_on": _text(late.announced_on),
    }


def _text(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def told_upto(session: Session, _clock: Clock, person_id: uuid.UUID, leaf: int) -> None:
    """Keep up to which entry somebody was told of last days that went by. How far a mail is leaves no entry."""
    told = session.get(LatenessTold, person_id, with_for_update=True)
    if told is None:
        session.add(LatenessTold(person_id=person_id, leaf=leaf))
    else:
        told.leaf = max(told.leaf, leaf)
