"""The morning's mail beyond last days: a councillor's fourteen days, another body's seven, a call nobody answered."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from complaints import labels
from complaints.models import Complaint
from complaints.queries.reminders import Reminder, people_to_remind, reminder_for
from complaints.rules.advice import Situation
from complaints.rules.competence import About, elsewhere
from complaints.rules.course import Happened, Inputs
from complaints.rules.kinds import Councillor
from complaints.rules.moves import Move, State
from complaints.rules.reminding import is_for_the_head, reminders
from kernel.clock import FixedClock
from kernel.permissions import Role
from office.models import Person
from tests.cast import FoundedOffice
from tests.complaints.courses import take
from tests.complaints.handling import assigned, received
from worker import mail

D = dt.date
SNAPSHOTS = Path(__file__).parent / "snapshots"
ROW = uuid.UUID(int=7)


# --- which day it begins ---

COUNCILLORS = Situation(Inputs("skarga", D(2026, 11, 9), is_councillors=True), State.ASSIGNED)
MAYORS = Situation(Inputs("skarga", D(2026, 11, 16)), State.ASSIGNED, elsewhere("skarga", "mayor"))
COUNCILS = Situation(Inputs("skarga", D(2026, 11, 16)), State.RECEIVED, elsewhere("skarga", "council", "finance"))
CALLED = Situation(
    Inputs("skarga", D(2026, 11, 2), (Happened(Move.CALL, D(2026, 11, 3)), Happened(Move.SERVE, D(2026, 11, 9)))),
    State.CALLED,
)


@pytest.mark.parametrize(
    ("situation", "silent_until", "from_on", "advised"),
    [
        (COUNCILLORS, D(2026, 11, 17), D(2026, 11, 18), "tell"),
        (MAYORS, D(2026, 11, 17), D(2026, 11, 18), "to_council"),
        (COUNCILS, D(2026, 11, 17), D(2026, 11, 18), "transfer"),
        (CALLED, D(2026, 11, 16), D(2026, 11, 17), "call_lapsed"),
    ],
)
def test_a_duty_is_reminded_of_from_its_warning_day_or_its_lapse_on_and_when_it_is_late(
    situation: Situation, silent_until: dt.date, from_on: dt.date, advised: str
) -> None:
    assert reminders(situation, silent_until) == ()
    for day in (from_on, from_on + dt.timedelta(days=14)):
        assert [one.advice for one in reminders(situation, day)] == [advised]


def test_what_was_done_is_reminded_of_no_more() -> None:
    day = D(2026, 11, 23)
    told = Inputs("skarga", D(2026, 11, 9), (Happened(Move.TELL, D(2026, 11, 20)),), is_councillors=True)
    assert reminders(Situation(told, State.ASSIGNED), day) == ()
    assert reminders(Situation(MAYORS.inputs, State.AT_COUNCIL, MAYORS.competent), day) == ()
    assert reminders(Situation(CALLED.inputs, State.ASSIGNED), day) == ()


def test_the_head_hears_of_what_is_late_and_of_what_only_the_head_can_end() -> None:
    soon, late = reminders(COUNCILLORS, D(2026, 11, 23)), reminders(COUNCILLORS, D(2026, 11, 24))
    assert [is_for_the_head(one) for one in (*soon, *late, *reminders(CALLED, D(2026, 11, 17)))] == [False, True, True]


# --- who hears of it ---


def three_cases(session: Session, clock: FixedClock, office: FoundedOffice) -> list[Complaint]:
    """Seen on 21 November 2026: a councillor's and one on the mayor, both until the 23rd; a call that lapsed."""
    councillors = assigned(session, clock, office, received_on=D(2026, 11, 9), councillor=Councillor.COUNCILLOR)
    mayors = assigned(session, clock, office, received_on=D(2026, 11, 16), about=About.MAYOR)
    called = assigned(session, clock, office, received_on=D(2026, 11, 2))
    take(session, clock, office, called, Move.CALL, happened_on=D(2026, 11, 3))
    take(session, clock, office, called, Move.SERVE, happened_on=D(2026, 11, 9))
    session.flush()
    return [councillors, mayors, called]


def pressing(session: Session, clock: FixedClock, office: FoundedOffice, role: Role) -> list[tuple[str, str]]:
    found = reminder_for(session, clock.today(), office.member(role).person_id)
    return [(one.case.register_number, one.advised.advice) for one in found.pressing]


def test_the_handler_hears_of_all_three_and_the_head_of_what_the_head_must_do(
    session: Session, clock: FixedClock, office: FoundedOffice
) -> None:
    three_cases(session, clock, office)
    unassigned = received(session, clock, office, received_on=D(2026, 11, 16), about=About.UNIT_HEAD)
    named = {case: office.member(case).person_id for case in (Role.HANDLER, Role.HEAD, Role.CLERK)}
    for person_id in named.values():
        session.get_one(Person, person_id).email = "osoba@urzad.example.pl"
    session.flush()
    handlers = pressing(session, clock, office, Role.HANDLER)
    assert sorted(handlers) == [("1/2026", "tell"), ("2/2026", "to_council"), ("3/2026", "call_lapsed")]
    heads = pressing(session, clock, office, Role.HEAD)
    assert sorted(heads) == [("3/2026", "call_lapsed"), (unassigned.register_number, "to_council")]
    assert pressing(session, clock, office, Role.CLERK) == []
    clock.advance(days=3)
    assert ("1/2026", "tell") in pressing(session, clock, office, Role.HEAD), "late: the head hears of it"
    assert set(people_to_remind(session, clock.today())) == {named[Role.HANDLER], named[Role.HEAD]}


# --- what stands in the mail ---


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("lang", ["pl", "en", "uk"])
def test_the_mail_says_what_is_to_be_done_by_when(
    app: Flask, session: Session, clock: FixedClock, office: FoundedOffice, lang: str
) -> None:
    councillors, mayors, called = three_cases(session, clock, office)
    handler = session.get_one(Person, office.member(Role.HANDLER).person_id)
    found = reminder_for(session, clock.today(), handler.id)
    only = Reminder(own=[], unassigned=[], late=[], pressing=found.pressing)
    with app.app_context():
        message = mail.compose(
            "complaint_reminder",
            lang,
            to="x@example.pl",
            row_id=ROW,
            person=handler,
            reminder=only,
            passed=[],
            labels=labels,
        )
    lines = [line for line in message.text.splitlines() if line.startswith("- ")]
    assert lines == (SNAPSHOTS / f"reminders.{lang}.txt").read_text(encoding="utf-8").splitlines()
    for case in (councillors, mayors, called):
        assert f"/staff/{lang}/case/{case.id}" in message.text
    assert "Kolejka do stanowiska" not in message.text, "subjects stay inside"
