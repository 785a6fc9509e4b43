"""Who leaves hands the open cases on: to the successor, or back to the head; an entry for each, and none is lost."""

from __future__ import annotations

import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from app import REACTIONS
from complaints.models import Complaint
from complaints.queries.held import open_cases_of
from kernel.errors import NotFound, RuleBroken, Stale
from kernel.permissions import Role
from ledger.models import LedgerEntry
from ledger.verify import verify
from office.actions import add_person, enter_absence, grant_role, name_deputy
from office.actions.leaving import (
    AlreadySo,
    BadSuccessor,
    LastAdministrator,
    deactivate,
    reactivate,
)
from office.actions.records import NoReason
from office.models import Department, Person
from office.queries.accounts import roles_of
from office.sign_in import actor_of, open_sign_in
from storage.session import Storage
from tests.cast import FoundedOffice, file_complaint
from tests.complaints.handling import Reply, answered
from tests.office.accounts import secured

REASON = "koniec umowy"


@pytest.fixture
def told(storage: Storage) -> Storage:
    """The database with the reactions of the house."""
    storage.reactions = REACTIONS
    return storage


@pytest.fixture
def cases(told: Storage, clock, office: FoundedOffice) -> list[uuid.UUID]:
    """Three cases of the handler at home, the last one settled."""
    with told.writing() as session:
        found = [file_complaint(session, clock, office) for _ in range(3)]
        last = session.get_one(Complaint, found[-1])
        reply = Reply("zasadna", "Przepraszamy, doszło do zaniedbania.", clock.today())
        answered(session, clock, office, last, reply)
    return found


def leave(storage: Storage, clock, office: FoundedOffice, role: Role = Role.HANDLER, **more):
    person_id = office.member(role).person_id
    given = {"reason": REASON, "row_version": 1, **more}
    with storage.writing() as session:
        return deactivate(session, clock, office.actor(Role.ADMINISTRATOR), person_id, **given)


def newest(storage: Storage, count: int) -> list[dict]:
    """The newest entries, oldest of them first."""
    with storage.reading() as session:
        assert verify(session).is_whole
        found = session.scalars(select(LedgerEntry).order_by(LedgerEntry.leaf.desc()).limit(count)).all()
    return [{"tag": entry.tag, **json.loads(entry.canonical)} for entry in found][::-1]


def test_the_successor_gets_the_open_cases_and_the_settled_one_stays(told, clock, office, cases):
    head = office.member(Role.HEAD).person_id
    leave(told, clock, office, successor_id=head)
    with told.reading() as session:
        handlers = [session.get_one(Complaint, case).handler_id for case in cases]
        states = [session.get_one(Complaint, case).state for case in cases]
        assert open_cases_of(session, office.member(Role.HANDLER).person_id) == {}
        assert open_cases_of(session, head) == {office.home.id: 2}
    assert handlers == [head, head, office.member(Role.HANDLER).person_id]
    assert states == ["assigned", "assigned", "settled"]
    shut, *passed = newest(told, 3)
    assert (shut["tag"], shut["reason"]) == ("office:person:deactivate", REASON)
    assert shut["data"]["successor"] == str(head)
    assert {entry["tag"] for entry in passed} == {"complaints:complaint:assign"}
    assert {entry["data"]["handler"] for entry in passed} == {str(head)}
    assert {entry["actor"] for entry in passed} == {office.actor(Role.ADMINISTRATOR).ref}


@pytest.mark.parametrize("successor", [None, "next door"])
def test_without_a_fitting_successor_they_wait_for_the_head(told, clock, office, cases, successor):
    other = office.member(Role.HANDLER, next_door=True).person_id if successor else None
    leave(told, clock, office, successor_id=other)
    with told.reading() as session:
        assert [session.get_one(Complaint, case).handler_id for case in cases[:2]] == [None, None]
        assert {session.get_one(Complaint, case).state for case in cases[:2]} == {"received"}
    released = newest(told, 2)
    assert {entry["tag"] for entry in released} == {"complaints:complaint:release"}
    assert {entry["reason"] for entry in released} == {""}


def test_everything_that_opened_the_account_is_shut(told, clock, office):
    secured(told, clock, office, Role.HANDLER)
    member = office.member(Role.HANDLER)
    with told.writing() as session:
        token = open_sign_in(session, clock, session.get_one(Person, member.person_id), 10).token
    leave(told, clock, office)
    with told.reading() as session:
        person = session.get_one(Person, member.person_id)
        assert (person.is_active, person.password_hash, person.row_version) == (False, "", 2)
        assert actor_of(session, clock, token) is None
        assert roles_of(session, person.id, clock.today()) == frozenset()


def test_whoever_comes_back_has_neither_roles_nor_a_password(told, clock, office):
    leave(told, clock, office)
    admin, person_id = office.actor(Role.ADMINISTRATOR), office.member(Role.HANDLER).person_id
    with told.writing() as session:
        reactivate(session, clock, admin, person_id, reason="nowa umowa", row_version=2)
    with told.reading() as session:
        person = session.get_one(Person, person_id)
        assert (person.is_active, person.password_hash) == (True, "")
        assert roles_of(session, person_id, clock.today()) == frozenset()
    assert newest(told, 1)[0]["tag"] == "office:person:reactivate"


def test_whoever_comes_back_acts_for_nobody_any_more(told, clock, office):
    admin, today = office.actor(Role.ADMINISTRATOR), clock.today()
    with told.writing() as session:
        head = session.get_one(Person, office.member(Role.HEAD).person_id)
        handler = session.get_one(Person, office.member(Role.HANDLER).person_id)
        enter_absence(session, clock, admin, head, from_on=today, to_on=today)
        name_deputy(session, clock, admin, head, deputy=handler, department=None, from_on=today, to_on=today)
    leave(told, clock, office)
    with told.writing() as session:
        reactivate(session, clock, admin, handler.id, reason="nowa umowa", row_version=2)
        actor = actor_of(session, clock, open_sign_in(session, clock, session.get_one(Person, handler.id), 8).token)
        assert actor is not None
        assert (actor.grants, actor.deputy_for) == (frozenset(), ())


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"reason": "  "}, NoReason),
        ({"row_version": 7}, Stale),
        ({"successor_id": uuid.UUID(int=1)}, BadSuccessor),
        ({"role": Role.ADMINISTRATOR}, LastAdministrator),
    ],
)
def test_a_refused_leaving_changes_nothing(told, clock, office, cases, more, error):
    before = newest(told, 1)
    with pytest.raises(error):
        leave(told, clock, office, **more)
    assert newest(told, 1) == before
    with told.reading() as session:
        assert all(person.is_active for person in session.scalars(select(Person)))


def test_nobody_leaves_twice_nor_comes_back_without_having_left(told, clock, office):
    admin, head = office.actor(Role.ADMINISTRATOR), office.member(Role.HEAD).person_id
    leave(told, clock, office)
    with pytest.raises(AlreadySo):
        leave(told, clock, office, row_version=2)
    with pytest.raises(AlreadySo), told.writing() as session:
        reactivate(session, clock, admin, head, reason="pomyłka", row_version=1)
    with pytest.raises(BadSuccessor):
        leave(told, clock, office, Role.HEAD, successor_id=head)
    with pytest.raises(NotFound), told.writing() as session:
        reactivate(session, clock, admin, uuid.UUID(int=0), reason="nikt", row_version=1)


def test_of_two_administrators_who_shut_each_other_out_one_stays(told: Storage, clock, office: FoundedOffice):
    first = office.actor(Role.ADMINISTRATOR)
    with told.writing() as session:
        second = add_person(
            session, clock, first, login="druga", display_name="Druga Próbna", post="informatyk",
            password="siedem kotów na dachu",
        )  # fmt: skip
        grant_role(session, clock, first, person=second, role=Role.ADMINISTRATOR)
        second_id = second.id
    assert first.person_id is not None

    def shut(person_id: uuid.UUID) -> bool:
        try:
            with told.writing() as session:
                deactivate(session, clock, first, person_id, reason=REASON, row_version=1)
        except RuleBroken:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(shut, [first.person_id, second_id])) == [False, True]
    with told.reading() as session:
        assert verify(session).is_whole


def test_a_case_of_no_department_goes_to_the_successor_too(told, clock, office, cases):
    with told.writing() as session:
        session.get_one(Complaint, cases[0]).department_id = None
        assert session.get_one(Department, office.home.id)
    head = office.member(Role.HEAD).person_id
    leave(told, clock, office, successor_id=head)
    with told.reading() as session:
        assert session.get_one(Complaint, cases[0]).handler_id == head
