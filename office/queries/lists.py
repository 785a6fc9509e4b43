"""Reading topics, wordings of outcomes, filing classes."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from office.models import FilingClass, OutcomeWording, Topic


def topics(session: Session, on: dt.date | None = None) -> list[Topic]:
    """Topics by their Polish name: those valid on a day, or all there ever were."""
    query = select(Topic).order_by(Topic.name_pl, Topic.valid_from_on)
    return list(session.scalars(query.where(*valid(Topic, on)) if on else query))


def every_topic(session: Session) -> dict[uuid.UUID, str]:
    """Polish names of all topics there ever were, by id."""
    return {row.id: row.name_pl for row in session.execute(select(Topic.id, Topic.name_pl))}


def topic_by_id(session: Session, topic_id: uuid.UUID | None) -> Topic | None:
    """A topic, None where none is named."""
    return session.get(Topic, topic_id) if topic_id else None


def outcome_wordings(session: Session, on: dt.date | None = None) -> list[OutcomeWording]:
    """The office's own words for outcomes: those valid on a day, or all there ever were."""
    query = select(OutcomeWording).order_by(
        OutcomeWording.outcome, OutcomeWording.name_pl, OutcomeWording.valid_from_on
    )
    return list(session.scalars(query.where(*valid(OutcomeWording, on)) if on else query))


def filing_classes(session: Session, on: dt.date | None = None) -> list[FilingClass]:
    """Filing classes by symbol: those valid on a day, or all there ever were."""
    query = select(FilingClass).order_by(FilingClass.symbol, FilingClass.valid_from_on)
    return list(session.scalars(query.where(*valid(FilingClass, on)) if on else query))


def filing_class_for(session: Session, kind: str, on: dt.date) -> FilingClass | None:
    """The class new cases of a kind are filed under on a day, None where none serves it."""
    return next((row for row in filing_classes(session, on) if kind in row.kinds), None)


def valid(model: Any, on: Any) -> tuple[Any, Any]:
    """Conditions on a model or its columns: valid on a day (or the place of one), both ends included."""
    return model.valid_from_on <= on, or_(model.valid_to_on.is_(None), model.valid_to_on >= on)
