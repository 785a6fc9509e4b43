"""Packs that were asked for, and who is sent what is published."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.models import PackOrder, PackSubscription
from office.models import Person


def orders(session: Session) -> list[PackOrder]:
    """Return all packs, the newest period first. One statement."""
    return list(session.scalars(select(PackOrder).order_by(PackOrder.name.desc())))


def order_named(session: Session, name: str) -> PackOrder | None:
    """Return a pack by its name; None where there is none."""
    return session.get(PackOrder, name)


def subscribers(session: Session) -> dict[uuid.UUID, str]:
    """Return the people who are sent what is published, in a fixed order, each with the language of their mail."""
    query = (
        select(PackSubscription.person_id, Person.language)
        .join(Person, Person.id == PackSubscription.person_id)
        .order_by(PackSubscription.person_id)
    )
    return dict(session.execute(query).all())


def orders_of(session: Session, period: str, edition: int) -> list[PackOrder]:
    """Return the packs of an edition, made or asked for, one a language. One statement."""
    of_edition = (PackOrder.period == period, PackOrder.edition == edition, PackOrder.wanted_at.is_(None))
    return list(session.scalars(select(PackOrder).where(*of_edition).order_by(PackOrder.language)))


def is_subscribed(session: Session, person_id: uuid.UUID | None) -> bool:
    """Whether a person is sent what is published."""
    return person_id is not None and session.get(PackSubscription, person_id) is not None
