"""A closed department's open cases pass to the successor with an entry each; the others stay where they were."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import REACTIONS as OURS
from complaints.actions import Assignment, assign
from complaints.actions.handing_on import CasesInTheWay
from complaints.models import Complaint
from kernel.clock import FixedClock
from kernel.permissions import Role
from ledger.verify import verify
from office.actions import close_department, enter_absence
from office.models import Department, Person
from storage.telling import REACTIONS
from tests.cast import FoundedOffice
from tests.complaints.handling import Reply, answered, assigned, received, refused
from tests.office.acting import made

YESTERDAY = dt.date(2026, 11, 20)
TODAY = dt.date(2026, 11, 21)


@pytest.fixture
def close(session: Session, clock: FixedClock, office: FoundedOffice):
    """Close the department at home in favour of the one next door."""
    session.info[REACTIONS] = OURS

    def act(**changed):
        home, door = (session.get_one(Department, one.id) for one in (office.home, office.next_door))
        given = {"last_on": YESTERDAY, "successor": door, "reason": "Zarządzenie 5", **changed}
        return close_department(session, clock, office.actor(Role.ADMINISTRATOR), home, **given)

    return act


def test_open_cases_pass_on_and_wait_for_somebody_there(session, clock, office, close):
    unassigned, given = received(session, clock, office), assigned(session, clock, office)
    version = given.row_version
    entries = made(session, close, 3 + 2)
    by_stream = {entry["stream"]: entry for entry in entries[-2:]}
    for case in (unassigned, given):
        entry = by_stream[f"complaint:{case.id}"]
        assert (case.department_id, case.handler_id, case.state) == (office.next_door.id, None, "received")
        assert entry["tag"] == "complaints:complaint:hand_on"
        assert entry["data"] == {"from": str(office.home.id), "department": str(office.next_door.id), "handler": None}
        assert (entry["actor"], entry["reason"]) == (office.actor(Role.ADMINISTRATOR).ref, "Zarządzenie 5")
    assert given.row_version == version + 1
    assert verify(session).is_whole


def test_whoever_goes_along_keeps_the_cases(session, clock, office, close):
    case = assigned(session, clock, office)
    close(with_roles=True)
    session.flush()
    assert (case.department_id, case.handler_id, case.state) == (
        office.next_door.id,
        office.member(Role.HANDLER).person_id,
        "assigned",
    )


def test_a_settled_case_stays_where_it_was(session, clock, office, close):
    case = assigned(session, clock, office, received_on=dt.date(2026, 11, 12))
    reply = Reply("zasadna", "Tak.", TODAY)
    answered(session, clock, office, case, reply)
    made(session, close, 3)
    assert case.department_id == office.home.id


@pytest.mark.parametrize("backend", ["sqlite"])
def test_nobody_is_left_without_an_office(session, clock, office, close):
    received(session, clock, office)
    session.commit()
    with pytest.raises(CasesInTheWay, match="open_without_successor") as caught:
        close(successor=None)
    assert (caught.value.field, caught.value.facts) == ("successor", {"count": 1})


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_case_settled_after_the_last_day_contradicts_it(session, clock, office, close):
    case = assigned(session, clock, office)
    reply = Reply("zasadna", "Tak.", TODAY)
    answered(session, clock, office, case, reply)
    with pytest.raises(CasesInTheWay, match="settled_after"):
        close()


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_case_is_not_given_to_somebody_away_without_a_word(session, clock, office):
    handler = session.get_one(Person, office.member(Role.HANDLER).person_id)
    enter_absence(session, clock, office.actor(Role.HEAD), handler, from_on=TODAY, to_on=dt.date(2026, 11, 30))
    case = received(session, clock, office)
    to = Assignment(handler.id, office.home.id)
    with refused(session, "away") as caught:
        assign(session, clock, office.actor(Role.HEAD), case, to, row_version=case.row_version)
    assert caught[0].facts == {"last": dt.date(2026, 11, 30)}
    waiting = Assignment(handler.id, office.home.id, may_wait=True)
    assign(session, clock, office.actor(Role.HEAD), case, waiting, row_version=case.row_version)
    assert session.scalars(select(Complaint.handler_id)).all() == [handler.id]
