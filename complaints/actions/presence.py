"""Being on a case, for the others there to see. No entry: who looks at what is nobody's record."""

from __future__ import annotations

import uuid
from typing import Any, cast

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from complaints.models import CasePresence
from complaints.rules.presence import GONE_AFTER, Doing
from kernel.clock import Clock


def be_here(session: Session, clock: Clock, person_id: uuid.UUID, complaint_id: uuid.UUID, doing: Doing) -> None:
    """Note that a person has a page of a case open. One statement."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    key = {"complaint_id": complaint_id, "person_id": person_id, "doing": doing.value}
    row = dialect.insert(CasePresence).values(**key, seen_at=clock.now())
    session.execute(row.on_conflict_do_update(index_elements=list(key), set_={"seen_at": clock.now()}))


def be_gone(session: Session, person_id: uuid.UUID | None, complaint_id: uuid.UUID, doing: Doing) -> None:
    """Forget that a person does something with a case: it is done. One statement."""
    own = (CasePresence.complaint_id == complaint_id, CasePresence.person_id == person_id)
    session.execute(delete(CasePresence).where(*own, CasePresence.doing == doing.value))


def sweep_presence(session: Session, clock: Clock) -> int:
    """Forget who was on a case and is gone; how many rows."""
    statement = delete(CasePresence).where(CasePresence.seen_at < clock.now() - GONE_AFTER)
    return cast(CursorResult[Any], session.execute(statement)).rowcount
