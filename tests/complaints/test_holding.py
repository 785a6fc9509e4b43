"""The holding list: in a flood nobody is refused, the day of receipt stays, and the number of the register follows."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

import complaints.replaying
from complaints.actions import FilingTyped, hold, release
from complaints.actions.codes import issue_code
from complaints.actions.intake import AlreadyFiled
from complaints.models import Complainant, Complaint, ComplaintMatter, HeldFiling
from complaints.queries.holding import Way, held_by_code, way_of
from complaints.rules.holding import Flood, read_list_number, waits_too_long
from complaints.rules.kinds import Channel, Kind
from kernel.clock import FixedClock, local_day, warsaw
from kernel.errors import Forbidden
from kernel.ids import new_id
from kernel.permissions import RESIDENT, Role
from ledger.queries import latest_entries
from ledger.replays import compare
from office.models import Person
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.filling import text
from tests.forms import FILING, hidden
from worker.loop import Worker

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
TYPED = FilingTyped(
    kind=Kind.SKARGA,
    channel=Channel.WEB,
    subject="Kolejka",
    text="Trzy godziny czekania.",
    name="Osoba Próbna",
    address="ul. Próbna 2, 00-001 Próbowo",
    code="7QK4M2XD9TBR",
)


def test_nothing_is_held_where_no_number_is_set():
    assert not Flood(0, 0).holds(10**6, 10**6)


@given(st.integers(1, 500), st.integers(1, 500), st.integers(0, 999), st.integers(0, 999))
def test_a_filing_waits_once_either_number_is_reached(per_hour: int, per_day: int, hour: int, day: int):
    assert Flood(per_hour, per_day).holds(hour, day) == (hour >= per_hour or day >= per_day)


def test_its_number_is_read_as_people_type_it():
    assert [read_list_number(one) for one in ("L 12/2026", "l.3 / 2026", "12/2026", "L", "P 1/2026")] == [
        (12, 2026), (3, 2026), None, None, None,
    ]  # fmt: skip


def test_a_weekend_is_no_working_day(clock: FixedClock):
    saturday = clock.today()
    tuesday, wednesday = (saturday.replace(day=saturday.day + days) for days in (3, 4))
    assert [waits_too_long(saturday, day) for day in (saturday, saturday.replace(day=23), tuesday, wednesday)] == [
        False, False, True, True,
    ]  # fmt: skip


def held(session: Session, clock: FixedClock, office: FoundedOffice, *, next_door: bool = False) -> HeldFiling:
    at = office.next_door if next_door else office.home
    typed = dataclasses.replace(TYPED, department_id=at.id, submission_id=new_id())
    return hold(session, clock, RESIDENT, typed, new_id(), shown=0)


def test_a_released_filing_has_its_day_of_receipt_and_a_term_that_runs_from_it(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    waits, came_on = held(session, clock, office), clock.today()
    clock.advance(days=5)
    received = release(session, clock, office.actor(Role.CLERK), waits, TYPED.code or "")
    case = session.get_one(Complaint, received.complaint_id)
    assert (case.received_on, case.register_number, case.due_on) == (
        came_on,
        "1/2026",
        came_on.replace(day=21, month=12),
    )
    person, matter = session.get_one(Complainant, case.id), session.get_one(ComplaintMatter, case.id)
    assert (person.name, matter.text, case.department_id) == (TYPED.name, TYPED.text, office.home.id)
    assert (waits.complaint_id, waits.content, waits.salt) == (case.id, "", "")
    tags = [entry.tag for entry in latest_entries(session, 2)]
    assert set(tags) == {"complaints:complaint:receive", "complaints:filing:release"}


def test_releasing_twice_changes_nothing(session: Session, clock: FixedClock, office: FoundedOffice):
    waits = held(session, clock, office)
    first = release(session, clock, office.actor(Role.HEAD), waits, TYPED.code or "")
    before = latest_entries(session, 1)[0].leaf
    again = release(session, clock, office.actor(Role.HEAD), waits, TYPED.code or "")
    assert (again.complaint_id, again.is_repeated) == (first.complaint_id, True)
    assert latest_entries(session, 1)[0].leaf == before


def test_the_number_of_the_list_opens_nothing_by_a_code_that_ended(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    waits, old, new = held(session, clock, office), TYPED.code or "", "2B3C4D5E6F7G"
    assert held_by_code(session, waits.list_number, old) is waits
    case = session.get_one(Complaint, release(session, clock, office.actor(Role.CLERK), waits, old).complaint_id)
    assert held_by_code(session, waits.list_number, old) is case
    issue_code(session, clock, office.actor(Role.CLERK), case, new, is_identified=True)
    assert held_by_code(session, waits.list_number, old) is None
    assert held_by_code(session, waits.list_number, new) is case
    case.code_hash = None  # as an erasure leaves it
    assert held_by_code(session, waits.list_number, new) is None


@ON_SQLITE
@pytest.mark.parametrize(
    ("role", "next_door"), [(Role.HANDLER, False), (Role.AUDITOR, False), (Role.MANAGEMENT, False), (Role.CLERK, True)]
)
def test_others_do_not_release(session: Session, clock: FixedClock, office: FoundedOffice, role: Role, next_door: bool):
    with pytest.raises(Forbidden):
        release(session, clock, office.actor(role, next_door=next_door), held(session, clock, office), "")


def test_the_same_form_twice_is_one_filing_and_other_words_are_told(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    typed = dataclasses.replace(TYPED, submission_id=new_id())
    first, again = (hold(session, clock, RESIDENT, typed, new_id(), shown=0) for _ in range(2))
    assert first.id == again.id
    with pytest.raises(AlreadyFiled):
        hold(session, clock, RESIDENT, dataclasses.replace(typed, text="Inny tekst"), new_id(), shown=0)


def test_the_list_counts_what_came_in_the_last_hour_and_day(session: Session, clock: FixedClock, office: FoundedOffice):
    for _ in range(2):
        held(session, clock, office)
    assert way_of(session, clock, Flood(2, 0), new_id()) is Way.WAITS
    assert way_of(session, clock, Flood(3, 0), new_id()) is Way.FREE
    clock.advance(hours=2)
    assert way_of(session, clock, Flood(2, 0), new_id()) is Way.FREE
    assert way_of(session, clock, Flood(0, 2), new_id()) is Way.WAITS


def test_the_list_agrees_with_the_record_and_a_changed_word_is_found(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        first, second = held(session, clock, office), held(session, clock, office)
        release(session, clock, office.actor(Role.CLERK), first, TYPED.code or "")
        key = second.id
    with storage.reading() as session:
        assert compare(session, complaints.replaying.REPLAYS).difference is None
    with storage.writing() as session:
        changed = second.content.replace("Trzy", "Dwie")
        session.execute(update(HeldFiling).where(HeldFiling.id == key).values(content=changed))
    with storage.reading() as session:
        found = compare(session, complaints.replaying.REPLAYS).difference
        assert found is not None
        assert found.why == "its words or files are not what was recorded"


# --- pages ---


@pytest.fixture
def flooded(app: Flask) -> None:
    """From the first filing of an hour on the next ones wait."""
    app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], filings_per_hour=1)


def filed(client: FlaskClient, **changes: str) -> str:
    page = client.get("/pl/complaint").get_data(as_text=True)
    answer = client.post("/pl/complaint", data={**hidden(page), **FILING, **changes})
    assert answer.status_code == 200, text(answer)
    return text(answer)


@ON_SQLITE
def test_a_filing_in_a_flood_gets_a_receipt_its_own_page_and_later_its_number(
    flooded: None, client: FlaskClient, signed_in: Callable[..., FlaskClient], office: FoundedOffice, clock: FixedClock
):
    assert "Numer w rejestrze" in filed(client)
    receipt = filed(client, subject="Druga sprawa")
    assert "Liczy się dzień wpływu: sobota, 21 listopada 2026" in receipt
    found = re.search(r"(L 1/2026).*?Kod dostępu\s*(\S+)", receipt, re.DOTALL)
    assert found, receipt
    page = client.get("/pl/case").get_data(as_text=True)
    asked = {**hidden(page), "number": found[1], "code": found[2]}
    assert "Sprawa czeka na numer w rejestrze" in text(client.post("/pl/case", data=asked))
    assert client.post("/pl/case", data={**asked, "code": "7QK4-M2XD-9TBR"}).status_code == 422
    clerk = signed_in(Role.CLERK)
    waiting = clerk.get("/staff/pl/holding-list")
    assert "Druga sprawa" in text(waiting)
    assert "Osoba Próbna" not in waiting.get_data(as_text=True)
    key = re.findall(r'name="held" value="([^"]+)"', waiting.get_data(as_text=True))
    sent = {**hidden(waiting.get_data(as_text=True)), "held": key}
    assert signed_in(Role.HANDLER).get("/staff/pl/holding-list").status_code == 200
    assert clerk.post("/staff/pl/holding-list/release", data=sent).status_code == 303
    assert clerk.post("/staff/pl/holding-list/release", data=sent).status_code == 409
    own = text(client.post("/pl/case", data=asked))
    assert "Druga sprawa" in own
    assert "2/2026" in own


@ON_SQLITE
def test_whoever_may_not_release_is_refused_and_nothing_is_written(
    flooded: None,
    client: FlaskClient,
    signed_in: Callable[..., FlaskClient],
    office: FoundedOffice,
    storage: Storage,
    clock: FixedClock,
):
    with storage.writing() as session:
        key = held(session, clock, office).id
    handler, stranger = signed_in(Role.HANDLER), signed_in(Role.CLERK, next_door=True)
    for who, status in ((handler, 403), (stranger, 409)):
        token = hidden(who.get("/staff/pl/account").get_data(as_text=True))
        sent = {"csrf_token": token["csrf_token"], "held": str(key)}
        assert who.post("/staff/pl/holding-list/release", data=sent).status_code == status
        assert who.post("/staff/pl/holding-list/release", data={**sent, "held": "x"}).status_code == 422
    with storage.reading() as session:
        assert session.scalar(select(func.count()).select_from(Complaint)) == 0


@ON_SQLITE
def test_looking_for_a_flood_keeps_a_filing_within_twelve_statements(
    client: FlaskClient, office: FoundedOffice, statements: Callable[[], Iterator[list[str]]]
):
    page = client.get("/pl/complaint").get_data(as_text=True)
    with statements() as seen:  # type: ignore[attr-defined]
        client.post("/pl/complaint", data={**hidden(page), **FILING})
    assert len(seen) <= 12


@ON_SQLITE
def test_whoever_can_release_hears_of_what_waits_longer_than_a_working_day(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    """In their language, of what they can release, when the office opens."""
    with storage.writing() as session:
        held(session, clock, office)
        held(session, clock, office)
        held(session, clock, office, next_door=True)
        for role, language in (
            (Role.CLERK, "uk"),
            (Role.HEAD, "en"),
            (Role.QUALITY_OFFICER, "pl"),
            (Role.HANDLER, "pl"),
        ):
            person = session.get_one(Person, office.member(role).person_id)
            person.email, person.language = f"{role}@proba.example", language
    run, worker = app.test_cli_runner().invoke, Worker(app)
    assert "0 filings" in run(args=["worker", "run-job", "holding"]).output
    clock.move_to(warsaw(2026, 11, 25, 7))
    assert "3 filings wait too long, 3 people told" in run(args=["worker", "run-job", "holding"]).output
    worker.drain()
    assert mails_of(app) == {}, "the office opens at eight"
    clock.move_to(warsaw(2026, 11, 25, 8))
    worker.drain()
    assert {who: subject.split(" ", 2)[:2] for who, subject in mails_of(app).items()} == {
        "clerk@proba.example": ["2", "справи"],
        "head@proba.example": ["2", "cases"],
        "quality_officer@proba.example": ["3", "sprawy"],
    }
    assert local_day(clock.now()) == clock.today()


def mails_of(app: Flask) -> dict[str, str]:
    """To whom mails went, and their subjects."""
    folder = Path(app.config["SETTINGS"].data_folder) / "mail"
    read = [message_from_bytes(path.read_bytes(), policy=default) for path in folder.glob("*.eml")]
    return {one["To"]: one["Subject"] for one in read}
