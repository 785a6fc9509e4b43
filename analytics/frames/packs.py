"""Packs that were asked for, and who is sent what is published."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.models import PackOrder, PackSubscription


def orders(session: Session) -> list[PackOrder]:
    """Return all packs, the newest period first. One statement."""
    return list(session.scalars(select(PackOrder).order_by(PackOrder.name.desc())))


def order_named(session: Session, name: str) -> PackOrder | None:
    """Return a pack by its name; None where there is none."""
    return session.get(PackOrder, name)


def subscribers(session: Session) -> list[uuid.UUID]:
    """Return the people who are sent what is published, in a fixed order."""
    return list(session.scalars(select(PackSubscription.person_id).order_by(PackSubscription.person_id)))


def is_subscribed(session: Session, person_id: uuid.UUID | None) -> bool:
    """Whether a person is sent what is published."""
    return person_id is not None and session.get(PackSubscription, person_id) is not None
