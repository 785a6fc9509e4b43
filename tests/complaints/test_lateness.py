"""Each lateness is an event of its case, stamped with the moment it became true, and there is one of each."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import Counter
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.actions.projecting import reproject
from complaints.models import Complaint
from complaints.queries.case import history
from complaints.reminding import record_all
from complaints.rules.advice import Situation
from complaints.rules.competence import About, elsewhere
from complaints.rules.course import Happened, Inputs, course
from complaints.rules.kinds import Councillor, Kind
from complaints.rules.lateness import Judged, Lateness, latenesses
from complaints.rules.moves import Move, State
from complaints.rules.verdicts import Dates
from kernel.clock import FixedClock, local_day, warsaw
from kernel.permissions import SYSTEM, Role
from ledger.models import LedgerEntry
from ledger.replays import compare
from ledger.verify import verify
from office.models import Person
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints import late_program
from tests.complaints.courses import bodies, take
from tests.complaints.handling import Reply, answered, assigned
from tests.standing_by import both_at_once
from worker.loop import Worker
from worker.models import OutboxRow

D = dt.date
TAG = "complaints:deadline:pass"


# --- the rule ---


def judged(inputs: Inputs, **dates: Any) -> Judged:
    found = course(inputs)
    where = elsewhere(inputs.kind, dates.pop("about", ""))
    state = dates.pop("state", State.ASSIGNED)
    given = Dates(**{"due_on": found.due_on, "noticed_on": found.noticed_on, "settled_on": inputs.ended_on, **dates})
    return Judged(Situation(inputs, state, where), given, found.main.rule.id, found.main.rule.version)


def late(inputs: Inputs, today: dt.date, **dates: Any) -> list[tuple[str, dt.date]]:
    return [one.key for one in latenesses(judged(inputs, **dates), today)]


SKARGA = Inputs("skarga", D(2026, 11, 20))


def test_an_open_case_is_late_from_the_day_after_its_last_day():
    assert late(SKARGA, D(2026, 12, 21)) == []
    for day in (D(2026, 12, 22), D(2027, 3, 1)):
        assert late(SKARGA, day) == [("skarga_settle", D(2026, 12, 21))]


def test_a_case_settled_on_its_last_day_is_never_late_and_one_settled_after_it_always():
    on_time, after = (Inputs("skarga", D(2026, 11, 20), ended_on=day) for day in (D(2026, 12, 21), D(2026, 12, 22)))
    assert late(on_time, D(2027, 3, 1)) == []
    assert late(after, D(2027, 3, 1)) == [("skarga_settle", D(2026, 12, 21))]


def test_a_notice_in_time_moves_no_last_day_and_is_told():
    told = Happened(Move.DELAY, D(2026, 12, 18), D(2027, 1, 15))
    too_late = Happened(Move.DELAY, D(2026, 12, 22), D(2027, 1, 15))
    (noticed,) = latenesses(judged(Inputs("skarga", D(2026, 11, 20), (told,))), D(2026, 12, 22))
    assert (noticed.last_day, noticed.noticed_on, noticed.announced_on) == (
        D(2026, 12, 21), D(2026, 12, 18), D(2027, 1, 15),
    )  # fmt: skip
    (without,) = latenesses(judged(Inputs("skarga", D(2026, 11, 20), (too_late,))), D(2026, 12, 22))
    assert (without.noticed_on, without.announced_on) == (None, None)
    outlived = Inputs("skarga", D(2026, 11, 20), (told,), ended_on=D(2027, 1, 20))
    (still,) = latenesses(judged(outlived), D(2027, 2, 1))
    assert still.noticed_on == D(2026, 12, 18), "on the day it became late there was a notice"


def test_an_extended_petition_is_late_after_the_day_it_was_extended_to():
    extended = Inputs("petycja", D(2026, 11, 20), (Happened(Move.EXTEND, D(2027, 2, 10), D(2027, 4, 20)),))
    assert late(extended, D(2027, 2, 23)) == []
    assert late(extended, D(2027, 4, 21)) == [("petycja_settle", D(2027, 4, 20))]


def test_a_councillor_who_was_not_told_in_fourteen_days_makes_it_late_too():
    inputs = Inputs("skarga", D(2026, 11, 9), is_councillors=True)
    assert late(inputs, D(2026, 11, 23)) == []
    assert late(inputs, D(2026, 11, 24)) == [("skarga_councillor", D(2026, 11, 23))]
    told_late = Inputs("skarga", D(2026, 11, 9), (Happened(Move.TELL, D(2026, 11, 25)),), is_councillors=True)
    assert late(told_late, D(2026, 12, 1)) == [("skarga_councillor", D(2026, 11, 23))]
    told = Inputs("skarga", D(2026, 11, 9), (Happened(Move.TELL, D(2026, 11, 23)),), is_councillors=True)
    assert late(told, D(2026, 12, 1)) == []


def test_what_another_body_should_have_had_in_seven_days_is_late_after_them():
    inputs = Inputs("skarga", D(2026, 11, 16))
    assert late(inputs, D(2026, 11, 23), about="mayor") == []
    assert late(inputs, D(2026, 11, 24), about="mayor") == [("skarga_transfer", D(2026, 11, 23))]
    assert late(inputs, D(2026, 11, 24), about="mayor", state=State.AT_COUNCIL) == []


def test_a_case_of_a_foreign_register_that_is_judged_by_a_moment_has_no_lateness_here():
    assert late(SKARGA, D(2027, 3, 1), due_at=warsaw(2026, 12, 21, 12)) == []


@given(st.dates(D(2012, 1, 1), D(2039, 1, 1)))
def test_the_moment_is_the_first_of_its_day_in_warsaw_also_where_the_clocks_change(last_day: dt.date):
    moment = Lateness("skarga_settle", 1, last_day).became_at
    assert local_day(moment) == last_day + dt.timedelta(days=1)
    assert local_day(moment - dt.timedelta(microseconds=1)) == last_day
    assert moment.utcoffset() == dt.timedelta()


@pytest.mark.parametrize(
    ("last_day", "hour"), [(D(2027, 3, 27), 23), (D(2027, 3, 28), 22), (D(2026, 10, 24), 22), (D(2026, 10, 25), 23)]
)
def test_around_both_nights_of_the_change_it_is_midnight_on_the_wall(last_day: dt.date, hour: int):
    assert Lateness("skarga_settle", 1, last_day).became_at.hour == hour


# --- the event ---


def entries(session: Session, case_id: uuid.UUID) -> list[dict[str, Any]]:
    query = select(LedgerEntry).where(LedgerEntry.stream == f"complaint:{case_id}", LedgerEntry.tag == TAG)
    found = session.scalars(query.order_by(LedgerEntry.position))
    return [{**json.loads(one.canonical), "at": one.recorded_at} for one in found]


def of(storage: Storage, case_id: uuid.UUID) -> list[dict[str, Any]]:
    with storage.reading() as session:
        return entries(session, case_id)


def record(storage: Storage, clock: FixedClock) -> int:
    return len(list(record_all(storage, clock, SYSTEM)))


def test_the_event_is_written_once_at_the_first_run_after_it_became_true(
    storage: Storage, clock: FixedClock, filed: uuid.UUID
):
    clock.move_to(warsaw(2026, 12, 21, 23, 59))
    assert record(storage, clock) == 0
    clock.move_to(warsaw(2026, 12, 22, 0, 10))
    assert [record(storage, clock), record(storage, clock)] == [1, 0]
    clock.advance(days=3)
    assert record(storage, clock) == 0
    (entry,) = of(storage, filed)
    assert entry["data"] == {
        "rule": "skarga_settle",
        "rule_version": 1,
        "last_day": "2026-12-21",
        "became_at": "2026-12-21T23:00:00.000000Z",
        "noticed_on": None,
        "announced_on": None,
    }
    assert (entry["effective_on"], entry["actor"], entry["at"]) == ("2026-12-22", "system", warsaw(2026, 12, 22, 0, 10))


def test_a_worker_that_was_off_for_a_week_writes_it_later_with_the_moment_it_became_true(
    storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    clock.move_to(warsaw(2026, 12, 23, 12))
    with storage.writing() as session:
        reply = Reply("zasadna", "Przepraszamy.", clock.today())
        answered(session, clock, office, session.get_one(Complaint, filed), reply)
    clock.move_to(warsaw(2026, 12, 30, 9))
    assert record(storage, clock) == 1, "settled meanwhile, and late it was"
    (entry,) = of(storage, filed)
    assert (entry["data"]["became_at"], entry["at"]) == ("2026-12-21T23:00:00.000000Z", warsaw(2026, 12, 30, 9))
    with storage.reading() as session:
        newest = history(session, filed)[0]
    assert (newest.tag, newest.is_late) == (TAG, True)
    assert record(storage, clock) == 0


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_last_day_that_moves_leaves_the_old_event_and_a_new_one_may_follow(
    session: Session, clock: FixedClock, office: FoundedOffice, storage: Storage
):
    case = assigned(session, clock, office, received_on=D(2026, 11, 20), about=About.MAYOR)
    session.commit()
    clock.move_to(warsaw(2026, 12, 22, 8))
    assert record(storage, clock) == 2, "its month, and the seven days of the council"
    session.refresh(case)
    take(session, clock, office, case, Move.TO_COUNCIL, body_id=bodies(session)["council"])
    session.commit()
    assert case.due_on == D(2027, 1, 22), "the council has a month of its own"
    assert record(storage, clock) == 0
    clock.move_to(warsaw(2027, 1, 23, 8))
    assert record(storage, clock) == 1
    session.refresh(case)
    last_days = [one["data"]["last_day"] for one in entries(session, case.id)]
    assert last_days == ["2026-12-21", "2026-11-27", "2027-01-22"]
    assert reproject(session, clock, SYSTEM, case) is None


@pytest.mark.parametrize("backend", ["sqlite"])
def test_several_duties_of_a_case_are_late_each_by_itself(
    session: Session, clock: FixedClock, office: FoundedOffice, storage: Storage
):
    about = {"councillor": Councillor.COUNCILLOR, "about": About.MAYOR}
    case = assigned(session, clock, office, received_on=D(2026, 11, 9), **about)
    appeal = assigned(session, clock, office, kind=Kind.ODWOLANIE, received_on=D(2026, 11, 16))
    session.commit()
    clock.move_to(warsaw(2026, 11, 24, 8))
    assert record(storage, clock) == 3
    assert sorted(one["data"]["rule"] for one in entries(session, case.id)) == ["skarga_councillor", "skarga_transfer"]
    assert [one["data"]["rule"] for one in entries(session, appeal.id)] == ["odwolanie_pass_on"]
    assert record(storage, clock) == 0


def test_the_record_verifies_with_the_event_and_no_figure_moves(
    app: Flask, storage: Storage, clock: FixedClock, filed: uuid.UUID
):
    clock.move_to(warsaw(2026, 12, 22, 8))
    record(storage, clock)
    with storage.reading() as session:
        case = session.get_one(Complaint, filed)
        assert (case.state, case.row_version, case.due_on) == ("assigned", 2, D(2026, 12, 21))
        assert verify(session).is_whole
        assert compare(session, app.extensions["replays"]).difference is None


def test_the_worker_does_it_soon_after_midnight(app: Flask, storage: Storage, clock: FixedClock, filed: uuid.UUID):
    app.extensions["jobs"] = tuple(job for job in app.extensions["jobs"] if job.name == "lateness")
    clock.move_to(warsaw(2026, 12, 22, 0, 5))
    worker = Worker(app)
    worker.run_due_jobs()
    assert of(storage, filed) != [], "the period of the day before was not run yet: it is made up for"
    clock.move_to(warsaw(2026, 12, 22, 0, 10))
    assert worker.run_due_jobs() == 1
    assert len(of(storage, filed)) == 1


def test_two_processes_that_write_at_once_leave_one_event_and_one_mail_of_each(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        for role, how in ((Role.HEAD, "single"), (Role.QUALITY_OFFICER, "digest")):
            person = session.get_one(Person, office.member(role).person_id)
            person.email, person.reminders = f"{role}@urzad.example.pl", how
        cases = [assigned(session, clock, office, received_on=D(2026, 11, 20)).id for _number in range(12)]
    moment = warsaw(2026, 12, 22, 8).isoformat()
    counts = both_at_once(late_program.main, storage.url, moment)
    assert sum(counts) == 12
    assert [len(of(storage, case)) for case in cases] == [1] * 12
    with storage.reading() as session:
        asked = Counter(session.scalars(select(OutboxRow.kind)))
    assert asked == {"complaints.late": 12, "complaints.reminder": 1}, "one for each case, one for the day"


# --- what people see of it ---


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_page_of_the_case_says_it_in_words(
    storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, signed_in
):
    clock.move_to(warsaw(2026, 12, 28, 8))
    record(storage, clock)
    client = signed_in(Role.HEAD)
    for address in (f"/staff/pl/case/{filed}", f"/staff/pl/case/{filed}/history"):
        page = client.get(address).text.replace("\u00a0", " ")
        assert "Minął ostatni dzień" in page
        assert "21 grudnia 2026 (skarga – miesiąc)." in page
        assert "Zawiadomienia o zwłoce w terminie nie było." in page
        assert "zapisano później" in page
