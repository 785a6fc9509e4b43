"""Typing forms filled in on paper: beginning a batch, and one form after the other."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import NotFound
from kernel.permissions import Actor, Permission
from ledger.actions import append
from office.models import Desk, Service
from surveys import queries
from surveys.actions.submitting import submit_response
from surveys.events import PaperEntered, SurveyTag
from surveys.models import PaperBatch, PaperForm
from surveys.rules.paper import MODE, BadDay, answers_of, given_at, is_sampled
from surveys.rules.submission import NotOpen, ResponseTyped

LANGUAGE = "pl"
"""Forms are printed in Polish."""


@dataclass(frozen=True)
class BatchTyped:
    """Where and when the forms of a batch were filled in. ``service_id`` None: what the desk is for."""

    desk_id: uuid.UUID
    visited_on: dt.date
    service_id: uuid.UUID | None = None


def begin_batch(
    session: Session, clock: Clock, actor: Actor, typed: BatchTyped, version_id: uuid.UUID | None
) -> PaperBatch:
    """Begin typing the forms of a desk and a day; somebody who began that before goes on with the same batch.

    ``version_id``: the questionnaire that is open to answers. Raises NotFound for a desk or service the actor may not
    type for, BadDay, NotOpen.
    """
    desk = session.get(Desk, typed.desk_id)
    if desk is None or not actor.can_for(Permission.SURVEY_ENTER, desk.department_id):
        raise NotFound
    if version_id is None:
        raise NotOpen
    if not desk.valid_from_on <= typed.visited_on <= min(clock.today(), desk.valid_to_on or clock.today()):
        raise BadDay(field="visited_on")
    service_id = _service(session, desk, typed.service_id)
    known = _same(session, actor, typed, service_id, version_id)
    return known or _begun(session, clock, actor, desk, typed.visited_on, service_id, version_id)


def enter_form(
    session: Session,
    clock: Clock,
    actor: Actor,
    batch: PaperBatch,
    submission_id: uuid.UUID,
    keys: Mapping[str, str],
) -> PaperEntered:
    """Store the next form of a batch under its submission id; the same form sent twice is stored once.

    ``keys``: question to what was typed. Raises NoSuchKey, BadText, NotAnswered, AnsweredOtherwise; NotFound for the
    batch of somebody else, who would then be named for what they did not type.
    """
    if actor.person_id != batch.person_id:
        raise NotFound
    session.refresh(batch, with_for_update=True)  # two tabs of one person must not give the same number
    typed = ResponseTyped(
        submission_id=submission_id,
        version_id=batch.version_id,
        mode=MODE,
        language=LANGUAGE,
        answers=answers_typed(session, batch, keys),
        department_id=batch.department_id,
        service_id=batch.service_id,
        desk_id=batch.desk_id,
    )
    done = submit_response(session, clock, actor, typed, given_at(batch.visited_on, batch.begun_at))
    if done.is_duplicate:
        number = session.scalars(select(PaperForm.number).where(PaperForm.response_id == submission_id)).one()
        return PaperEntered(batch.id, number, is_sampled(batch.id, number), is_duplicate=True)
    number = 1 + (session.scalar(select(func.max(PaperForm.number)).where(PaperForm.batch_id == batch.id)) or 0)
    chosen = is_sampled(batch.id, number)
    session.add(PaperForm(response_id=submission_id, batch_id=batch.id, number=number, is_sampled=chosen))
    session.flush()
    return PaperEntered(batch.id, number, chosen)


def answers_typed(session: Session, batch: PaperBatch, keys: Mapping[str, str]) -> dict[str, str]:
    """The answers of what was typed for a form of a batch. Raises NoSuchKey, BadText, NotOpen."""
    found = queries.version(session, batch.version_id)
    if found is None:
        raise NotOpen
    return answers_of(found.definition, keys)


def _service(session: Session, desk: Desk, service_id: uuid.UUID | None) -> uuid.UUID | None:
    """The service chosen, as long as it is one of the desk's department; else that of the desk."""
    if service_id is None:
        return desk.service_id
    service = session.get(Service, service_id)
    if service is None or service.department_id != desk.department_id:
        raise NotFound
    return service.id


def _same(
    session: Session, actor: Actor, typed: BatchTyped, service_id: uuid.UUID | None, version_id: uuid.UUID
) -> PaperBatch | None:
    query = select(PaperBatch).where(
        PaperBatch.desk_id == typed.desk_id,
        PaperBatch.visited_on == typed.visited_on,
        PaperBatch.service_id.is_(None) if service_id is None else PaperBatch.service_id == service_id,
        PaperBatch.version_id == version_id,
        PaperBatch.person_id == actor.person_id,
    )
    return session.scalars(query.order_by(PaperBatch.begun_at).limit(1)).one_or_none()


def _begun(
    session: Session,
    clock: Clock,
    actor: Actor,
    desk: Desk,
    visited_on: dt.date,
    service_id: uuid.UUID | None,
    version_id: uuid.UUID,
) -> PaperBatch:
    if actor.person_id is None:
        raise NotFound
    batch = PaperBatch(
        id=uuid.uuid4(),
        version_id=version_id,
        department_id=desk.department_id,
        service_id=service_id,
        desk_id=desk.id,
        visited_on=visited_on,
        person_id=actor.person_id,
        begun_at=clock.now(),
    )
    session.add(batch)
    append(session, clock, actor, SurveyTag.PAPER_BEGUN, stream_of(batch), told(batch), visited_on)
    return batch


def stream_of(batch: PaperBatch) -> str:
    """The stream of a batch in the record."""
    return f"paper:{batch.id}"


def told(batch: PaperBatch) -> dict[str, str | None]:
    """What the record holds of a batch."""
    return {
        "batch": str(batch.id),
        "department": str(batch.department_id),
        "service": None if batch.service_id is None else str(batch.service_id),
        "desk": str(batch.desk_id),
        "visited": batch.visited_on.isoformat(),
        "version": str(batch.version_id),
    }
