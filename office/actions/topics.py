"""Topics of complaints, and the office's own words for outcomes."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.permissions import Actor
from office.actions.records import Duplicate, Kept, add_record, change_record, end_record
from office.events import AdministrationTag
from office.models import OutcomeWording, Topic
from office.rules.topics import CODE

TOPICS: Final = Kept(
    Topic,
    "topic",
    AdministrationTag.TOPIC_ADDED,
    AdministrationTag.TOPIC_CHANGED,
    AdministrationTag.TOPIC_ENDED,
)
WORDINGS: Final = Kept(
    OutcomeWording,
    "outcome_wording",
    AdministrationTag.OUTCOME_WORDING_ADDED,
    AdministrationTag.OUTCOME_WORDING_CHANGED,
    AdministrationTag.OUTCOME_WORDING_ENDED,
)


class BadCode(RuleBroken):
    """The code is not two to twenty capital letters, digits and hyphens."""

    code = "bad_code"


@dataclass(frozen=True)
class TopicTyped:
    """A topic as typed."""

    code: str
    name_pl: str
    name_en: str
    name_uk: str
    valid_from_on: dt.date


@dataclass(frozen=True)
class OutcomeWordingTyped:
    """The office's own word for an outcome, as typed; ``outcome`` is a code of the rules of complaints."""

    outcome: str
    name_pl: str
    name_en: str
    name_uk: str
    valid_from_on: dt.date


def add_topic(session: Session, clock: Clock, actor: Actor, typed: TopicTyped) -> Topic:
    """Add a topic. Raises BadCode, or Duplicate for a code that is in use."""
    _check_code(session, typed.code)
    return add_record(session, clock, actor, TOPICS, asdict(typed))


def change_topic(
    session: Session, clock: Clock, actor: Actor, topic: Topic, typed: TopicTyped, *, row_version: int, reason: str
) -> bool:
    """Correct a topic; whether anything changed. Raises Stale, BadCode, Duplicate, NoReason."""
    _check_code(session, typed.code, besides=topic.id)
    return change_record(session, clock, actor, TOPICS, topic, asdict(typed), row_version=row_version, reason=reason)


def end_topic(
    session: Session, clock: Clock, actor: Actor, topic: Topic, last_on: dt.date, *, row_version: int, reason: str
) -> None:
    """Give a topic its last day: cases keep it, new ones do not get it."""
    end_record(session, clock, actor, TOPICS, topic, last_on, row_version=row_version, reason=reason)


def add_outcome_wording(session: Session, clock: Clock, actor: Actor, typed: OutcomeWordingTyped) -> OutcomeWording:
    """Add a wording. Raises Duplicate for words that are in use for the same outcome."""
    _check_wording(session, typed)
    return add_record(session, clock, actor, WORDINGS, asdict(typed))


def change_outcome_wording(
    session: Session,
    clock: Clock,
    actor: Actor,
    wording: OutcomeWording,
    typed: OutcomeWordingTyped,
    *,
    row_version: int,
    reason: str,
) -> bool:
    """Correct a wording; whether anything changed. Raises Stale, Duplicate, NoReason."""
    _check_wording(session, typed, besides=wording.id)
    values = asdict(typed)
    return change_record(session, clock, actor, WORDINGS, wording, values, row_version=row_version, reason=reason)


def end_outcome_wording(
    session: Session,
    clock: Clock,
    actor: Actor,
    wording: OutcomeWording,
    last_on: dt.date,
    *,
    row_version: int,
    reason: str,
) -> None:
    """Give a wording its last day."""
    end_record(session, clock, actor, WORDINGS, wording, last_on, row_version=row_version, reason=reason)


def _check_code(session: Session, code: str, besides: uuid.UUID | None = None) -> None:
    if not CODE.fullmatch(code):
        raise BadCode(field="code")
    query = select(Topic.id).where(Topic.code == code, Topic.valid_to_on.is_(None))
    if any(found != besides for found in session.scalars(query)):
        raise Duplicate(field="code")


def _check_wording(session: Session, typed: OutcomeWordingTyped, besides: uuid.UUID | None = None) -> None:
    query = select(OutcomeWording.id).where(
        OutcomeWording.outcome == typed.outcome,
        OutcomeWording.name_pl == typed.name_pl,
        OutcomeWording.valid_to_on.is_(None),
    )
    if any(found != besides for found in session.scalars(query)):
        raise Duplicate(field="name_pl")
