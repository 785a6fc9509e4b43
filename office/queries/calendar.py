"""Reading secret addresses of calendars."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from office.models import CalendarAddress, Person


def calendar_made_at(session: Session, person_id: uuid.UUID) -> dt.datetime | None:
    """When a person's address was made; None where there is none."""
    query = select(CalendarAddress.made_at).where(CalendarAddress.person_id == person_id)
    return session.execute(query).scalar_one_or_none()


def calendar_owner(session: Session, secret_hash: str) -> uuid.UUID | None:
    """Whose address it is; None for one nobody has, or whose owner may not sign in any more."""
    query = (
        select(CalendarAddress.person_id)
        .join(Person, Person.id == CalendarAddress.person_id)
        .where(CalendarAddress.secret_hash == secret_hash, Person.is_active.is_(True))
    )
    return session.execute(query).scalar_one_or_none()
