"""Taking in: a skarga or wniosek gets its number and its last day; an anonymous opinion gets neither."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from complaints.actions.numbering import next_number
from complaints.events import ComplaintReceived, ComplaintTag, FeedbackLeft
from complaints.models import Complainant, Complaint, ComplaintMatter, Feedback
from complaints.rules.kinds import REGISTER_OF, Channel, Kind
from complaints.rules.states import State
from complaints.rules.terms import Deadline, deadline
from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.ids import code_hash, new_id
from kernel.permissions import Actor
from ledger.actions import append
from ledger.canonical import commitment
from storage.telling import tell


class ImpossibleDay(RuleBroken):
    """A day that cannot be: received or happened in the future. ``facts``: day, today."""

    code = "impossible_day"


class Anonymous(RuleBroken):
    """A skarga or wniosek without name or address. Source: § 8(1) of the complaints regulation."""

    code = "anonymous"


class AlreadyFiled(RuleBroken):
    """This very form was sent before, with other words in it: what is new would be lost. ``facts``: number."""

    code = "already_filed"


@dataclass(frozen=True)
class FilingTyped:
    """A formal filing as typed. ``code``: the access code its filer gets, None where nobody gets one."""

    kind: Kind
    channel: Channel
    subject: str
    text: str
    name: str
    address: str
    email: str = ""
    phone: str = ""
    department_id: uuid.UUID | None = None
    received_on: dt.date | None = None
    happened_on: dt.date | None = None
    remedy_sought: str | None = None
    severity: str | None = None
    language: str = "pl"
    submission_id: uuid.UUID = field(default_factory=new_id)
    code: str | None = None


@dataclass(frozen=True)
class FeedbackTyped:
    """An anonymous opinion as typed."""

    subject: str
    text: str
    department_id: uuid.UUID | None = None
    language: str = "pl"
    submission_id: uuid.UUID = field(default_factory=new_id)


def receive(session: Session, clock: Clock, actor: Actor, typed: FilingTyped) -> ComplaintReceived:
    """Put a skarga or wniosek into the register: number, last day, commitments, entry.

    Sending the same form twice (same ``submission_id``) changes nothing the second time, even when both arrive at once.
    Raises Anonymous without name or address, ImpossibleDay for a day in the future, OutsideCalendar beyond 2011-2040,
    AlreadyFiled for a form sent before with other words.
    """
    before = _filed_before(session, typed)
    if before is not None:
        return before
    _check(typed, clock)
    try:
        with session.begin_nested():
            received = _registered(session, clock, actor, typed)
    except IntegrityError:
        before = _filed_before(session, typed)
        if before is None:
            raise
        return before
    return tell(session, clock, received)


def _registered(session: Session, clock: Clock, actor: Actor, typed: FilingTyped) -> ComplaintReceived:
    received_on = typed.received_on or clock.today()
    due = _deadline(typed.kind, received_on)
    register, year = REGISTER_OF[typed.kind], clock.today().year
    complaint = Complaint(
        id=new_id(),
        kind=typed.kind.value,
        state=State.RECEIVED.value,
        register=register,
        year=year,
        number=next_number(session, register, year),
        submission_id=typed.submission_id,
        channel=typed.channel.value,
        language=typed.language,
        subject=typed.subject,
        department_id=typed.department_id,
        happened_on=typed.happened_on,
        received_on=received_on,
        received_at=clock.now() if typed.received_on is None else None,
        registered_at=clock.now(),
        acknowledged_at=clock.now() if typed.code else None,
        starts_on=due.term.starts_on,
        rule_id=due.rule.id,
        rule_version=due.rule.version,
        raw_end_on=due.raw_end,
        due_on=due.last_day,
        warn_on=due.warn_on,
        remedy_sought=typed.remedy_sought,
        severity=typed.severity,
    )
    complaint.code_hash = code_hash(typed.code, complaint.id) if typed.code else None
    person, matter = _personal_data(complaint.id, typed)
    session.add(complaint)
    session.flush()
    session.add_all([person, matter])
    data = {
        "kind": complaint.kind,
        "register": register.value,
        "year": year,
        "number": complaint.number,
        "channel": complaint.channel,
        "department": str(typed.department_id) if typed.department_id else None,
        "received_on": received_on.isoformat(),
        "rule": due.rule.id,
        "rule_version": due.rule.version,
        "last_day": due.last_day.isoformat(),
        "complainant": commitment(person.salt, _person_of(person)),
        "matter": commitment(matter.salt, _matter_of(typed)),
    }
    append(session, clock, actor, ComplaintTag.RECEIVED, f"complaint:{complaint.id}", data, received_on)
    has_email = bool(person.email.strip())
    return ComplaintReceived(complaint.id, complaint.kind, complaint.register_number, due.last_day, has_email=has_email)


def leave_feedback(session: Session, clock: Clock, actor: Actor, typed: FeedbackTyped) -> FeedbackLeft:
    """Keep an anonymous opinion. It has no number and no legal clock, and is no case of the register.

    Sending the same form twice (same ``submission_id``) changes nothing the second time.
    """
    if _left_before(session, typed):
        return FeedbackLeft(typed.submission_id)
    try:
        with session.begin_nested():
            _kept(session, clock, actor, typed)
    except IntegrityError:
        if not _left_before(session, typed):
            raise
    return FeedbackLeft(typed.submission_id)


def _left_before(session: Session, typed: FeedbackTyped) -> bool:
    found = session.get(Feedback, typed.submission_id)
    if found is None:
        return False
    if (found.subject, found.text, found.department_id) != (typed.subject, typed.text, typed.department_id):
        raise AlreadyFiled
    return True


def _kept(session: Session, clock: Clock, actor: Actor, typed: FeedbackTyped) -> None:
    feedback = Feedback(
        id=typed.submission_id,
        department_id=typed.department_id,
        language=typed.language,
        subject=typed.subject,
        text=typed.text,
        received_at=clock.now(),
        salt=secrets.token_hex(16),
    )
    session.add(feedback)
    data = {
        "department": str(typed.department_id) if typed.department_id else None,
        "matter": commitment(feedback.salt, [typed.subject, typed.text]),
    }
    append(session, clock, actor, ComplaintTag.FEEDBACK_LEFT, f"feedback:{feedback.id}", data, clock.today())


def _filed_before(session: Session, typed: FilingTyped) -> ComplaintReceived | None:
    found = session.scalars(select(Complaint).where(Complaint.submission_id == typed.submission_id)).one_or_none()
    if found is None or found.due_on is None:
        return None
    person, matter = session.get(Complainant, found.id), session.get(ComplaintMatter, found.id)
    if person and matter:
        same = (
            found.kind == typed.kind,
            found.channel == typed.channel,
            found.state != State.RECEIVED or found.department_id == typed.department_id,
            typed.received_on in (None, found.received_on),
            _person_of(person) == _person_of(typed),
            [found.subject, matter.text, *_circumstances_of(found)] == _matter_of(typed),
        )
        if not all(same):
            raise AlreadyFiled(number=found.register_number)
    return ComplaintReceived(found.id, found.kind, found.register_number, found.due_on, is_repeated=True)


def _person_of(who: Complainant | FilingTyped) -> list[str]:
    return [who.name, who.address, who.email, who.phone]


def _matter_of(typed: FilingTyped) -> list[str]:
    """All that was written, in the order the record commits to it."""
    return [typed.subject, typed.text, *_circumstances_of(typed)]


def _circumstances_of(filing: Complaint | FilingTyped) -> list[str]:
    happened = filing.happened_on.isoformat() if filing.happened_on else ""
    return [filing.remedy_sought or "", happened, filing.severity or ""]


def _check(typed: FilingTyped, clock: Clock) -> None:
    for part in ("name", "address"):
        if not getattr(typed, part).strip():
            raise Anonymous(field=part, source="§ 8 ust. 1 rozporządzenia w sprawie skarg i wniosków")
    today = clock.today()
    for part, day in (("received", typed.received_on), ("happened", typed.happened_on)):
        if day is not None and day > today:
            raise ImpossibleDay(field=part, day=day, today=today)


def _deadline(kind: Kind, received_on: dt.date) -> Deadline:
    try:
        return deadline(kind, received_on)
    except RuleBroken as broken:
        broken.field = "received"
        raise


def _personal_data(complaint_id: uuid.UUID, typed: FilingTyped) -> tuple[Complainant, ComplaintMatter]:
    person = Complainant(
        complaint_id=complaint_id,
        name=typed.name,
        address=typed.address,
        email=typed.email,
        phone=typed.phone,
        salt=secrets.token_hex(16),
    )
    return person, ComplaintMatter(complaint_id=complaint_id, text=typed.text, salt=secrets.token_hex(16))
