"""What waits on the holding list is found like a case, stands in the copy for its sender, and the queue tells of it."""

from __future__ import annotations

import dataclasses
import io
import json
import uuid
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

import complaints.replaying
from attachments.shelf import Shelf
from complaints.actions import FilingTyped, export_personal, export_personal_of_held, hold, release
from complaints.models import Complaint, HeldFiling
from complaints.personal_file import DATA, write_personal
from complaints.queries import held_search
from complaints.queries.held_search import FoundHeld, find_held
from complaints.queries.search import find_cases
from kernel.clock import FixedClock
from kernel.ids import new_id
from kernel.permissions import RESIDENT, Role
from ledger.replays import compare
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import last_entry, received, refused
from tests.complaints.test_holding import TYPED
from tests.filling import text
from tests.forms import hidden

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
FILED = dataclasses.replace(
    TYPED,
    subject="Dziura w drodze",
    text="Przy szkole dziurze nie ma końca.",
    name="Żaneta Źdźbło-Próbna",
    code="x" * 12,
)
PERSON = {"name": FILED.name, "address": FILED.address}


def held(session: Session, clock: FixedClock, department: uuid.UUID | None, typed: FilingTyped = FILED) -> HeldFiling:
    sent = dataclasses.replace(typed, department_id=department, submission_id=new_id())
    return hold(session, clock, RESIDENT, sent, new_id(), shown=0)


def rows(session: Session, *asked: Any) -> tuple[FoundHeld, ...]:
    return find_held(session, *asked).rows


@pytest.mark.parametrize("typed", ["L 1/2026", "l.1/2026", "dziury", "drogi szkoła", "zdzblo", "Źdź*", "drog", "żanet"])
def test_it_is_found_by_number_word_and_name_with_and_without_marks(
    session: Session, clock: FixedClock, office: FoundedOffice, typed: str
):
    waits = held(session, clock, office.home.id)
    other = dataclasses.replace(FILED, subject="Kosz", text="Pełny.", name="Osoba Inna")
    held(session, clock, office.home.id, other)
    clerk = office.actor(Role.CLERK)
    assert [(one.held.id, one.name) for one in rows(session, clerk, typed)] == [(waits.id, FILED.name)]
    assert rows(session, clerk, typed, clock.today())
    assert not rows(session, clerk, typed, clock.today().replace(day=20))
    assert not rows(session, office.actor(Role.CLERK, next_door=True), typed)


def test_a_day_alone_finds_all_of_it_and_nothing_finds_nothing(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    first, second = held(session, clock, office.home.id), held(session, clock, None)
    clerk = office.actor(Role.CLERK)
    assert {one.held.id for one in rows(session, clerk, "", clock.today())} == {first.id, second.id}
    assert rows(session, clerk, "  ") == ()
    release(session, clock, clerk, first, FILED.code or "")
    assert [one.held.id for one in rows(session, clerk, "dziura")] == [second.id]


@pytest.mark.parametrize("typed", ["L 1/2026", "l1/2026", " L. 1 / 2026 "])
def test_the_number_of_the_list_finds_the_case_it_became(
    session: Session, clock: FixedClock, office: FoundedOffice, typed: str
):
    """It stands on the receipt, and is what a resident says at the counter."""
    clerk, stranger = office.actor(Role.CLERK), office.actor(Role.CLERK, next_door=True)
    waits, other = held(session, clock, office.home.id), held(session, clock, office.home.id)
    assert find_cases(session, clerk, typed).cases == ()
    for one in (other, waits):
        release(session, clock, clerk, one, FILED.code or "")
    assert [(one.case.id, one.name) for one in find_cases(session, clerk, typed).cases] == [
        (waits.complaint_id, FILED.name)
    ]
    assert find_cases(session, stranger, typed).cases == ()
    assert find_cases(session, clerk, "L 3/2026").cases == ()


def test_a_name_finds_nothing_for_whoever_may_not_know_it(session: Session, clock: FixedClock, office: FoundedOffice):
    held(session, clock, office.home.id)
    reader = office.actor(Role.AUDITOR)
    assert rows(session, reader, "Źdźbło") == ()
    assert [one.name for one in rows(session, reader, "dziura")] == [""]


def test_of_a_list_that_is_too_long_the_words_of_the_newest_are_looked_at_and_every_name(
    session: Session, clock: FixedClock, office: FoundedOffice, monkeypatch: pytest.MonkeyPatch
):
    """The words of a flood may be made up, and each of them costs time."""
    first = held(session, clock, office.home.id)
    clock.advance(minutes=1)
    second = held(session, clock, office.home.id)
    clerk = office.actor(Role.CLERK)
    monkeypatch.setattr(held_search, "MOST_READ", len(second.content))
    by_word = find_held(session, clerk, "dziura")
    assert ([one.held.id for one in by_word.rows], by_word.is_cut) == ([second.id], True)
    assert [one.held.id for one in rows(session, clerk, "źdźbło")] == [second.id, first.id]
    assert not find_held(session, office.actor(Role.AUDITOR), "źdźbło").rows
    for by_number_or_day in (find_held(session, clerk, "L 1/2026"), find_held(session, clerk, "", clock.today())):
        assert first.id in {one.held.id for one in by_number_or_day.rows}
        assert not by_number_or_day.is_cut
    monkeypatch.setattr(held_search, "MOST_READ", len(second.content) + len(first.content))
    assert not find_held(session, clerk, "dziura").is_cut


def test_the_copy_of_a_case_holds_what_the_same_person_has_waiting(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        case = received(session, clock, office, **PERSON)
        waits, other = held(session, clock, office.home.id), dataclasses.replace(FILED, name="Osoba Inna")
        held(session, clock, office.home.id, other)
        found = export_personal(session, clock, office.actor(Role.QUALITY_OFFICER), case)
        assert (found.case_ids, found.held_ids) == ((case.id,), (waits.id,))
        told = found.cases[1]
        assert (told["number"], told["person"]["name"], told["letter"]) == ("L 1/2026", FILED.name, FILED.text)
        assert last_entry(session)["data"] == {"cases": [str(case.id)], "held": [str(waits.id)], "files": 0}
    with storage.reading() as session:
        assert compare(session, complaints.replaying.REPLAYS).difference is None


def test_a_filing_that_waits_has_a_copy_of_its_own_with_the_cases_of_its_sender(
    session: Session, clock: FixedClock, office: FoundedOffice, tmp_path: Path
):
    case, waits = received(session, clock, office, **PERSON), held(session, clock, office.home.id)
    for role in set(Role) - {Role.QUALITY_OFFICER}:
        with refused(session, "forbidden"):
            export_personal_of_held(session, clock, office.actor(role), waits)
    officer = office.actor(Role.QUALITY_OFFICER)
    found, target = export_personal_of_held(session, clock, officer, waits), io.BytesIO()
    assert (found.case_ids, found.held_ids) == ((case.id,), (waits.id,))
    write_personal(target, found, "Urząd", clock.today(), Shelf(tmp_path))
    with zipfile.ZipFile(target) as archive:
        assert [one["number"] for one in json.loads(archive.read(DATA))["cases"]] == ["1/2026", "L 1/2026"]
    release(session, clock, office.actor(Role.CLERK), waits, FILED.code or "")
    with refused(session, "nothing_kept"):
        export_personal_of_held(session, clock, officer, waits)


# --- pages and commands ---


@pytest.fixture
def waiting(storage: Storage, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    with storage.writing() as session:
        return held(session, clock, office.home.id).id


@ON_SQLITE
def test_the_queue_says_how_many_wait_and_which_a_search_finds(
    waiting: uuid.UUID, signed_in: Callable[..., FlaskClient], statements: Callable[[], Iterator[list[str]]]
):
    handler = signed_in(Role.HANDLER)
    handler.get("/staff/pl/queue")
    with statements() as seen:  # type: ignore[attr-defined]
        page = handler.get("/staff/pl/queue?q=dziura")
    assert len(seen) <= 10
    assert "Na liście oczekujących, jeszcze bez numeru w rejestrze: 1 sprawa L 1/2026 Dziura w drodze" in text(page)
    plain = text(handler.get("/staff/pl/queue"))
    assert "jeszcze bez numeru w rejestrze: 1 sprawa" in plain
    assert "Dziura" not in plain
    assert "Dziura" not in text(handler.get("/staff/pl/queue?q=chodnik"))
    stranger = text(signed_in(Role.HEAD, next_door=True).get("/staff/pl/queue?q=dziura"))
    assert "jeszcze bez numeru" not in stranger


@ON_SQLITE
def test_pages_say_where_the_list_was_too_long_for_words(
    waiting: uuid.UUID, signed_in: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
):
    clerk, told = signed_in(Role.CLERK), "po słowach szukano tylko w najnowszych sprawach"
    sent = {**hidden(clerk.get("/staff/pl/desk").get_data(as_text=True)), "text": "dziura"}
    assert told not in text(clerk.get("/staff/pl/queue?q=dziura")) + text(clerk.post("/staff/pl/desk", data=sent))
    monkeypatch.setattr(held_search, "MOST_READ", 0)
    for page in (clerk.get("/staff/pl/queue?q=dziura"), clerk.post("/staff/pl/desk", data=sent)):
        assert told in text(page)
        assert "Dziura" not in text(page)


@ON_SQLITE
def test_the_clerk_finds_it_at_the_desk_and_opens_it_on_the_list(
    waiting: uuid.UUID, signed_in: Callable[..., FlaskClient]
):
    clerk = signed_in(Role.CLERK)
    form = hidden(clerk.get("/staff/pl/desk").get_data(as_text=True))
    page = clerk.post("/staff/pl/desk", data={**form, "text": "zdzblo"})
    assert "L 1/2026 Dziura w drodze" in text(page)
    assert "Nie ma takiej sprawy" not in text(page)
    assert "Znaleziono 1 sprawę" in text(page), "a screen reader says how many, also where they only wait"
    shown = clerk.get("/staff/pl/holding-list?number=L+1/2026")
    assert "Pokazujemy jedną sprawę: L 1/2026." in text(shown)
    assert "Ta sprawa już nie czeka" in text(clerk.get("/staff/pl/holding-list?number=L+2/2026"))
    assert "Dziura" in text(clerk.get("/staff/pl/holding-list?number=nic"))
    token = hidden(shown.get_data(as_text=True))["csrf_token"]
    assert clerk.post("/staff/pl/holding-list/release", data={"csrf_token": token, "held": waiting}).status_code == 303
    for page in (
        clerk.post("/staff/pl/desk", data={**form, "text": "L 1/2026"}),
        clerk.get("/staff/pl/queue?q=L+1/2026"),
    ):
        assert "1/2026 Dziura w drodze" in text(page)


@ON_SQLITE
def test_the_quality_officer_takes_the_copy_from_the_list(
    waiting: uuid.UUID, signed_in: Callable[..., FlaskClient], storage: Storage
):
    officer, address = signed_in(Role.QUALITY_OFFICER), f"/staff/pl/holding-list/{waiting}/personal"
    sent = {"csrf_token": hidden(officer.get("/staff/pl/holding-list").get_data(as_text=True))["csrf_token"]}
    taken = officer.post(address, data=sent)
    assert (taken.status_code, taken.mimetype) == (200, "application/zip")
    assert officer.post(address).status_code == 400
    assert officer.get(address).status_code == 405
    assert officer.post(f"/staff/pl/holding-list/{uuid.UUID(int=7)}/personal", data=sent).status_code == 404
    head = signed_in(Role.HEAD)
    assert head.post(address).status_code == 403
    assert "Pobierz kopię" not in text(head.get("/staff/pl/holding-list"))


@ON_SQLITE
def test_commands_know_the_number_of_the_list_and_erase_nothing_that_is_open(
    waiting: uuid.UUID, app: Flask, office: FoundedOffice, storage: Storage, clock: FixedClock, tmp_path: Path
):
    run, out, by = app.test_cli_runner().invoke, tmp_path / "copy.zip", office.member(Role.QUALITY_OFFICER).login
    made = run(args=["personal", "export", "--case", "L 1/2026", "--out", str(out), "--by", by])
    assert "1 cases, 0 files" in made.output
    erase = ["complaints", "erase", "L 1/2026", "--by", by, "--reason", "wniosek", "--yes"]
    refusal = run(args=erase)
    assert refusal.exit_code == 1
    assert "L 1/2026 waits on the holding list, so it is open" in refusal.output
    with storage.writing() as session:
        filing = session.get_one(HeldFiling, waiting)
        release(session, clock, office.actor(Role.CLERK), filing, FILED.code or "")
        assert session.get_one(Complaint, filing.complaint_id).register_number == "1/2026"
    assert "is still open; settle it first" in run(args=erase).output
