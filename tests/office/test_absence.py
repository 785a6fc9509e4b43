"""Absences and deputies: who may enter them, what a deputy may do meanwhile, and when it ends."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from kernel.errors import Forbidden, NotFound
from kernel.permissions import Actor, Grant, Permission, Role
from ledger.canonical import commitment
from office.actions import end_deputy, enter_absence, name_deputy, shorten_absence, withdraw_absence
from office.models import Absence, Department, Person
from office.queries import absences_from, absent_on, deputies_from
from office.rules.absence import BadAbsence, check_apart, deputed
from office.rules.structure import Validity
from office.sign_in import actor_of, open_sign_in
from tests.cast import FoundedOffice
from tests.office.acting import one_entry, refused

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])

TODAY = dt.date(2026, 11, 21)
FRIDAY = dt.date(2026, 11, 27)


@pytest.fixture
def person_of(session: Session, office: FoundedOffice):
    return lambda role, **where: session.get_one(Person, office.member(role, **where).person_id)


@pytest.fixture
def admin(office: FoundedOffice) -> Actor:
    return office.actor(Role.ADMINISTRATOR)


@pytest.fixture
def home(session: Session, office: FoundedOffice) -> Department:
    return session.get_one(Department, office.home.id)


def now(session: Session, clock: FixedClock, person: Person) -> Actor:
    """The person signed in at this moment."""
    actor = actor_of(session, clock, open_sign_in(session, clock, person, 8).token)
    assert actor is not None
    return actor


def test_an_absence_is_entered_without_a_word_about_why(session, clock, office, person_of):
    handler = person_of(Role.HANDLER)
    entry = one_entry(
        session,
        lambda: enter_absence(session, clock, office.actor(Role.HEAD), handler, from_on=TODAY, to_on=FRIDAY),
    )
    absence = session.scalars(select(Absence)).one()
    days = commitment(handler.salt, [str(absence.id), "2026-11-21", "2026-11-27"])
    assert entry["data"] == {"person": str(handler.id), "days": days}
    assert (entry["effective_on"], entry["reason"]) == ("2026-11-21", "")
    assert absent_on(session, TODAY) == {handler.id: FRIDAY}
    assert absent_on(session, dt.date(2026, 11, 28)) == {}
    assert [person.id for _row, person in absences_from(session, TODAY)] == [handler.id]
    assert absences_from(session, TODAY, among=[]) == []


def test_who_may_enter_an_absence(session, clock, office, person_of):
    handler = person_of(Role.HANDLER)
    span = {"from_on": TODAY, "to_on": FRIDAY}
    with pytest.raises(NotFound):
        enter_absence(session, clock, office.actor(Role.HEAD, next_door=True), handler, **span)
    for role in (Role.HANDLER, Role.CLERK, Role.AUDITOR, Role.MANAGEMENT):
        assert not office.actor(role).can(Permission.ABSENCE_ENTER)
        with pytest.raises(Forbidden):
            enter_absence(session, clock, office.actor(role), handler, **span)
    enter_absence(session, clock, office.actor(Role.ADMINISTRATOR), handler, **span)


@pytest.mark.parametrize(
    ("first", "last", "code", "field"),
    [
        (FRIDAY, TODAY, "ends_before_begins", "until"),
        (TODAY, dt.date(2027, 11, 22), "too_long", "until"),
        (dt.date(2026, 11, 1), dt.date(2026, 11, 20), "over_already", "until"),
        (FRIDAY, dt.date(2026, 11, 30), "overlaps", "since"),
    ],
)
def test_absences_that_cannot_be(session, clock, admin, person_of, first, last, code, field):
    handler = person_of(Role.HANDLER)
    enter_absence(session, clock, admin, handler, from_on=dt.date(2026, 11, 27), to_on=FRIDAY)
    with refused(session, code, field):
        enter_absence(session, clock, admin, handler, from_on=first, to_on=last)


def test_an_absence_is_shortened_or_withdrawn(session, clock, admin, person_of):
    handler = person_of(Role.HANDLER)
    absence = enter_absence(session, clock, admin, handler, from_on=TODAY, to_on=FRIDAY)
    one_entry(session, lambda: shorten_absence(session, clock, admin, absence, last_on=TODAY, row_version=1))
    with refused(session, "stale"):
        shorten_absence(session, clock, admin, absence, last_on=TODAY, row_version=1)
    with refused(session, "not_shorter", "last"):
        shorten_absence(session, clock, admin, absence, last_on=TODAY)
    clock.advance(days=1)
    with refused(session, "begun_already"):
        withdraw_absence(session, clock, admin, absence)
    later = enter_absence(session, clock, admin, handler, from_on=FRIDAY, to_on=FRIDAY)
    one_entry(session, lambda: withdraw_absence(session, clock, admin, later))
    assert absent_on(session, FRIDAY) == {}


def test_a_deputy_has_the_rights_of_the_absent_for_as_long_as_the_absence_lasts(
    session, clock, office, admin, home, person_of
):
    head, clerk = person_of(Role.HEAD), person_of(Role.CLERK)
    one_entry(
        session,
        lambda: name_deputy(
            session, clock, admin, head, deputy=clerk, department=home, from_on=TODAY, to_on=dt.date(2026, 12, 31)
        ),
    )
    assert not now(session, clock, clerk).can(Permission.COMPLAINT_ASSIGN)  # nobody is away yet
    enter_absence(session, clock, admin, head, from_on=dt.date(2026, 11, 22), to_on=FRIDAY)
    assert not now(session, clock, clerk).can(Permission.COMPLAINT_ASSIGN)
    clock.advance(days=1)
    acting = now(session, clock, clerk)
    assert acting.can(Permission.COMPLAINT_ASSIGN, home.id)
    assert not acting.can(Permission.COMPLAINT_ASSIGN, office.next_door.id)
    assert acting.deputy_for == (head.display_name,)
    assert (acting.ref, acting.person_id) == (f"person:{clerk.id}", clerk.id)
    clock.advance(days=6)
    after = now(session, clock, clerk)
    assert not after.deputy_for
    assert after.grants == {Grant(Role.CLERK, home.id)}


def test_a_deputy_cannot_make_the_deputies_time_longer(session, clock, admin, home, person_of):
    head, clerk = person_of(Role.HEAD), person_of(Role.CLERK)
    enter_absence(session, clock, admin, head, from_on=TODAY, to_on=FRIDAY)
    name_deputy(session, clock, admin, head, deputy=clerk, department=home, from_on=TODAY, to_on=FRIDAY)
    acting = now(session, clock, clerk)
    assert acting.can(Permission.COMPLAINT_ASSIGN, home.id)
    assert not acting.can(Permission.ABSENCE_ENTER)
    since, until = dt.date(2026, 11, 28), dt.date(2027, 11, 1)
    with pytest.raises(Forbidden):
        enter_absence(session, clock, acting, head, from_on=since, to_on=until)
    with pytest.raises(Forbidden):
        name_deputy(session, clock, acting, head, deputy=clerk, department=home, from_on=since, to_on=until)


def test_a_deputy_who_is_ended_acts_no_longer(session, clock, admin, home, person_of):
    head, clerk = person_of(Role.HEAD), person_of(Role.CLERK)
    enter_absence(session, clock, admin, head, from_on=TODAY, to_on=FRIDAY)
    named = name_deputy(session, clock, admin, head, deputy=clerk, department=None, from_on=TODAY, to_on=FRIDAY)
    assert now(session, clock, clerk).can(Permission.COMPLAINT_ASSIGN, home.id)
    assert len(deputies_from(session, TODAY)) == 1
    entry = one_entry(session, lambda: end_deputy(session, clock, admin, named, reason="Pomyłka"))
    assert entry["data"] == {
        "person": str(head.id),
        "deputy": str(clerk.id),
        "department": None,
        "last_day": "2026-11-20",
    }
    assert not now(session, clock, clerk).can(Permission.COMPLAINT_ASSIGN)
    assert deputies_from(session, TODAY) == []
    with refused(session, "ended"):
        end_deputy(session, clock, admin, named)


def test_deputies_that_cannot_be(session, clock, office, admin, home, person_of):
    head, clerk, handler = person_of(Role.HEAD), person_of(Role.CLERK), person_of(Role.HANDLER)
    span = {"department": home, "from_on": TODAY, "to_on": FRIDAY}
    with refused(session, "own_deputy", "deputy"):
        name_deputy(session, clock, admin, head, deputy=head, **span)
    name_deputy(session, clock, admin, head, deputy=clerk, **span)
    with refused(session, "deputy_twice", "deputy"):
        name_deputy(session, clock, admin, head, deputy=clerk, **span)
    enter_absence(session, clock, admin, handler, from_on=FRIDAY, to_on=FRIDAY)
    with refused(session, "deputy_away", "deputy"):
        name_deputy(session, clock, admin, head, deputy=handler, **span)
    door = session.get_one(Department, office.next_door.id)
    with refused(session, "forbidden", "department"):
        name_deputy(session, clock, office.actor(Role.HEAD), handler, deputy=clerk, **{**span, "department": door})


def test_an_administrators_and_an_auditors_rights_never_pass_to_a_deputy(session, clock, admin, person_of):
    clerk = person_of(Role.CLERK)
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        away = person_of(role)
        enter_absence(session, clock, admin, away, from_on=TODAY, to_on=FRIDAY)
        name_deputy(session, clock, admin, away, deputy=clerk, department=None, from_on=TODAY, to_on=FRIDAY)
    acting = now(session, clock, clerk)
    assert acting.roles == {Role.CLERK}
    assert not acting.deputy_for


def test_rights_over_the_whole_office_pass_as_rights_over_the_department_named(office):
    held = [Grant(Role.HEAD), Grant(Role.HANDLER, office.next_door.id), Grant(Role.ADMINISTRATOR)]
    head, handler = (partial(Grant, role, is_deputed=True) for role in (Role.HEAD, Role.HANDLER))
    assert deputed(held, None) == {head(None), handler(office.next_door.id)}
    assert deputed(held, office.home.id) == {head(office.home.id)}
    assert deputed(held, office.next_door.id) == {head(office.next_door.id), handler(office.next_door.id)}


@given(st.data())
def test_spans_overlap_exactly_when_they_share_a_day(backend, data):
    day = st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 20))
    one, two = (sorted(data.draw(st.tuples(day, day))) for _ in range(2))
    days = [{one[0] + dt.timedelta(n) for n in range((one[1] - one[0]).days + 1)}]
    days.append({two[0] + dt.timedelta(n) for n in range((two[1] - two[0]).days + 1)})
    try:
        check_apart([Validity(*one)], *two)
        overlap = False
    except BadAbsence:
        overlap = True
    assert overlap is bool(days[0] & days[1])
