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


def languages_of(session: Session, period: str, edition: int) -> set[str]:
    """Return the languages an edition has packs in, made or asked for."""
    query = select(PackOrder.language).where(PackOrder.period == period, PackOrder.edition == edition)
    return set(session.scalars(query))


def is_subscribed(session: Session, person_id: uuid.UUID | None) -> bool:
    """Whether a person is sent what is published."""
    return person_id is not None and session.get(PackSubscription, person_id) is not None
