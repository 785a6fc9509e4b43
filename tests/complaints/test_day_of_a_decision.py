"""Resolutions of the council and the office's own new decision have the day they were taken, not that of typing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from complaints.actions import Dispatch, StepTyped, resolve, settle
from complaints.models import Complaint
from complaints.queries.steps import steps_of
from complaints.rules.kinds import Kind
from complaints.rules.moves import Move
from kernel.clock import FixedClock
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import Reply, last_entry, refused
from tests.complaints.test_steps import TODAY, Desk
from tests.filling import send, text

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
D = dt.date


@pytest.fixture
def desk(session: Session, clock: FixedClock, office: FoundedOffice) -> Desk:
    return Desk(session, clock, office)


def at_council(desk: Desk) -> Complaint:
    case = desk.case()
    case.about = "mayor"
    desk.session.flush()
    desk.take(case, Move.TO_COUNCIL, body_id=desk.body("council"), happened_on=D(2026, 11, 9))
    return case


def resolved(desk: Desk, case: Complaint, day: dt.date | None) -> None:
    head, words = desk.office.actor(Role.HEAD), Reply("bezzasadna").answer()
    number = StepTyped(happened_on=day, reference="XL/1/2026")
    resolve(desk.session, desk.clock, head, case, words, number, row_version=case.row_version)


def test_a_resolution_is_of_the_day_it_was_taken_and_its_answer_can_go_out_from_then_on(desk: Desk):
    case = at_council(desk)
    resolved(desk, case, D(2026, 11, 16))
    assert steps_of(desk.session, case.id)[-1].happened_on == D(2026, 11, 16)
    head = desk.office.actor(Role.HEAD)
    with refused(desk.session, "before_approval"):
        early = Dispatch(D(2026, 11, 15), "paper")
        settle(desk.session, desk.clock, head, case, early, row_version=case.row_version)
    settle(desk.session, desk.clock, head, case, Dispatch(D(2026, 11, 17), "paper"), row_version=case.row_version)
    assert case.settled_on == D(2026, 11, 17)


@pytest.mark.parametrize(
    ("day", "code"),
    [(D(2026, 11, 8), "before_the_council"), (D(2026, 11, 1), "wrong_day"), (D(2026, 11, 22), "wrong_day")],
)
def test_a_resolution_lies_between_the_day_the_council_got_the_case_and_today(desk: Desk, day: dt.date, code: str):
    case = at_council(desk)
    with refused(desk.session, code) as broken:
        resolved(desk, case, day)
    assert broken[0].field == "happened"


def test_where_nobody_says_a_day_it_is_today(desk: Desk):
    case = at_council(desk)
    resolved(desk, case, None)
    assert steps_of(desk.session, case.id)[-1].happened_on == TODAY


def test_an_own_decision_is_in_time_by_its_own_day(desk: Desk):
    case = desk.case(kind=Kind.ODWOLANIE)
    for day in (D(2026, 11, 1), D(2026, 11, 22)):
        with refused(desk.session, "wrong_day"):
            desk.take(case, Move.OWN_DECISION, happened_on=day, reference="OR.1.2026")
    desk.take(case, Move.OWN_DECISION, happened_on=D(2026, 11, 9), reference="OR.1.2026")
    assert (case.settled_on, case.due_on) == (D(2026, 11, 9), D(2026, 11, 9))
    assert last_entry(desk.session)["effective_on"] == "2026-11-09"


def test_the_form_of_a_resolution_proposes_today_and_takes_another_day(
    signed_in: Callable[..., FlaskClient], storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        case = at_council(Desk(session, clock, office))
    head = signed_in(Role.HEAD)
    page = head.get(f"/staff/pl/case/{case.id}/resolve")
    assert "Dzień podjęcia uchwały" in text(page)
    words = {
        "reference": "XII/1/2026", "outcome": "zasadna", "text": "Rada przyznała rację.", "signatory": "Anna Próbna",
        "post": "przewodnicząca",
    }  # fmt: skip
    empty = send(head, page, "step", **words, happened__d="", happened__m="", happened__y="")
    assert empty.status_code == 422
    assert "Brak dnia uchwały" in text(empty)
    answer = send(head, page, "step", **words, happened__d="16", happened__m="11", happened__y="2026")
    assert answer.status_code == 302
    with storage.reading() as session:
        assert steps_of(session, case.id)[-1].happened_on == D(2026, 11, 16)
