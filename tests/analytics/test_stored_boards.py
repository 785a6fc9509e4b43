"""Stored dashboards: whatever happens later, what is served from the store is what would be computed afresh."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics import desk
from analytics.actions.steps import StepTyped, record_step
from analytics.actions.storing import put_board
from analytics.frames.stored import Place
from analytics.measures.declaration import Population
from analytics.measures.period import Month, Period
from analytics.reports.as_of import local_text
from analytics.reports.board import Board, board
from analytics.reports.choice import Choice, Compare
from analytics.reports.stored import stored_board
from analytics.reports.stored.finding import place_of
from analytics.reports.stored.keeping import make
from analytics.reports.stored.packing import packed, unpacked
from complaints.actions import Assignment, Correction, assign, correct, note
from complaints.models import Complaint
from complaints.rules.kinds import Kind
from complaints.rules.moves import Move, State
from kernel.clock import FixedClock, warsaw
from kernel.errors import RuleBroken
from kernel.permissions import EVERYWHERE, SYSTEM, Role, Scope
from office.actions.structure import open_department, rename_department
from office.models import Department, Desk
from storage.session import Storage
from surveys.actions import seal_responses
from surveys.actions.visits import report_visits
from tests.analytics.filling import fill, respond
from tests.cast import FoundedOffice
from tests.complaints.courses import bodies, take
from tests.complaints.handling import Reply, answered, assigned

OCTOBER = Month(2026, 10)
PAGE = "/staff/pl/results/dashboard?month=2026-10"
STORED_PAGE = 17
"""Statements of a page from the store in a process that knows nothing yet: five of them prove the row."""

SignedIn = Callable[..., FlaskClient]
Counting = Callable[[], AbstractContextManager[list[str]]]


@dataclass(frozen=True)
class Asked:
    """A reader and what they ask for."""

    scope: Scope
    choice: Choice
    month: Month = OCTOBER

    @property
    def place(self) -> Place:
        found = place_of(self.scope, self.choice, self.month, Compare.YEAR)
        assert found is not None
        return found

    def is_stored(self, session: Session, clock: FixedClock) -> bool:
        """Whether it is served from the store; then it is what is computed."""
        stored = stored_board(session, clock, self.scope, self.choice, self.month, Compare.YEAR)
        if stored is None:
            return False
        assert stored == board(session, clock, self.scope, self.choice, self.month)
        return True

    def store(self, session: Session, clock: FixedClock) -> None:
        made = make(session, clock, self.place)
        assert made is not None
        put_board(session, made)
        session.flush()


def asked_of(office: FoundedOffice) -> list[Asked]:
    home = office.home.id
    return [
        Asked(EVERYWHERE, Choice()),
        Asked(EVERYWHERE, Choice(Population.COMPLAINTS, home)),
        Asked(frozenset({home}), Choice(Population.COMPLAINTS, home)),
        Asked(EVERYWHERE, Choice(Population.WNIOSEK)),
        Asked(EVERYWHERE, Choice(), OCTOBER.plus(-1)),
    ]


@dataclass
class Life:
    """An office that goes on: each thing that happens is drawn, and what a rule refuses did not happen."""

    session: Session
    clock: FixedClock
    office: FoundedOffice
    rng: Random
    done: list[str] = field(default_factory=list)

    def happens(self) -> None:
        """One thing drawn, or nothing."""
        self.does(self.rng.choice(HAPPENING))

    def does(self, what: Callable[[Life], None]) -> None:
        """One thing, or nothing where a rule refuses it."""
        try:
            with self.session.begin_nested():
                what(self)
                self.session.flush()
        except RuleBroken:
            return
        self.done.append(what.__name__)

    def case(self, **more: object) -> Complaint:
        kind = self.rng.choice([Kind.SKARGA, Kind.SKARGA, Kind.WNIOSEK, Kind.PETYCJA])
        return assigned(self.session, self.clock, self.office, kind=kind, **more)

    def open_case(self) -> Complaint:
        query = select(Complaint).where(Complaint.state == State.ASSIGNED.value).order_by(Complaint.number)
        return self.rng.choice(list(self.session.scalars(query)) or [self.case()])

    def some_case(self) -> Complaint:
        return self.rng.choice(list(self.session.scalars(select(Complaint).order_by(Complaint.number))))

    def day(self, most: int) -> dt.date:
        return self.clock.today() - dt.timedelta(days=self.rng.randint(0, most))

    def department(self) -> uuid.UUID:
        return self.rng.choice([self.office.home.id, self.office.next_door.id])


def a_case_comes(life: Life) -> None:
    life.case()


def a_letter_is_registered_late(life: Life) -> None:
    life.case(received_on=life.day(60))


def a_case_is_answered(life: Life) -> None:
    case = life.open_case()
    outcome = {"skarga": "zasadna", "wniosek": "uwzgledniony"}.get(case.kind, "uwzgledniona")
    on = max(case.received_on, life.day(life.rng.choice([0, 0, 0, 25])))
    answered(life.session, life.clock, life.office, case, Reply(outcome, settled_on=on))


def a_delay_is_told(life: Life) -> None:
    until_on = life.clock.today() + dt.timedelta(days=40)
    take(life.session, life.clock, life.office, life.open_case(), Move.DELAY, until_on=until_on)


def a_case_leaves(life: Life) -> None:
    if life.rng.random() < 0.5:
        take(life.session, life.clock, life.office, life.open_case(), Move.WITHDRAW)
    else:
        body = bodies(life.session)["wojewoda"]
        take(life.session, life.clock, life.office, life.open_case(), Move.TRANSFER, body_id=body)


def a_case_is_found_to_be_of_another_kind(life: Life) -> None:
    case = life.open_case()
    other = "wniosek" if case.kind == "skarga" else "skarga"
    take(life.session, life.clock, life.office, case, Move.QUALIFY, kind=other)


def a_case_goes_to_another_department(life: Life) -> None:
    case = life.open_case()
    to = Assignment(life.office.member(Role.HANDLER).person_id, life.department())
    assign(life.session, life.clock, life.office.actor(Role.HEAD), case, to, row_version=case.row_version)


def a_note_is_written(life: Life) -> None:
    note(life.session, life.clock, life.office.actor(Role.HANDLER), life.some_case(), "Telefon.")


def a_day_is_corrected(life: Life) -> None:
    case = life.some_case()
    what = life.rng.choice(["received_on", "settled_on"])
    typed = Correction(what, life.day(60).isoformat(), "Pomyłka w dacie.")
    by = life.office.actor(Role.QUALITY_OFFICER)
    correct(life.session, life.clock, by, case, typed, row_version=case.row_version)


def somebody_answers(life: Life) -> None:
    values = [life.rng.choice([1, 3, 5]) for _number in range(life.rng.choice([1, 6]))]
    respond(life.session, life.clock.now(), values, life.department())


def answers_come_late(life: Life) -> None:
    at = dt.datetime.combine(life.day(60), dt.time(10), tzinfo=dt.UTC)
    respond(life.session, at, [life.rng.choice([1, 5])], life.department())


def answers_are_sealed(life: Life) -> None:
    seal_responses(life.session, life.clock, SYSTEM)


def limits_are_made_anew(life: Life) -> None:
    typed = StepTyped("on_time", Population.COMPLAINTS, None, Month(2026, life.rng.choice([9, 10])), "Nowa kancelaria.")
    record_step(life.session, life.clock, life.office.actor(Role.QUALITY_OFFICER), typed)


def the_office_is_built_otherwise(life: Life) -> None:
    actor, code = life.office.actor(Role.ADMINISTRATOR), f"W{life.rng.randint(10, 99)}"
    if life.rng.random() < 0.5:
        open_department(life.session, life.clock, actor, code=code, name=f"Wydział {code}")
        return
    home = life.session.get_one(Department, life.office.home.id)
    facts = {"name": f"Wydział {code}", "since": dt.date(2026, 10, life.rng.randint(1, 30)), "reason": "Statut."}
    rename_department(life.session, life.clock, actor, home, **facts)  # type: ignore[arg-type]


def days_pass(life: Life) -> None:
    life.clock.advance(hours=life.rng.choice([1, 30, 200, 700]))


HAPPENING: Sequence[Callable[[Life], None]] = (
    a_case_comes, a_case_comes, a_letter_is_registered_late, a_case_is_answered, a_case_is_answered, a_delay_is_told,
    a_case_leaves, a_case_is_found_to_be_of_another_kind, a_case_goes_to_another_department, a_note_is_written,
    a_day_is_corrected, somebody_answers, answers_come_late, answers_are_sealed, limits_are_made_anew,
    the_office_is_built_otherwise, days_pass,
)  # fmt: skip


def begun(session: Session, clock: FixedClock, office: FoundedOffice, rng: Random) -> Life:
    """An office with cases and answers of late summer and October, on 21 November."""
    life = Life(session, clock, office, rng)
    for number in range(8):
        case = life.case(received_on=dt.date(2026, 9, 10) + dt.timedelta(days=rng.randint(0, 50)))
        if number % 3 == 0:
            life.does(a_case_is_answered)
        if number % 4 == 0:
            case.department_id = office.next_door.id
    respond(session, warsaw(2026, 10, 7, 12), [5] * 9 + [1] * 4, office.home.id)
    respond(session, warsaw(2026, 10, 8, 12), [4] * 7, office.next_door.id)
    session.flush()
    seal_responses(session, clock, SYSTEM)
    return life


def test_whatever_happens_later_what_is_stored_is_what_would_be_computed(
    session: Session, clock: FixedClock, office: FoundedOffice, backend: str
):
    rng = Random(backend)
    life, served = begun(session, clock, office, rng), 0
    asked = asked_of(office)
    for one in rng.sample(asked, 4):
        one.store(session, clock)
        life.happens()
        served += sum(each.is_stored(session, clock) for each in rng.sample(asked, 2))
    assert served, life.done


def test_visits_reported_later_decide_anew_what_is_hidden(session: Session, clock: FixedClock, office: FoundedOffice):
    asked, clerk = Asked(EVERYWHERE, Choice()), office.actor(Role.CLERK)
    desk = session.get_one(Desk, office.desk.id)
    day = dt.date(2026, 10, 14)
    fill(session, office)
    at = warsaw(2026, 10, 14, 12)
    respond(session, at, [5] * 9, office.home.id, desk_id=desk.id, local_on=day)
    asked.store(session, clock)
    assert asked.is_stored(session, clock)
    report_visits(session, clock, clerk, desk, dt.date(2026, 11, 2), 9, row_version=0)
    assert asked.is_stored(session, clock), "of a month that is not over"
    report_visits(session, clock, clerk, desk, day, 40, row_version=0)
    assert not asked.is_stored(session, clock)
    asked.store(session, clock)
    report_visits(session, clock, clerk, desk, day, None, row_version=1, reason="Pomyłka.")
    assert not asked.is_stored(session, clock)


# --- pages ---


@pytest.fixture
def stored(storage: Storage, clock: FixedClock, office: FoundedOffice) -> FoundedOffice:
    """October filled, its dashboard stored for who sees the whole office, and for the head of the department."""
    with storage.writing() as session:
        fill(session, office)
        seal_responses(session, clock, SYSTEM)
    home = office.home.id
    with storage.writing() as session:
        Asked(EVERYWHERE, Choice()).store(session, clock)
        Asked(frozenset({home}), Choice(Population.COMPLAINTS, home)).store(session, clock)
    return office


def never(*_asked: object) -> None:
    raise AssertionError("computed, though it is stored")


def addresses(office: FoundedOffice) -> dict[Role, str]:
    return {Role.AUDITOR: PAGE, Role.HEAD: f"{PAGE}&department={office.home.id}"}


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.HEAD])
def test_a_page_from_the_store_is_to_the_letter_the_page_that_is_computed(
    signed_in: SignedIn, storage: Storage, clock: FixedClock, stored: FoundedOffice, role: Role,
    monkeypatch: pytest.MonkeyPatch, statements: Counting,
):  # fmt: skip
    reader, address = signed_in(role), addresses(stored)[role]
    with storage.writing() as session:
        assigned(session, clock, stored)  # of November: the record goes on, October stands
    monkeypatch.setattr(desk, "stored_board", lambda *_asked: None)
    computed = plain(reader.get(address).get_data(as_text=True))
    monkeypatch.undo()
    forget(reader)
    monkeypatch.setattr(desk, "board", never)
    with statements() as seen:
        found = reader.get(address)
    assert found.status_code == 200
    assert plain(found.get_data(as_text=True)) == computed
    assert len(seen) <= STORED_PAGE, seen


@pytest.mark.parametrize("backend", ["sqlite"])
def test_nobody_is_served_what_was_stored_for_others(
    signed_in: SignedIn, storage: Storage, clock: FixedClock, stored: FoundedOffice, monkeypatch: pytest.MonkeyPatch
):
    asked: list[Place | None] = []

    def stored_board_of(session: Session, clock: FixedClock, scope: Scope, *choice: Any) -> Board | None:
        asked.append(place_of(scope, *choice))
        return stored_board(session, clock, scope, *choice)

    monkeypatch.setattr(desk, "stored_board", stored_board_of)
    home = stored.home.id
    stranger = signed_in(Role.HEAD, next_door=True)
    assert stranger.get(f"{PAGE}&department={home}").status_code == 404
    assert signed_in(Role.CLERK).get(PAGE).status_code == 403
    assert asked == []
    own = stranger.get(f"{PAGE}&department={stored.next_door.id}").get_data(as_text=True)
    assert stored.home.name not in own
    assert [one.reach for one in asked if one] == [str(stored.next_door.id)]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_an_earlier_moment_and_a_running_month_are_computed(
    signed_in: SignedIn, clock: FixedClock, stored: FoundedOffice, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(desk, "board", never)
    reader = signed_in(Role.AUDITOR)
    assert reader.get(PAGE).status_code == 200
    others = (PAGE.replace("2026-10", "2026-11"), f"{PAGE}&as_of={local_text(clock.now())}", f"{PAGE}&compare=previous")
    for address in others:
        forget(reader)
        with pytest.raises(AssertionError, match="computed"):
            reader.get(address)


def plain(page: str) -> str:
    """A page without the tokens of its forms, which are others each time."""
    return re.sub(r'(name="csrf_token"[^>]*value=")[^"]*', r"\1", page)


def forget(client: FlaskClient) -> None:
    """What a process that starts now does not know."""
    client.application.extensions.pop("analytics_kept", None)


def test_a_dashboard_goes_into_text_and_back_to_the_last_digit(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    fill(session, office)
    found = board(session, clock, EVERYWHERE, Choice(), OCTOBER)
    text = packed(found)
    assert unpacked(text, OCTOBER, Compare.YEAR, found.as_of, found.leaf) == found
    assert text == packed(unpacked(text, OCTOBER, Compare.YEAR, found.as_of, found.leaf))


def test_what_is_hidden_stays_hidden_in_the_text(session: Session, clock: FixedClock, office: FoundedOffice):
    respond(session, warsaw(2026, 10, 7, 12), [5] * 30, office.home.id)
    respond(session, warsaw(2026, 10, 7, 12), [1] * 3, office.next_door.id)
    hidden = board(session, clock, EVERYWHERE, Choice(Population.COMPLAINTS, office.next_door.id), OCTOBER)
    csat = unpacked(packed(hidden), OCTOBER, Compare.YEAR, hidden.as_of, hidden.leaf).figures["csat"]
    assert csat == hidden.figures["csat"]
    assert csat.now.is_suppressed
    assert (csat.now.n, csat.now.numerator, csat.now.value, csat.now.beside) == (None, None, None, {})


def test_a_figure_of_no_whole_month_is_not_stored(session: Session, clock: FixedClock, office: FoundedOffice):
    found = board(session, clock, EVERYWHERE, Choice(), OCTOBER)
    odd = replace(found.flow[0], period=Period(OCTOBER.first, OCTOBER.first))
    with pytest.raises(ValueError, match="of one month"):
        packed(replace(found, flow=(odd,)))
