"""The auditor's page: where the chain ends, what it holds, whether it is whole; four verses."""

from __future__ import annotations

import dataclasses
import json
import re
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select
from sqlalchemy import text as sql
from werkzeug.test import TestResponse

import app as house
from assurance.actions import VERIFY, ask
from assurance.effects import EFFECTS
from assurance.labels import UNTOLD
from assurance.queries import SILENT
from kernel.clock import FixedClock
from kernel.permissions import Role
from ledger.seals import parts_of
from storage.session import Storage
from tests.assurance.test_cli import tamper
from tests.cast import PASSWORD, FoundedOffice
from tests.complaints.handling import PERSONAL
from tests.filling import document, send, text
from tests.ledger.sealed import key_of, seal
from tests.pages import text_of
from worker.effects import Work
from worker.models import OutboxRow

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
Enter = Callable[..., FlaskClient]
SAID = {
    "pl": "Nie porównano tego, o czym wpisy z wcześniejszych wersji programu nie mówią: język rozmowy "
    "telefonicznej (12), adres e-mail konta (1 300).",
    "en": "Not compared, as entries of an earlier version do not tell it: language of a phone call (12), "
    "e-mail address of an account (1,300).",
    "uk": "Не порівняно того, про що записи з попередніх версій програми не говорять: мова телефонної розмови (12), "
    "адреса електронної пошти облікового запису (1 300).",
}
PAGE = "/staff/pl/record"
READERS = {Role.QUALITY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR}


def leaves(page: object) -> list[int]:
    rows = document(page).iterfind(".//section[@aria-labelledby='new']//tbody/tr")  # type: ignore[arg-type]
    return [int(text_of(row[0])) for row in rows]


def test_it_shows_the_end_of_the_chain_and_the_newest_entries(signed_in: Enter, storage: Storage, filed: uuid.UUID):
    page = signed_in(Role.AUDITOR).get(PAGE)
    with storage.reading() as session:
        leaf, last = session.execute(sql("SELECT leaf, hash FROM ledger_head")).one()
    assert page.status_code == 200
    assert last in "".join(text(page).split())
    assert leaves(page)[:2] == [leaf, leaf - 1]
    assert "complaints:complaint:assign" in text(page)


def test_older_entries_are_a_link_away_down_to_the_first(signed_in: Enter, filed: uuid.UUID):
    auditor, seen, address = signed_in(Role.AUDITOR), [], PAGE
    while address:
        page = auditor.get(address)
        seen += leaves(page)
        older = re.search(r'href="([^"]*before=\d+)">Starsze wpisy', page.text)
        address = older[1] if older else ""
    assert seen == list(range(len(seen), 0, -1))


@pytest.mark.parametrize("before", ["x", "-1", "0", "9" * 30, "1.5"])
def test_an_odd_place_to_begin_breaks_nothing(signed_in: Enter, before: str):
    assert signed_in(Role.AUDITOR).get(PAGE, query_string={"before": before}).status_code == 200


def carry_out(app: Flask, storage: Storage, clock: FixedClock) -> None:
    """What the worker does with the verification that was asked for."""
    with storage.reading() as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.kind == VERIFY)).one()
    with app.app_context():
        EFFECTS[VERIFY](Work(row.id, json.loads(row.payload), storage, clock))


def verified(client: FlaskClient, app: Flask, storage: Storage, clock: FixedClock) -> TestResponse:
    """The page of a verification that was asked for with the button and carried out."""
    asked = send(client, client.get(PAGE))
    assert asked.status_code == 302
    carry_out(app, storage, clock)
    return client.get(asked.location)


def test_a_verification_says_that_the_record_is_whole_and_writes_no_entry(
    signed_in: Enter, app: Flask, storage: Storage, clock: FixedClock, filed: uuid.UUID
):
    auditor = signed_in(Role.AUDITOR)
    with storage.reading() as session:
        before = session.scalar(sql("SELECT leaf FROM ledger_head"))
    page = verified(auditor, app, storage, clock)
    assert "Zapis nienaruszony" in text(page)
    assert f"({before})" in text(page)
    assert "Zapis nienaruszony" in text(auditor.get(PAGE))
    with storage.reading() as session:
        assert session.scalar(sql("SELECT leaf FROM ledger_head")) == before


@pytest.mark.parametrize(("language", "said"), SAID.items())
def test_what_was_not_compared_stands_under_the_verdict_with_of_how_many_rows(
    signed_in: Enter, app: Flask, storage: Storage, clock: FixedClock, filed: uuid.UUID, language: str, said: str
):
    auditor = signed_in(Role.AUDITOR)
    assert "Nie porównano" not in text(verified(auditor, app, storage, clock))
    with storage.writing() as session:
        session.execute(delete(OutboxRow).where(OutboxRow.kind == VERIFY))
    older = {"language of a phone call": 12, "e-mail address of an account": 1_300}
    first, *rest = app.extensions["replays"]
    app.extensions["replays"] = (dataclasses.replace(first, untold=lambda _session: older), *rest)
    clock.advance(minutes=1)
    place = send(auditor, auditor.get(PAGE)).location
    carry_out(app, storage, clock)
    for address in (PAGE, place):
        assert said in text(auditor.get(address.replace("/pl/", f"/{language}/")))


def test_everything_that_may_not_be_compared_has_words_for_people(storage: Storage):
    with storage.reading() as session:
        named = {what for projection in house.REPLAYS for what in projection.untold(session)}
    assert named == set(UNTOLD)


def test_it_names_the_first_broken_entry(
    signed_in: Enter, app: Flask, storage: Storage, clock: FixedClock, filed: uuid.UUID
):
    auditor = signed_in(Role.AUDITOR)
    tamper(storage, "UPDATE ledger_entry SET tag = 'office:desk:add' WHERE leaf = 4")
    page = verified(auditor, app, storage, clock)
    assert "Pierwsze naruszone miejsce: entry 4" in text(page)
    assert "its tag differs from its text" in text(page)


def test_it_names_a_row_that_says_otherwise_than_its_entries(
    signed_in: Enter, app: Flask, storage: Storage, clock: FixedClock, filed: uuid.UUID
):
    auditor = signed_in(Role.AUDITOR)
    with storage.writing() as session:
        session.execute(sql("UPDATE complaint SET due_on = '2027-01-04'"))
    page = verified(auditor, app, storage, clock)
    assert "Dane inne niż wpisy" in text(page)
    assert "due_on" in text(page)


def test_until_the_worker_comes_the_page_says_how_far_it_is(
    signed_in: Enter, app: Flask, storage: Storage, clock: FixedClock, filed: uuid.UUID
):
    auditor = signed_in(Role.AUDITOR)
    place = send(auditor, auditor.get(PAGE)).location
    assert "czeka na program pomocniczy" in text(auditor.get(place))
    told = auditor.get(place, headers={"Accept": "application/json"}).json
    assert told == {"over": False, "done": 0, "total": 0, "written": "0"}
    assert send(auditor, auditor.get(PAGE)).location == place  # the one under way, not another
    carry_out(app, storage, clock)
    over = auditor.get(place, headers={"Accept": "application/json"}).get_json()
    assert over["over"]
    assert over["done"] == over["total"] > 0


def test_a_run_nobody_carried_on_for_an_hour_does_not_stand_in_the_way(
    signed_in: Enter, clock: FixedClock, filed: uuid.UUID
):
    auditor = signed_in(Role.AUDITOR)
    first = send(auditor, auditor.get(PAGE)).location
    clock.move_to(clock.now() + SILENT)
    assert send(auditor, auditor.get(PAGE)).location != first


def test_carried_out_again_a_verification_stays_as_it_was(
    signed_in: Enter, app: Flask, storage: Storage, clock: FixedClock, filed: uuid.UUID
):
    auditor = signed_in(Role.AUDITOR)
    page = verified(auditor, app, storage, clock)
    clock.move_to(clock.now() + SILENT)
    carry_out(app, storage, clock)
    assert "Sprawdzono: 21 listopada 2026, 10:00" in text(auditor.get(page.request.path))


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_may_read_the_record_see_a_verification(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, role: Role
):
    with storage.writing() as session:
        run = ask(session, clock, office.actor(Role.AUDITOR))
    answer = signed_in(role).get(f"/staff/pl/record/verification/{run.id}")
    assert answer.status_code == (200 if role in READERS else 403)


def test_a_verification_nobody_asked_for_is_not_there(signed_in: Enter):
    assert signed_in(Role.AUDITOR).get(f"/staff/pl/record/verification/{uuid.uuid4()}").status_code == 404


def test_nothing_is_asked_for_without_the_form_token(signed_in: Enter, storage: Storage):
    auditor = signed_in(Role.AUDITOR)
    assert send(auditor, auditor.get(PAGE), csrf_token="old").status_code == 400
    with storage.reading() as session:
        assert session.scalar(select(func.count()).select_from(OutboxRow).where(OutboxRow.kind == VERIFY)) == 0


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_another_method_is_refused(signed_in: Enter, method: str):
    assert signed_in(Role.AUDITOR).open(PAGE, method=method).status_code == 405


def test_strangers_sign_in_first(client: FlaskClient):
    assert client.get(PAGE).headers["Location"] == "/staff/pl/sign-in?next=/staff/pl/record"
    assert client.post(PAGE).status_code == 401


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_may_read_the_record_do(signed_in: Enter, role: Role):
    client = signed_in(role)
    assert client.get(PAGE).status_code == (200 if role in READERS else 403)
    assert client.post(PAGE).status_code == (400 if role in READERS else 403)
    assert (f'href="{PAGE}"' in client.get("/staff/pl/", follow_redirects=True).text) == (role in READERS)


def test_the_page_holds_nobody_s_data(signed_in: Enter, office: FoundedOffice, filed: uuid.UUID):
    page = signed_in(Role.ADMINISTRATOR).get(PAGE)
    for secret in ("Osoba Próbna", "ul. Próbna 2", "Czekanie", PASSWORD, *PERSONAL.values()):
        assert secret not in page.text


def test_the_last_seals_and_the_key_to_compare_stand_on_the_page(
    signed_in: Enter, storage: Storage, clock: FixedClock, filed: uuid.UUID
):
    empty = text(signed_in(Role.AUDITOR).get(PAGE))
    assert "Nie ma jeszcze pieczęci" in empty
    assert "Zapis nie był jeszcze pieczętowany" in empty
    made = seal(storage, clock)
    page = signed_in(Role.AUDITOR).get(PAGE)
    together = "".join(text(page).split())
    assert key_of().fingerprint in together
    assert parts_of(made.canonical)["root"] in together
    rows = document(page).findall(".//section[@aria-labelledby='seals']//tbody/tr")
    assert [text_of(cell) for cell in rows[0]][::2][:2] == ["1", str(made.size)]
