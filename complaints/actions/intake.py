"""Taking in: a filing of any kind gets its number, its sign and its last day."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from complaints.actions.filings import FilingTyped, circumstances_of, matter_of, person_of
from complaints.actions.numbering import next_number
from complaints.actions.signs import first_sign
from complaints.events import ComplaintReceived, ComplaintTag
from complaints.models import Complainant, Complaint, ComplaintMatter, index_added
from complaints.rules.channels import check_channel
from complaints.rules.description import described_data
from complaints.rules.independence import Concerned
from complaints.rules.kinds import REGISTER_OF, Channel, Kind
from complaints.rules.same_person import email_key, person_key
from complaints.rules.states import State
from complaints.rules.terms import Deadline, deadline
from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.ids import code_hash, new_id
from kernel.permissions import Actor
from kernel.terms import WARNING_WORKING_DAYS
from ledger.actions import Draft, append_many
from ledger.canonical import commitment
from office.queries.registering import setting_on
from storage.adding import add_now
from storage.telling import tell
from storage.together import together


class ImpossibleDay(RuleBroken):
    """A day that cannot be: received or happened in the future. ``facts``: day, today."""

    code = "impossible_day"


class Anonymous(RuleBroken):
    """A filing of the web form without name or address. Source: § 8(1) of the complaints regulation.

    A letter without them is registered all the same, and left without consideration.
    """

    code = "anonymous"


class AlreadyFiled(RuleBroken):
    """This very form was sent before, with other words in it: what is new would be lost. ``facts``: number."""

    code = "already_filed"


def receive(
    session: Session, clock: Clock, actor: Actor, typed: FilingTyped, *, is_new: bool = False
) -> ComplaintReceived:
    """Put a filing into the register of its kind: number, sign, last day, commitments, entry.

    Sending the same form twice (same ``submission_id``) changes nothing the second time, even when both arrive at once.
    ``is_new``: whoever asks has just looked and it was not there; should another one have been first all the same, they
    hear it as IntegrityError, and begin anew.
    Raises Anonymous for a web form without name or address, WrongChannel, Concerned where the unit it is about is to
    have it, ImpossibleDay for a day in the future, OutsideCalendar beyond 2011-2040, NoTerm for what is filed nowhere
    here, AlreadyFiled for a form sent before with other words.
    """
    if is_new:
        check_filing(typed, clock)
        return tell(session, clock, registered(session, clock, actor, typed))
    before = _filed_before(session, typed)
    if before is not None:
        return before
    check_filing(typed, clock)
    try:
        with session.begin_nested():
            received = registered(session, clock, actor, typed)
    except IntegrityError:
        before = _filed_before(session, typed)
        if before is None:
            raise
        return before
    return tell(session, clock, received)


def registered(session: Session, clock: Clock, actor: Actor, typed: FilingTyped) -> ComplaintReceived:
    """The case with number, sign, dates and entry; nothing is checked but that there is a term."""
    received_on = typed.received_on or clock.today()
    setting = setting_on(session, clock.today())
    due = _deadline(typed.kind, received_on, setting.warning_days)
    complaint = _case(clock, typed, received_on, due)
    complaint.code_hash = code_hash(typed.code, complaint.id) if typed.code else None
    person, matter = _personal_data(complaint.id, typed)
    complainant, written = commitment(person.salt, person_of(person)), commitment(matter.salt, matter_of(typed))
    complaint.number = next_number(session, complaint.register, complaint.year)  # others wait for theirs from here on
    first_sign(session, complaint, setting)
    with together(session):
        add_now(session, complaint)  # first: the others refer to it
        for part in (person, matter):
            add_now(session, part, is_kept=False)
        index_added(session, complaint.id, (complaint, person, matter))
    data = {
        "kind": complaint.kind,
        "register": complaint.register,
        "year": complaint.year,
        "number": complaint.number,
        "sign": complaint.sign,
        "filing_class": str(complaint.filing_class_id) if complaint.filing_class_id else None,
        "channel": complaint.channel,
        "department": str(typed.department_id) if typed.department_id else None,
        "received_on": received_on.isoformat(),
        "rule": due.rule.id,
        "rule_version": due.rule.version,
        "last_day": due.last_day.isoformat(),
        "warning_days": due.warning_days,
        "confirmed": complaint.acknowledged_at is not None,
        "complainant": complainant,
        "matter": written,
        **described_data(typed.description),
    }
    first = Draft(ComplaintTag.RECEIVED, f"complaint:{complaint.id}", data, received_on, opens_stream=True)
    entry = append_many(session, clock, actor, [first])[0]
    return ComplaintReceived(
        complaint.id,
        complaint.kind,
        complaint.register_number,
        due.last_day,
        has_email=bool(person.email.strip()),
        entry=(entry.leaf, entry.hash),
    )


def _case(clock: Clock, typed: FilingTyped, received_on: dt.date, due: Deadline) -> Complaint:
    """The case without its number."""
    described = typed.description
    return Complaint(
        id=new_id(),
        kind=typed.kind.value,
        state=State.RECEIVED.value,
        register=REGISTER_OF[typed.kind].value,
        year=clock.today().year,
        submission_id=typed.submission_id,
        channel=typed.channel.value,
        language=typed.language,
        subject=typed.subject,
        department_id=typed.department_id,
        happened_on=typed.happened_on,
        received_on=received_on,
        received_at=clock.now() if typed.received_on is None else None,
        registered_at=clock.now(),
        acknowledged_at=clock.now() if typed.code and typed.channel is Channel.WEB else None,
        about=described.about.value,
        about_person_id=described.person_id,
        about_department_id=described.department_id,
        matter=described.matter.value,
        councillor=described.councillor.value,
        is_withheld=described.is_withheld,
        is_safety=described.is_safety,
        starts_on=due.term.starts_on,
        rule_id=due.rule.id,
        rule_version=due.rule.version,
        raw_end_on=due.raw_end,
        due_on=due.last_day,
        warn_on=due.warn_on,
        warning_days=due.warning_days,
        remedy_sought=typed.remedy_sought,
        severity=typed.severity,
    )


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
            person_of(person) == person_of(typed),
            [found.subject, matter.text, *circumstances_of(found)] == matter_of(typed),
        )
        if not all(same):
            raise AlreadyFiled(number=found.register_number)
    return ComplaintReceived(found.id, found.kind, found.register_number, found.due_on, is_repeated=True)


def check_filing(typed: FilingTyped, clock: Clock) -> None:
    """Raises what ``receive`` raises of a filing that cannot be taken in as it is."""
    for part in ("name", "address"):
        if typed.channel is Channel.WEB and not getattr(typed, part).strip():
            raise Anonymous(field=part, source="§ 8 ust. 1 rozporządzenia w sprawie skarg i wniosków")
    today = clock.today()
    for part, day in (("received", typed.received_on), ("happened", typed.happened_on)):
        if day is not None and day > today:
            raise ImpossibleDay(field=part, day=day, today=today)
    _deadline(typed.kind, typed.received_on or today)  # says so where nothing of this kind is filed here
    check_channel(typed.kind, typed.channel)
    about = typed.description.department_id
    if about is not None and about == typed.department_id:
        raise Concerned(field="department", source="art. 232 § 1 KPA")


def _deadline(kind: Kind, received_on: dt.date, warning_days: int = WARNING_WORKING_DAYS) -> Deadline:
    try:
        return deadline(kind, received_on, warning_days)
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
        on_behalf_of=typed.on_behalf_of,
        may_publish=typed.may_publish,
        person_key=person_key(typed.name, typed.address),
        email_key=email_key(typed.email),
        salt=secrets.token_hex(16),
    )
    return person, ComplaintMatter(complaint_id=complaint_id, text=typed.text, salt=secrets.token_hex(16))
