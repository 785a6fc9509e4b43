"""Corrections: entries of their own with both values and the reason; dates and verdict follow, both can be seen."""

from __future__ import annotations

import contextlib
import datetime as dt
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from complaints.actions import Correction, correct
from complaints.models import Complaint
from complaints.queries.correcting import correctables
from complaints.queries.replay import differences, replayed_cases
from complaints.queries.steps import steps_of
from complaints.rules.corrections import Correctable, Fact, Facts, WrongCorrection, check_window, window
from complaints.rules.course import Happened
from complaints.rules.kinds import Kind
from complaints.rules.moves import Move, State
from kernel.clock import FixedClock
from kernel.permissions import Actor, Role
from tests.cast import FoundedOffice
from tests.complaints.courses import case_in, take
from tests.complaints.handling import Reply, answered, assigned, last_entry, length, refused
from tests.filling import errors_beside, send, text

D = dt.date
TODAY = D(2026, 11, 21)
DAYS = st.dates(D(2024, 1, 1), D(2027, 12, 31))


def mend(session: Session, clock: FixedClock, actor: Actor, case: Complaint, what: str, after: Any, **more: Any) -> Any:
    value = after.isoformat() if isinstance(after, dt.date) else after
    typed = Correction(what, value, more.pop("reason", "pomyłka przy rejestracji"))
    version = more.pop("row_version", case.row_version)
    return correct(session, clock, actor, case, typed, row_version=version)


def agrees(session: Session, case: Complaint) -> bool:
    """Whether the register says of the case what its entries say."""
    session.flush()
    told = next(told for told in replayed_cases(session) if told.case_id == case.id)
    return list(differences(case, told.case)) == []


@pytest.fixture
def officer(office: FoundedOffice) -> Actor:
    return office.actor(Role.QUALITY_OFFICER)


# --- rules ---


@given(DAYS, DAYS, DAYS, st.one_of(st.none(), DAYS))
def test_what_a_window_lets_through_leaves_the_days_of_a_case_in_order(
    day: dt.date, received: dt.date, happened: dt.date, settled: dt.date | None
):
    facts, what = Facts(received, settled, None, (Happened(Move.TELL, happened),)), Correctable(Fact.RECEIVED_ON, "")
    is_in_order = day <= min(TODAY, happened, settled or TODAY)
    with contextlib.nullcontext() if is_in_order else pytest.raises(WrongCorrection):
        check_window(what, day, facts, TODAY)


WINDOWS: list[tuple[Fact, int | None, tuple[dt.date, dt.date]]] = [
    (Fact.RECEIVED_ON, None, (D(2026, 9, 20), D(2026, 10, 9))),
    (Fact.SETTLED_ON, None, (D(2026, 10, 1), TODAY)),
    (Fact.HAPPENED_ON, 1, (D(2011, 1, 1), D(2026, 9, 20))),
    (Fact.UNTIL_ON, 1, (D(2026, 9, 1), D(2026, 10, 1))),
    (Fact.HAPPENED_ON, 2, (D(2026, 10, 1), TODAY)),
    (Fact.UNTIL_ON, 2, (D(2026, 10, 10), dt.date.max)),
    (Fact.HAPPENED_ON, 3, (D(2026, 10, 1), D(2026, 10, 30))),
]


@pytest.mark.parametrize(("fact", "step", "days"), WINDOWS)
def test_each_day_has_a_window_that_follows_from_the_other_days(fact, step, days):
    steps = (
        Happened(Move.SERVED, D(2026, 9, 1), D(2026, 9, 20)),
        Happened(Move.DELAY, D(2026, 10, 9), D(2027, 1, 4)),
        Happened(Move.DELAY, D(2026, 10, 20), D(2026, 10, 31)),
    )
    facts = Facts(D(2026, 10, 1), D(2026, 11, 2), None, steps)
    assert window(Correctable(fact, "", step), facts, TODAY) == days


# --- actions ---


def test_a_day_of_receipt_is_corrected_and_the_term_and_the_verdict_follow(
    session: Session, clock: FixedClock, office: FoundedOffice, officer: Actor
):
    case = assigned(session, clock, office)
    clock.advance(days=30)
    answered(session, clock, office, case, Reply("zasadna", settled_on=clock.today()))
    clock.advance(days=10)
    received, due = case.received_on, case.due_on
    assert due is not None
    before = length(session)
    event = mend(session, clock, officer, case, "received_on", received - dt.timedelta(days=4))
    assert (length(session), event.before) == (before + 1, received.isoformat())
    assert case.received_on == received - dt.timedelta(days=4)
    assert case.due_on is not None
    assert case.due_on < due
    entry = last_entry(session)
    assert (entry["tag"], entry["reason"]) == ("complaints:complaint:correct", "pomyłka przy rejestracji")
    assert entry["effective_on"] == case.received_on.isoformat(), "recorded late, and it shows"
    assert entry["data"] == {
        "field": "received_on",
        "step": None,
        "move": None,
        "before": received.isoformat(),
        "after": case.received_on.isoformat(),
        "last_day": case.due_on.isoformat(),
        "verdict_before": "on_time",
        "verdict_after": "late",
    }
    assert agrees(session, case)


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(
    ("what", "after"), [("settled_on", D(2026, 11, 21)), ("outcome", "bezzasadna"), ("channel", "email")]
)
def test_dispatch_outcome_and_channel_are_corrected(
    session: Session, clock: FixedClock, office: FoundedOffice, officer: Actor, what: str, after: Any
):
    case = assigned(session, clock, office)
    answered(session, clock, office, case, Reply("zasadna"))
    clock.advance(days=2)
    if what == "settled_on":
        after = clock.today()
    mend(session, clock, officer, case, what, after)
    assert getattr(case, what) == after
    assert agrees(session, case)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_notice_that_was_late_by_a_slip_of_the_pen_counts_again(
    session: Session, clock: FixedClock, office: FoundedOffice, officer: Actor
):
    case = assigned(session, clock, office)
    clock.advance(days=60)
    assert case.due_on is not None
    late, until = case.due_on + dt.timedelta(days=5), case.due_on + dt.timedelta(days=90)
    take(session, clock, office, case, Move.DELAY, happened_on=late, until_on=until, channel="paper")
    assert case.noticed_on is None
    mend(session, clock, officer, case, "happened_on-1", case.due_on)
    assert case.noticed_on == case.due_on
    mend(session, clock, officer, case, "until_on-1", until + dt.timedelta(days=1))
    assert case.announced_on == until + dt.timedelta(days=1)
    assert last_entry(session)["data"]["move"] == "delay"
    assert agrees(session, case)


CLOSED = [
    (Kind.SKARGA, State.TRANSFERRED, "left_on"),
    (Kind.SKARGA, State.WITHDRAWN, "left_on"),
    (Kind.ODWOLANIE, State.PASSED, "settled_on"),
]


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(("kind", "state", "column"), CLOSED)
def test_the_day_of_a_step_that_closed_a_case_is_that_of_the_case(
    session: Session, clock: FixedClock, office: FoundedOffice, officer: Actor, kind: Kind, state: State, column: str
):
    case = case_in(session, clock, office, kind, state)
    clock.advance(days=3)
    last = len(steps_of(session, case.id))
    mend(session, clock, officer, case, f"happened_on-{last}", clock.today())
    assert getattr(case, column) == clock.today()
    assert agrees(session, case)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_what_cannot_be_corrected_is_refused_and_leaves_no_entry(
    session: Session, clock: FixedClock, office: FoundedOffice, officer: Actor
):
    case = assigned(session, clock, office)
    head, clerk, tomorrow = office.actor(Role.HEAD), office.actor(Role.CLERK), clock.today() + dt.timedelta(days=1)
    yesterday = clock.today() - dt.timedelta(days=1)
    tries: list[tuple[str, Actor, str, Any, dict[str, Any]]] = [
        ("forbidden", clerk, "received_on", yesterday, {}),
        ("forbidden", office.actor(Role.HEAD, next_door=True), "received_on", yesterday, {}),
        ("stale", head, "received_on", yesterday, {"row_version": case.row_version - 1}),
        ("not_correctable", head, "settled_on", yesterday, {}),
        ("not_correctable", head, "channel", "phone", {}),
        ("same_value", head, "channel", "paper", {}),
        ("wrong_correction", head, "received_on", tomorrow, {}),
        ("no_correction_reason", head, "received_on", yesterday, {"reason": " "}),
        ("outside_calendar", head, "received_on", D(2010, 1, 4), {}),
    ]
    for code, actor, what, after, more in tries[:-1]:
        with refused(session, code):
            mend(session, clock, actor, case, what, after, **more)
    answered(session, clock, office, case, Reply("zasadna"))
    with refused(session, "wrong_outcome"):
        mend(session, clock, officer, case, "outcome", "uwzgledniony")


@pytest.mark.parametrize("backend", ["sqlite"])
def test_nobody_corrects_what_they_recorded_themselves_not_even_by_a_correction(
    session: Session, clock: FixedClock, office: FoundedOffice, officer: Actor
):
    case = assigned(session, clock, office)
    clock.advance(days=9)
    head = office.actor(Role.HEAD)
    take(session, clock, office, case, Move.TELL, happened_on=case.received_on, channel="paper")
    with refused(session, "own_record"):
        mend(session, clock, head, case, "happened_on-1", clock.today())
    mend(session, clock, officer, case, "happened_on-1", clock.today())
    with refused(session, "own_record"):
        mend(session, clock, officer, case, "happened_on-1", case.received_on)
    mend(session, clock, head, case, "happened_on-1", case.received_on)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_whom_a_case_is_about_corrects_nothing_of_it(
    session: Session, clock: FixedClock, office: FoundedOffice, officer: Actor
):
    case = assigned(session, clock, office)
    case.about_person_id = officer.person_id
    session.flush()
    with refused(session, "concerned"):
        mend(session, clock, officer, case, "channel", "email")


def test_an_imported_case_is_mended_where_it_came_from():
    assert correctables(Complaint(number=None, received_on=TODAY, channel="other"), []) == []


# --- pages ---


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_head_corrects_by_page_and_the_history_shows_both(signed_in, filed: uuid.UUID, session, clock):
    head = signed_in(Role.HEAD)
    address = f"/staff/pl/case/{filed}"
    assert "Sprostuj zapis" in text(head.get(address))
    listed = head.get(f"{address}/correct")
    assert "Dzień wpływu21 listopada 2026" in text(listed)
    page = head.get(f"{address}/correct/received_on")
    refused_page = send(head, page, "step", after__d="20", after__m="11", after__y="2026")
    assert refused_page.status_code == 422
    assert set(errors_beside(refused_page)) == {"reason"}
    done = send(
        head, refused_page, "step", after__d="20", after__m="11", after__y="2026", reason="data z koperty, nie z wpływu"
    )
    assert done.status_code == 302
    words = text(head.get(address))
    assert "Sprostowano zapis" in words
    assert "Dzień wpływu: 21 listopada 2026 → 20 listopada 2026" in words
    assert "Powód: data z koperty, nie z wpływu" in words
    assert "Data wpływu" not in words or "Wpłynęła i jest w rejestrze" in words
    stale = send(head, page, "step", after__d="19", after__m="11", after__y="2026", reason="jeszcze raz")
    assert stale.status_code == 409
    chosen = send(head, head.get(f"{address}/correct/channel"), "step", after="", reason="list")
    assert set(errors_beside(chosen)) == {"after"}


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("role", list(Role))
def test_only_heads_and_the_quality_officer_open_the_pages(signed_in, filed: uuid.UUID, role: Role):
    may = {Role.HEAD, Role.QUALITY_OFFICER}
    for path in ("correct", "correct/received_on"):
        got = signed_in(role).get(f"/staff/pl/case/{filed}/{path}")
        assert got.status_code == (200 if role in may else 403)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_strangers_and_wrong_addresses_are_not_found(signed_in, filed: uuid.UUID):
    stranger, head = signed_in(Role.HEAD, next_door=True), signed_in(Role.HEAD)
    assert stranger.get(f"/staff/pl/case/{filed}/correct").status_code == 404
    assert stranger.post(f"/staff/pl/case/{filed}/correct/received_on").status_code == 404
    assert head.get(f"/staff/pl/case/{filed}/correct/number").status_code == 404
    assert head.post(f"/staff/pl/case/{filed}/correct").status_code == 405
    assert head.delete(f"/staff/pl/case/{filed}/correct/received_on").status_code == 405
