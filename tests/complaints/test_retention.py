"""Cases whose time is over are anonymised by a plan somebody looked at; record and figures stay as they were."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from analytics.measures.period import Month
from analytics.reports.choice import Choice
from analytics.reports.export import month_rows
from analytics.reports.month import month_report
from complaints.actions import restrict
from complaints.actions.retention import run_retention
from complaints.models import Complaint
from complaints.queries.replay import differences, replayed_cases
from complaints.queries.retention import retention_plan
from complaints.rules.kinds import Kind
from complaints.rules.moves import State
from complaints.rules.restricting import Ground
from complaints.rules.retention import due_since, is_due
from kernel.clock import FixedClock, warsaw
from kernel.permissions import EVERYWHERE, SYSTEM, Role
from ledger.queries import entries_of
from ledger.verify import verify
from office.actions.defaults import lay_defaults
from office.models import FilingClass
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.courses import case_in
from tests.complaints.handling import PERSONAL, Reply, answered, assigned, length, refused
from tests.filling import send
from tests.filling import text as words_of

D = dt.date
OVER = warsaw(2032, 1, 1, 9)
"""The first day on which a case closed in 2026 and kept five years may be anonymised."""
SQLITE = pytest.mark.parametrize("backend", ["sqlite"])


def filed_under(session: Session, clock: FixedClock, case: Complaint, category: str = "B5") -> Complaint:
    """The case in a confirmed class of a category."""
    kept = FilingClass(
        symbol="1431",
        title="Klasa próbna",
        category=category,
        confirmed_on=clock.today(),
        confirmed_by="Archiwista Próbny",
        salt="00" * 16,
        valid_from_on=D(2024, 1, 2),
    )
    session.add(kept)
    session.flush()
    case.filing_class_id = kept.id
    session.flush()
    return case


def closed(session: Session, clock: FixedClock, office: FoundedOffice, category: str = "B5") -> Complaint:
    case = assigned(session, clock, office, **PERSONAL)
    answered(session, clock, office, case, Reply("zasadna"))
    return filed_under(session, clock, case, category)


# --- rules ---


@pytest.mark.parametrize(
    ("closed_on", "category", "since"),
    [
        (D(2026, 1, 1), "B5", D(2032, 1, 1)),
        (D(2026, 12, 31), "B5", D(2032, 1, 1)),
        (D(2026, 11, 21), "B2", D(2029, 1, 1)),
        (D(2026, 11, 21), "B50", D(2077, 1, 1)),
        (D(2026, 11, 21), "A", None),
        (D(2026, 11, 21), "BE5", None),
        (D(2026, 11, 21), "BE10", None),
        (D(2026, 11, 21), "", None),
        (D(2026, 11, 21), "B", None),
        (D(2026, 11, 21), "C", None),
    ],
)
def test_time_counts_in_full_years_from_the_january_after_closing(closed_on, category, since):
    assert due_since(closed_on, category) == since


@given(st.dates(D(1990, 1, 1), D(2100, 1, 1)), st.integers(1, 99), st.dates(D(1990, 1, 1), D(2250, 1, 1)))
def test_nothing_is_due_before_its_full_years_are_over(closed_on: dt.date, years: int, today: dt.date):
    assert is_due(closed_on, f"B{years}", today) == (today.year - closed_on.year > years)
    assert not is_due(closed_on, "A", today)
    assert not is_due(closed_on, f"BE{years}", today)


# --- the plan ---


def test_a_plan_lists_what_is_over_and_nothing_before_its_day(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    case = closed(session, clock, office)
    assert retention_plan(session, D(2031, 12, 31)).cases == ()
    plan = retention_plan(session, D(2032, 1, 1))
    [due] = plan.cases
    assert due.facts() == {
        "case": case.register_number,
        "class": "1431",
        "category": "B5",
        "closed_on": "2026-11-21",
        "due_since": "2032-01-01",
    }
    assert plan.more == 0
    assert plan.hash == retention_plan(session, D(2032, 1, 1)).hash
    assert plan.hash != retention_plan(session, D(2032, 1, 2)).hash, "a plan is of its day"


@SQLITE
def test_what_must_stay_is_in_no_plan(session: Session, clock: FixedClock, office: FoundedOffice):
    far = D(2150, 1, 1)
    for category in ("A", "BE5"):
        closed(session, clock, office, category)
    filed_under(session, clock, assigned(session, clock, office))  # open
    filed_under(session, clock, case_in(session, clock, office, Kind.ODWOLANIE, State.PASSED))  # result awaited
    unconfirmed = closed(session, clock, office)
    session.get_one(FilingClass, unconfirmed.filing_class_id).confirmed_on = None
    of_no_class = closed(session, clock, office)
    of_no_class.filing_class_id = None
    kept = closed(session, clock, office)
    officer = office.actor(Role.QUALITY_OFFICER)
    restrict(session, clock, officer, kept, Ground.CLAIMS, "roszczenie", row_version=kept.row_version)
    session.flush()
    assert retention_plan(session, far).cases == ()


# --- the run ---


def figures(session: Session, clock: FixedClock) -> list[tuple[str, ...]]:
    """Every figure of the month the cases were closed in."""
    session.flush()
    return month_rows(month_report(session, clock, EVERYWHERE, Choice(), Month(2026, 11)), {})


def test_a_run_leaves_a_tombstone_each_the_chain_whole_and_the_figures_equal(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    case, other = closed(session, clock, office), closed(session, clock, office, "A")
    clock.move_to(OVER)
    then = figures(session, clock)
    plan, admin = retention_plan(session, clock.today()), office.actor(Role.ADMINISTRATOR)
    before = length(session)
    done = run_retention(session, clock, admin, plan.hash, "zgoda archiwum 7/2032")
    session.flush()
    assert (done.count, length(session)) == (1, before + 2)
    entry = json.loads(entries_of(session, f"complaint:{case.id}")[-1].canonical)
    assert (entry["tag"], entry["actor"], entry["reason"]) == (
        "complaints:complaint:erase", admin.ref, "zgoda archiwum 7/2032",
    )  # fmt: skip
    assert entry["data"]["rule"] == "1431 B5"
    assert entry["data"]["batch"] == str(done.batch_id)
    assert entry["data"]["basis"] == "retention"
    assert json.loads(entries_of(session, "retention")[-1].canonical)["data"] == {
        "batch": str(done.batch_id), "plan": plan.hash, "cases": 1,
    }  # fmt: skip
    assert case.erased_at == clock.now()
    assert other.erased_at is None
    assert verify(session).is_whole
    assert figures(session, clock) == then
    assert "1" in {cell for row in then for cell in row}, "there is something to compare"
    told = next(told for told in replayed_cases(session) if told.case_id == case.id)
    assert list(differences(case, told.case)) == ["filing_class_id"], "which this test wrote into the row"
    assert retention_plan(session, clock.today()).cases == ()


@SQLITE
def test_a_run_needs_the_plan_of_the_day_a_reason_and_the_administrator(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    admin = office.actor(Role.ADMINISTRATOR)
    case = closed(session, clock, office)
    with refused(session, "nothing_due"):
        run_retention(session, clock, admin, "", "powód")
    clock.move_to(OVER)
    plan = retention_plan(session, clock.today())
    for role in set(Role) - {Role.ADMINISTRATOR}:
        with refused(session, "forbidden"):
            run_retention(session, clock, office.actor(role), plan.hash, "powód")
    with refused(session, "no_correction_reason"):
        run_retention(session, clock, admin, plan.hash, " ")
    with refused(session, "plan_changed"):
        run_retention(session, clock, admin, "0" * 64, "powód")
    clock.advance(days=1)
    with refused(session, "plan_changed"):
        run_retention(session, clock, admin, plan.hash, "powód")
    plan = retention_plan(session, clock.today())
    assigned(session, clock, office)  # an open case changes nothing
    more = assigned(session, clock, office)
    more.settled_on, more.filing_class_id = D(2020, 1, 2), case.filing_class_id
    session.flush()
    with refused(session, "plan_changed"):
        run_retention(session, clock, admin, plan.hash, "powód")


# --- command line ---


@pytest.fixture
def over(storage: Storage, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    """A case whose time is over today."""
    with storage.writing() as session:
        case_id = closed(session, clock, office).id
    clock.move_to(OVER)
    return case_id


@pytest.fixture
def run(app: Flask) -> Callable[..., Result]:
    return lambda *arguments: app.test_cli_runner().invoke(args=["retention", *arguments])


@SQLITE
def test_the_command_plans_first_and_runs_only_that(run, over: uuid.UUID, storage: Storage, tmp_path: Path):
    planned = run("plan")
    assert planned.exit_code == 0, planned.output
    assert "1/2026" in planned.output
    assert "Nothing was changed" in planned.output
    plan = json.loads(run("plan", "--json").output)
    assert (plan["more"], plan["cases"][0]["due_since"]) == (0, "2032-01-01")
    missing = run("run", "--batch", "zgoda", "--by", "administrator", "--yes")
    assert missing.exit_code == 2
    command = ("run", "--batch", "zgoda", "--yes", "--plan")
    for told, login, given_plan in (
        ("takes the role administrator", "head", plan["plan"]),
        ("Look again: flask", "administrator", "f" * 64),
    ):
        answer = run(*command, given_plan, "--by", login)
        assert answer.exit_code == 1
        assert told in answer.output
    done = run(*command, plan["plan"], "--by", "administrator")
    assert done.exit_code == 0, done.output
    assert "1 cases anonymised" in done.output
    assert run("plan").output == "There is no case whose time is over.\n"
    with storage.reading() as session:
        assert session.get_one(Complaint, over).erased_at is not None
        held = session.execute(text("SELECT name FROM complainant")).all()
    assert held == []


# --- page ---


@SQLITE
def test_the_administrator_looks_at_the_plan_and_runs_it(signed_in, over: uuid.UUID, storage: Storage, clock):
    admin, address = signed_in(Role.ADMINISTRATOR), "/staff/pl/administration/retention"
    assert "Czas przechowywania" in words_of(admin.get("/staff/pl/administration"))
    page = admin.get(address)
    assert "1431" in words_of(page)
    assert PERSONAL["name"] not in page.get_data(as_text=True)
    assert send(admin, page, "run", reason="").status_code == 422
    assert send(admin, page, "run", reason="zgoda", plan="0" * 64).status_code == 422
    assert send(admin, page, "run", reason="zgoda 7/2032").status_code == 302
    assert "Nie ma takich spraw" in words_of(admin.get(address))
    with storage.reading() as session:
        assert session.scalars(select(Complaint.erased_at)).one() is not None


@SQLITE
def test_nobody_else_sees_the_plan(signed_in):
    address = "/staff/pl/administration/retention"
    for role in set(Role) - {Role.ADMINISTRATOR}:
        assert signed_in(role).get(address).status_code == 403
    admin = signed_in(Role.ADMINISTRATOR)
    assert admin.put(address).status_code == 405
    assert "Nie ma takich spraw" in words_of(admin.get(address))


@SQLITE
def test_the_default_classes_are_confirmed_by_nobody_so_nothing_is_due(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    lay_defaults(session, clock, SYSTEM)
    case = assigned(session, clock, office)
    answered(session, clock, office, case, Reply("zasadna"))
    case.filing_class_id = session.scalars(select(FilingClass.id).where(FilingClass.category == "B5")).first()
    session.flush()
    assert retention_plan(session, D(2150, 1, 1)).cases == ()
