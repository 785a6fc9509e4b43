"""A change of the calendar or of a rule: open cases get their new dates with an entry each, closed verdicts stay."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from threading import Thread

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from complaints import projecting
from complaints.actions.projecting import reproject
from complaints.events import ComplaintTag, DatesMoved
from complaints.models import Complaint
from complaints.projecting import Uncountable, fingerprint, project_all
from complaints.queries import projecting as queries
from complaints.queries.projecting import rejudged
from complaints.rules.kinds import Kind
from complaints.rules.projecting import Stored, Why, why_moved
from complaints.rules.verdicts import Verdict
from kernel.clock import FixedClock, warsaw
from kernel.permissions import SYSTEM, Role
from kernel.terms import Unit
from ledger.models import LedgerEntry
from ledger.verify import verify
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import received
from tests.complaints.other_law import holiday_on, without, wording_of
from worker.models import JobRun
from worker.schedules import Daily, OnceAfterChange

SATURDAY = dt.date(2026, 11, 21)
LAST = dt.date(2026, 12, 21)
"""The last day of what comes on that Saturday: a Monday."""

NEXT = dt.date(2026, 12, 22)
Run = Callable[..., Result]


@pytest.fixture
def case(storage: Storage, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    with storage.writing() as session:
        return received(session, clock, office).id


def changes_of(storage: Storage) -> list[dict[str, object]]:
    """The data of every entry about moved dates, in order."""
    with storage.reading() as session:
        assert verify(session).is_whole
        query = select(LedgerEntry.canonical).where(LedgerEntry.tag == ComplaintTag.REPROJECTED.text)
        return [json.loads(text)["data"] for text in session.scalars(query.order_by(LedgerEntry.leaf))]


def dates_of(storage: Storage, case: uuid.UUID) -> tuple[dt.date | None, dt.date | None, dt.date | None, int]:
    with storage.reading() as session:
        found = session.get_one(Complaint, case)
        return found.raw_end_on, found.due_on, found.warn_on, found.row_version


def close(storage: Storage, case: uuid.UUID, on: dt.date) -> None:
    with storage.writing() as session:
        session.get_one(Complaint, case).settled_on = on


# --- open cases ---


def test_a_new_holiday_moves_the_last_day_of_an_open_case_with_one_entry(
    storage: Storage, clock: FixedClock, case: uuid.UUID
):
    with holiday_on(LAST):
        moved = list(project_all(storage, clock, SYSTEM))
        assert [(one.last_day_before, one.last_day, one.why) for one in moved if isinstance(one, DatesMoved)] == [
            (LAST, NEXT, "calendar")
        ]
        assert list(project_all(storage, clock, SYSTEM)) == [], "a second run finds nothing to do"
    assert dates_of(storage, case) == (LAST, NEXT, dt.date(2026, 12, 16), 2)
    before = {
        "rule": "skarga_settle",
        "rule_version": 1,
        "raw_end": "2026-12-21",
        "last_day": "2026-12-21",
        "warn_on": "2026-12-16",
    }
    (entry,) = changes_of(storage)
    assert (entry["why"], entry["calendar_version"]) == ("calendar", 1)
    assert (entry["before"], entry["after"]) == (before, {**before, "last_day": "2026-12-22"})


def test_another_wording_of_the_rule_counts_the_term_anew(storage: Storage, clock: FixedClock, case: uuid.UUID):
    with wording_of("skarga_settle", amount=14, unit=Unit.DAYS, version=2):
        (moved,) = project_all(storage, clock, SYSTEM)
    assert isinstance(moved, DatesMoved)
    assert (moved.register_number, moved.last_day, moved.why) == ("1/2026", dt.date(2026, 12, 7), "rule")
    with storage.reading() as session:
        found = session.get_one(Complaint, case)
        assert (found.rule_version, found.raw_end_on, found.due_on) == (2, dt.date(2026, 12, 5), dt.date(2026, 12, 7))
    assert [entry["rule_version"] for entry in changes_of(storage)] == [2]


def test_a_holiday_before_the_end_moves_the_warning_only(storage: Storage, clock: FixedClock, case: uuid.UUID):
    with holiday_on(dt.date(2026, 12, 17)):
        assert len(list(project_all(storage, clock, SYSTEM))) == 1
    assert dates_of(storage, case)[1:3] == (LAST, dt.date(2026, 12, 15))
    assert len(changes_of(storage)) == 1


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_new_version_with_the_same_dates_is_noted_without_an_entry(
    storage: Storage, clock: FixedClock, case: uuid.UUID
):
    with wording_of("skarga_settle", source="art. 237 § 1 nowego kodeksu", version=2):
        assert list(project_all(storage, clock, SYSTEM)) == []
    with storage.reading() as session:
        assert session.get_one(Complaint, case).rule_version == 2
    assert changes_of(storage) == []


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_case_no_rule_can_count_any_more_keeps_its_dates_and_is_named(
    storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    with storage.writing() as session:
        received(session, clock, office, kind=Kind.WNIOSEK)
    with without("skarga_settle"), holiday_on(LAST):
        told = list(project_all(storage, clock, SYSTEM))
    assert [one for one in told if isinstance(one, Uncountable)] == [Uncountable("1/2026")]
    assert [one.register_number for one in told if isinstance(one, DatesMoved)] == ["2/2026"]
    assert dates_of(storage, case)[1] == LAST


def test_a_case_closed_meanwhile_keeps_its_dates(storage: Storage, clock: FixedClock, case: uuid.UUID):
    close(storage, case, SATURDAY)
    with holiday_on(LAST), storage.writing() as session:
        assert reproject(session, clock, SYSTEM, session.get_one(Complaint, case)) is None
    assert dates_of(storage, case)[1] == LAST
    assert changes_of(storage) == []


def test_many_cases_are_read_in_batches_and_each_once(
    storage: Storage, clock: FixedClock, office: FoundedOffice, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(queries, "BATCH", 2)
    with storage.writing() as session:
        for _number in range(5):
            received(session, clock, office)
        received(session, clock, office, received_on=dt.date(2026, 11, 2))
    with holiday_on(LAST):
        numbers = [one.register_number for one in project_all(storage, clock, SYSTEM) if isinstance(one, DatesMoved)]
    assert sorted(numbers) == [f"{number}/2026" for number in range(1, 6)]
    assert len(changes_of(storage)) == 5


def test_two_who_count_at_once_write_each_entry_once(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        for _number in range(6):
            received(session, clock, office)
    told: list[object] = []
    with holiday_on(LAST):
        counting = [Thread(target=lambda: told.extend(project_all(storage, clock, SYSTEM))) for _two in range(2)]
        for thread in counting:
            thread.start()
        for thread in counting:
            thread.join()
    assert len(told) == len(changes_of(storage)) == 6


# --- closed cases ---


def test_a_closed_verdict_stays_and_another_one_is_reported_beside_it(
    storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    with storage.writing() as session:
        left = received(session, clock, office).id
        session.get_one(Complaint, left).left_on = LAST
        assert received(session, clock, office, kind=Kind.WNIOSEK).is_open
    close(storage, case, NEXT)
    clock.move_to(warsaw(2027, 1, 4, 9))
    with storage.reading() as session:
        assert list(rejudged(session)) == []
    with holiday_on(LAST), storage.reading() as session:
        (found,) = rejudged(session)
    assert (found.number, found.verdict, found.last_day) == ("1/2026", Verdict.LATE, LAST)
    assert (found.now, found.last_day_now) == (Verdict.ON_TIME, NEXT)
    assert dates_of(storage, case) == (LAST, LAST, dt.date(2026, 12, 16), 1)


# --- why ---


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, None),
        ({"rule_version": 2}, None),
        ({"noticed_on": LAST}, None),
        ({"last_day": NEXT}, Why.CALENDAR),
        ({"warn_on": NEXT}, Why.CALENDAR),
        ({"last_day": NEXT, "rule_version": 2}, Why.RULE),
        ({"last_day": NEXT, "rule": "petycja_settle"}, Why.RULE),
        ({"last_day": NEXT, "raw_end": NEXT}, Why.RULE),
        ({"last_day": NEXT, "raw_end": NEXT, "starts_on": NEXT}, Why.START),
    ],
)
def test_the_reason_follows_from_what_differs(changes: dict[str, object], why: Why | None) -> None:
    before = Stored("skarga_settle", 1, SATURDAY, LAST, LAST, dt.date(2026, 12, 16))
    after = Stored(**{**before.__dict__, **changes})
    assert why_moved(before, after) == why


# --- command line and worker ---


@pytest.fixture
def run(app: Flask) -> Run:
    return lambda *words: app.test_cli_runner().invoke(args=[str(word) for word in words])


@pytest.mark.parametrize("backend", ["sqlite"])
class TestCommands:
    """What the office's operator sees."""

    def test_a_dry_run_says_what_would_move_and_changes_nothing(self, run: Run, storage: Storage, case: uuid.UUID):
        with holiday_on(LAST):
            said = run("deadlines", "project", "--dry-run")
            assert dates_of(storage, case)[1] == LAST
            done = run("deadlines", "project")
        line = "1/2026: last day 2026-12-21 -> 2026-12-22 (other free days)\n"
        assert said.stdout == f"{line}1 open cases would have other dates.\n"
        assert done.stdout == f"{line}1 open cases have other dates.\n"
        assert len(changes_of(storage)) == 1

    def test_what_cannot_be_counted_is_an_error_at_the_end(self, run: Run, case: uuid.UUID):
        with without("skarga_settle"):
            for more in ([], ["--dry-run"]):
                result = run("deadlines", "project", *more)
                assert result.exit_code == 1
                assert "1/2026: the rules cannot count its term any more" in result.stderr

    def test_rejudging_lists_and_changes_nothing(self, run: Run, storage: Storage, clock: FixedClock, case: uuid.UUID):
        close(storage, case, NEXT)
        clock.move_to(warsaw(2027, 1, 4, 9))
        with holiday_on(LAST):
            said, data = run("deadlines", "rejudge"), run("deadlines", "rejudge", "--json")
        assert said.stdout.splitlines() == [
            "1/2026: skarga, closed 2026-12-22, late by 2026-12-21; today on_time by 2026-12-22",
            "1 closed cases would be judged otherwise. Their verdicts stay.",
        ]
        assert json.loads(data.stdout) == [
            {
                "number": "1/2026",
                "kind": "skarga",
                "closed_on": "2026-12-22",
                "verdict": "late",
                "last_day": "2026-12-21",
                "now": "on_time",
                "last_day_now": "2026-12-22",
            }
        ]

    def test_the_worker_does_it_by_itself_and_once_more_after_a_change(
        self, run: Run, storage: Storage, clock: FixedClock, case: uuid.UUID, monkeypatch: pytest.MonkeyPatch
    ):
        def periods() -> list[str]:
            with storage.reading() as session:
                return sorted(session.scalars(select(JobRun.period).where(JobRun.name == "deadlines")))

        with holiday_on(LAST):
            said = run("worker", "run-job", "deadlines")
        assert said.stdout.rstrip().endswith("1 last days moved, 0 cases cannot be counted")
        assert periods() == [f"2026-11-21 {fingerprint()}"]
        changed = projecting.PROJECTING.schedule
        assert isinstance(changed, OnceAfterChange)
        assert changed.latest(clock.now()).due_at <= clock.now()


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_page_of_the_case_tells_how_its_last_day_moved(
    storage: Storage, clock: FixedClock, case: uuid.UUID, signed_in: Callable[..., FlaskClient]
):
    with holiday_on(LAST):
        list(project_all(storage, clock, SYSTEM))
        page = signed_in(Role.HEAD).get(f"/staff/pl/case/{case}").text.replace("\u00a0", " ")
    assert "Przeliczono termin po zmianie przepisów lub kalendarza" in page
    assert "Ostatni dzień był: 21 grudnia 2026, jest: 22 grudnia 2026." in page


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_page_of_a_closed_case_shows_the_verdict_given_and_todays_beside_it(
    storage: Storage, clock: FixedClock, case: uuid.UUID, signed_in: Callable[..., FlaskClient]
):
    def page() -> str:
        return " ".join(signed_in(Role.HEAD).get(f"/staff/pl/case/{case}").text.replace("\u00a0", " ").split())

    close(storage, case, NEXT)
    clock.move_to(warsaw(2027, 1, 4, 9))
    assert "Ocena z dnia zamknięcia" not in page()
    with holiday_on(LAST):
        changed = page()
    assert '<span class="value nowrap">21 grudnia 2026</span>' in changed, "the last day it was judged by"
    assert "według dzisiejszych przepisów i kalendarza ostatni dzień to 22 grudnia 2026: w terminie." in changed


def test_a_job_after_a_change_has_a_period_of_its_own():
    letters = ["a"]
    schedule = OnceAfterChange(Daily(3, 30), lambda: letters[0])
    now = warsaw(2026, 11, 21, 10)
    before = schedule.latest(now)
    letters[0] = "b"
    after = schedule.latest(now)
    assert (before.key, after.key) == ("2026-11-21 a", "2026-11-21 b")
    assert before.due_at == after.due_at == warsaw(2026, 11, 21, 3, 30)
    assert schedule.next_after(now) == warsaw(2026, 11, 22, 3, 30)
    assert str(schedule) == "daily at 3:30, and after a change"


def test_the_fingerprint_is_another_for_other_rules_and_the_same_whatever_the_order_of_kinds():
    assert fingerprint() == fingerprint.__wrapped__()
    with wording_of("skarga_settle", version=2):
        assert fingerprint.__wrapped__() != fingerprint()
    with wording_of("call_answer", kinds=frozenset({"wniosek", "skarga"})):
        assert fingerprint.__wrapped__() == fingerprint()
