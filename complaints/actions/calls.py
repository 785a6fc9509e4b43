"""Noting a phone call and the invitation it was answered with, linking what was filed later, forgetting the words."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from complaints.actions.intake import AlreadyFiled
from complaints.actions.moving import NoText, WrongDay
from complaints.events import CallNoted, ComplaintTag
from complaints.models import Complaint, PhoneCall
from complaints.rules.phone_calls import SOURCE, WORDS_KEPT
from kernel.clock import Clock
from kernel.errors import Forbidden, RuleBroken
from kernel.permissions import SYSTEM, Actor, Permission
from ledger.actions import append
from ledger.canonical import commitment
from storage.telling import tell


class AlreadyLinked(RuleBroken):
    """The call is linked with a case already, and a call leads to one."""

    code = "call_linked"


@dataclass(frozen=True)
class CallTyped:
    """A phone call as typed; ``email``: empty where the caller wants no invitation by mail."""

    called_on: dt.date
    topic: str
    told: str
    submission_id: uuid.UUID
    department_id: uuid.UUID | None = None
    email: str = ""
    language: str = "pl"


def note_call(session: Session, clock: Clock, actor: Actor, typed: CallTyped) -> CallNoted:
    """Note a call. Sending the same form twice (same ``submission_id``) changes nothing the second time.

    Raises Forbidden, WrongDay, NoText, AlreadyFiled (the same form with other words).
    """
    if actor.person_id is None or not actor.can(Permission.COMPLAINT_REGISTER):
        raise Forbidden
    if typed.called_on > clock.today():
        raise WrongDay(field="called", day=typed.called_on, today=clock.today(), received_on=clock.today())
    for field, text in (("topic", typed.topic), ("told", typed.told)):
        if not text.strip():
            raise NoText(field=field)
    there = session.get(PhoneCall, typed.submission_id)
    if there is not None:
        return _noted_before(there, typed)
    try:
        with session.begin_nested():
            return _noted(session, clock, actor, actor.person_id, typed)
    except IntegrityError:  # the same form arrived twice at once, and the other one was first
        there = session.get(PhoneCall, typed.submission_id)
        if there is None:
            raise
        return _noted_before(there, typed)


def _noted_before(there: PhoneCall, typed: CallTyped) -> CallNoted:
    if words_of(there) != [typed.topic, typed.told, typed.email]:
        raise AlreadyFiled
    return CallNoted(there.id, is_repeated=True)


def _noted(session: Session, clock: Clock, actor: Actor, person_id: uuid.UUID, typed: CallTyped) -> CallNoted:
    call = PhoneCall(
        id=typed.submission_id,
        department_id=typed.department_id,
        called_on=typed.called_on,
        topic=typed.topic,
        told=typed.told,
        email=typed.email,
        language=typed.language,
        salt=secrets.token_hex(16),
        noted_by_id=person_id,
        noted_at=clock.now(),
    )
    session.add(call)
    session.flush()
    data = {
        "on": call.called_on.isoformat(),
        "department": str(call.department_id) if call.department_id else None,
        "words": commitment(call.salt, words_of(call)),
        "language": call.language,
    }
    append(session, clock, actor, ComplaintTag.CALL_NOTED, stream_of_call(call.id), data, call.called_on)
    return tell(session, clock, CallNoted(call.id, has_email=bool(call.email)))


def link_call(session: Session, clock: Clock, actor: Actor, call: PhoneCall, complaint: Complaint) -> None:
    """Say which case the call led to; the case itself does not change by it.

    Whether the actor may see either is asked where they are loaded. Raises Forbidden, AlreadyLinked, and WrongDay
    where the case came before the call.
    """
    session.refresh(call, with_for_update=True)
    if not actor.can(Permission.COMPLAINT_REGISTER):
        raise Forbidden
    if call.complaint_id is not None:
        raise AlreadyLinked(field="number")
    if complaint.received_on < call.called_on:
        raise WrongDay(field="number", code="filed_before_call", source=SOURCE)
    call.complaint_id = complaint.id
    data = {"complaint": str(complaint.id)}
    append(session, clock, actor, ComplaintTag.CALL_LINKED, stream_of_call(call.id), data, clock.today())


def sweep_calls(session: Session, clock: Clock) -> int:
    """Forget the words of calls that are older than WORDS_KEPT; how many. That there was a call stays."""
    old = select(PhoneCall).where(PhoneCall.erased_at.is_(None), PhoneCall.noted_at < clock.now() - WORDS_KEPT)
    calls = session.scalars(old.order_by(PhoneCall.noted_at, PhoneCall.id)).all()
    for call in calls:
        _forget(session, clock, SYSTEM, call)
    return len(calls)


def forget_calls_of(session: Session, clock: Clock, actor: Actor, complaint_id: uuid.UUID) -> None:
    """Forget the words of the calls that led to a case which is being erased. Who may is asked there."""
    own = select(PhoneCall).where(PhoneCall.complaint_id == complaint_id, PhoneCall.erased_at.is_(None))
    for call in session.scalars(own.order_by(PhoneCall.noted_at, PhoneCall.id)).all():
        _forget(session, clock, actor, call)


def _forget(session: Session, clock: Clock, actor: Actor, call: PhoneCall) -> None:
    call.topic = call.told = call.email = call.salt = ""
    call.erased_at = clock.now()
    append(session, clock, actor, ComplaintTag.CALL_ERASED, stream_of_call(call.id), {}, clock.today())


def words_of(call: PhoneCall) -> list[str]:
    """What the record commits to: topic, what the caller was told, the address of the invitation."""
    return [call.topic, call.told, call.email]


def stream_of_call(call_id: uuid.UUID) -> str:
    """The stream of a call in the record."""
    return f"call:{call_id}"
