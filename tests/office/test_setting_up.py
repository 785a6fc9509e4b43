"""The first run: one code, one page, one transaction; before it nothing is shown, after it nothing is left."""

from __future__ import annotations

import datetime as dt
import io
import logging
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from attachments.models import StoredFile
from attachments.rules import MEGABYTE
from kernel.clock import FixedClock
from kernel.ids import ALPHABET, spoken_code
from kernel.permissions import Role
from ledger.models import LedgerEntry
from ledger.verify import verify
from office.actions.founding import OfficeTyped
from office.actions.setting_up import (
    AdministratorTyped,
    OfficeExists,
    WrongSetUpCode,
    is_set_up_code,
    make_set_up_code,
    set_up_office,
)
from office.models import FilingClass, Office, OfficeCrest, OutsideBody, Person, RoleAssignment, SetUpCode, Topic
from office.rules.setting_up import CODE_LASTS
from office.throttle import TooManyTries
from storage.session import Storage
from surveys.models import QuestionnaireVersion
from tests.attachments.specimens import image
from tests.cast import FoundedOffice
from tests.filling import document, errors_above, errors_beside, fields, send, text, the_form
from tests.office.accounts import shown
from tests.office.acting import entries
from tests.pages import CheckedClient
from tests.program import program

PAGE = "/staff/pl/set-up"
sqlite_only = pytest.mark.parametrize("backend", ["sqlite"])
TYPED = {
    "name": "Urząd Gminy w Próbowie",
    "address": "Rynek 1, 00-001 Próbowo",
    "phone": "00 000 00 00",
    "email": "urzad@probowo.example",
    "unit_symbol": "OR",
    "register_prefix": "SW",
    "display_name": "Anna Próbna",
    "post": "informatyk",
    "login": "Anna.Probna",
    "own_email": "anna@probowo.example",
    "password": "cztery konie w galopie",
    "password_again": "cztery konie w galopie",
}
ADMINISTRATOR = AdministratorTyped("anna.probna", "Anna Próbna", "informatyk", "", "cztery konie w galopie")


@pytest.fixture
def bare(storage: Storage, clock: FixedClock, tmp_path: Path) -> Flask:
    """The program on a migrated database without an office."""
    app = next(program(storage, clock, tmp_path))
    app.test_client_class = CheckedClient
    return app


@pytest.fixture
def visitor(bare: Flask) -> FlaskClient:
    return bare.test_client()


@pytest.fixture
def code(storage: Storage, clock: FixedClock) -> str:
    with storage.writing() as session:
        return make_set_up_code(session, clock)


def past_the_code(visitor: FlaskClient, code: str):
    return send(visitor, visitor.get(PAGE), code=spoken_code(code).lower())


# --- the code ---


def test_a_code_is_sixty_random_bits_and_only_its_hash_is_kept(storage: Storage, clock: FixedClock):
    with storage.writing() as session:
        codes = {make_set_up_code(session, clock) for _ in range(20)}
    assert len(codes) == 20
    assert all(len(code) == 12 and set(code) <= set(ALPHABET) for code in codes)
    with storage.reading() as session:
        row = session.scalars(select(SetUpCode)).one()
    assert not any(code in row.code_hash for code in codes)
    assert row.expires_at - row.made_at == CODE_LASTS == dt.timedelta(hours=24)


@sqlite_only
def test_a_new_code_replaces_the_old_one_and_an_old_one_expires(storage: Storage, clock: FixedClock, code: str):
    with storage.writing() as session:
        fresh = make_set_up_code(session, clock)
        assert is_set_up_code(session, clock, spoken_code(fresh).lower().replace("0", "o"))
        assert not is_set_up_code(session, clock, code)
    clock.advance(hours=24)
    with storage.writing() as session:
        assert not is_set_up_code(session, clock, fresh)
        with pytest.raises(WrongSetUpCode):
            set_up_office(session, clock, fresh, OfficeTyped("Urząd", "Rynek 1"), ADMINISTRATOR)


def test_the_office_and_its_first_administrator_come_at_once_and_the_code_is_gone(
    storage: Storage, clock: FixedClock, code: str
):
    with storage.writing() as session:
        set_up_office(session, clock, code, OfficeTyped("Urząd", "Rynek 1"), ADMINISTRATOR)
    with storage.writing() as session:
        assert session.scalars(select(Office.name)).all() == ["Urząd"]
        held = session.scalars(select(RoleAssignment)).one()
        assert (held.role, held.department_id) == (Role.ADMINISTRATOR.value, None)
        assert session.scalars(select(SetUpCode)).all() == []
        assert verify(session).is_whole
        with pytest.raises(OfficeExists):
            make_set_up_code(session, clock)
        with pytest.raises(WrongSetUpCode):
            set_up_office(session, clock, code, OfficeTyped("Drugi", "Rynek 1"), ADMINISTRATOR)


@sqlite_only
def test_a_new_office_has_lists_to_begin_with_and_the_archivist_confirmed_none(
    storage: Storage, clock: FixedClock, code: str
):
    with storage.writing() as session:
        set_up_office(session, clock, code, OfficeTyped("Urząd", "Rynek 1"), ADMINISTRATOR)
    with storage.reading() as session:
        classes = {row.symbol: row for row in session.scalars(select(FilingClass))}
        assert {"1510", "1511", "152", "1431", "1710", "1711"} == set(classes)
        assert {classes["1510"].category, classes["152"].category} == {"A"}
        assert all(row.confirmed_on is None for row in classes.values())
        assert {row.kind for row in session.scalars(select(OutsideBody))} == {"council", "wojewoda", "sko", "rio"}
        assert all(row.name_en and row.name_uk for row in session.scalars(select(Topic)))


# --- the page ---


@sqlite_only
def test_without_the_code_the_page_shows_nothing_but_its_field(visitor: FlaskClient):
    inputs = [element.get("name") for element in document(visitor.get(PAGE)).iterfind(".//main//input")]
    assert inputs == ["csrf_token", "code"]


@sqlite_only
def test_from_an_empty_database_to_a_signed_in_administrator(
    bare: Flask, visitor: FlaskClient, storage: Storage, clock: FixedClock, code: str
):
    form = past_the_code(visitor, code)
    assert form.status_code == 200
    assert "Europe/Warsaw" in text(form)
    done = send(visitor, form, "step", **TYPED)
    assert (done.status_code, done.location) == (302, "/staff/pl/administration")
    page = visitor.get(done.location, follow_redirects=True)
    assert "Urząd jest założony" in page.text
    assert "Pozostałe strony otworzą się, gdy drugi składnik będzie włączony" in text(page)
    with storage.reading() as session:
        administrator = session.scalars(select(Person.id)).one()
    page = visitor.get(send(visitor, page, password=TYPED["password"]).location)
    assert "Kody zapasowe" in text(send(visitor, page, code=shown(storage, clock, administrator)))
    assert "Kierownik dla całego urzędu" in text(visitor.get(done.location))
    with storage.reading() as session:
        office = session.scalars(select(Office)).one()
        person = session.scalars(select(Person)).one()
        assert session.scalars(select(QuestionnaireVersion.state)).all() == ["published", "published"]
    assert (office.unit_symbol, office.register_prefix, office.languages) == (
        "OR",
        "SW",
        ("pl", "uk"),
    )  # the visitor sends one box of a name
    assert not office.is_sample
    assert (person.login, person.email) == ("anna.probna", "anna@probowo.example")
    assert visitor.get(PAGE).status_code == 404
    assert visitor.post(PAGE, data={"code": code}).status_code == 404


@sqlite_only
@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", " ", "Brak nazwy"),
        ("address", "Rynek 1, Próbowo", "brak kodu pocztowego"),
        ("email", "urzad", "To nie wygląda na adres"),
        ("unit_symbol", "O.R", "Symbol ma od 1 do 10 znaków"),
        ("login", "Anna Próbna", "Login może mieć tylko małe litery"),
        ("password_again", "inne", "Hasła są różne"),
        ("password_again", "cztery konie w galopi", "Hasła są różne"),
        ("post", "", "Brak stanowiska"),
    ],
)
def test_a_slip_loses_nothing_and_founds_nothing(
    visitor: FlaskClient, storage: Storage, code: str, field: str, value: str, words: str
):
    answer = send(visitor, past_the_code(visitor, code), "step", **{**TYPED, field: value})
    assert answer.status_code == 422
    assert words in errors_beside(answer)[field].replace("\u2060", "")
    page = answer.get_data(as_text=True)
    assert ("Rynek 1" in page, TYPED["password"] in page) == (True, False)
    with storage.reading() as session:
        assert session.scalars(select(Office)).all() == []
        assert session.scalar(select(func.count()).select_from(LedgerEntry)) == 0
    mended = send(visitor, answer, "step", **TYPED)
    assert mended.status_code == 302


@sqlite_only
@pytest.mark.parametrize(
    ("password", "words"),
    [("krótkie", "za krótkie"), ("anna.probna.anna.probna", "nazwy urzędu"), ("abcdefghijklmnop", "kolejne litery")],
)
def test_a_weak_password_founds_nothing(visitor: FlaskClient, storage: Storage, code: str, password: str, words: str):
    weak = {**TYPED, "password": password, "password_again": password}
    answer = send(visitor, past_the_code(visitor, code), "step", **weak)
    assert words in errors_beside(answer)["password"]
    with storage.reading() as session:
        assert session.scalars(select(Office)).all() == []


@sqlite_only
def test_wrong_codes_are_counted_and_a_new_one_from_the_console_opens_at_once(
    visitor: FlaskClient, storage: Storage, clock: FixedClock, code: str
):
    for _ in range(10):
        wrong = send(visitor, visitor.get(PAGE), code="0000-0000-0000")
        assert wrong.status_code == 422
        assert "flask office setup-code" in errors_beside(wrong)["code"]
    blocked = past_the_code(visitor, code)
    assert blocked.status_code == 429
    assert "spróbować ponownie za 15 min" in errors_above(blocked)[0]
    with storage.writing() as session:
        with pytest.raises(TooManyTries):
            is_set_up_code(session, clock, code)
        fresh = make_set_up_code(session, clock)
    assert past_the_code(visitor, fresh).status_code == 200


@sqlite_only
def test_a_change_of_language_carries_what_was_typed(visitor: FlaskClient, code: str):
    form = past_the_code(visitor, code)
    switched = send(visitor, form, "step", **{**TYPED, "switch": "en", "to": "/staff/en/set-up"})
    assert switched.status_code == 200
    assert 'value="Urząd Gminy w Próbowie"' in switched.get_data(as_text=True)


@sqlite_only
def test_only_the_first_of_two_founds_the_office(bare: Flask, visitor: FlaskClient, storage: Storage, code: str):
    other = bare.test_client()
    mine, theirs = past_the_code(visitor, code), past_the_code(other, code)
    assert send(other, theirs, "step", **TYPED).status_code == 302
    assert send(visitor, mine, "step", **TYPED).status_code == 404
    with storage.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 1


@sqlite_only
def test_an_office_that_is_there_has_no_set_up_page(client: FlaskClient, office: FoundedOffice):
    assert client.get(PAGE).status_code == 404


@sqlite_only
def test_the_code_stands_in_no_log_and_no_address(visitor: FlaskClient, code: str, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    answer = send(visitor, past_the_code(visitor, code), "step", **TYPED)
    assert code not in answer.location
    assert not any(part in caplog.text for part in (code, spoken_code(code), spoken_code(code).lower()))


@sqlite_only
@pytest.mark.parametrize("lang", ["pl", "en", "uk"])
def test_before_there_is_an_office_pages_say_so_calmly(visitor: FlaskClient, lang: str):
    assert 'class="door"' not in visitor.get(f"/{lang}/").get_data(as_text=True)
    assert "/set-up" in visitor.get(f"/staff/{lang}/sign-in").get_data(as_text=True)


# --- the crest ---


def with_picture(visitor: FlaskClient, form: TestResponse, content: bytes, **typed: str) -> TestResponse:
    """As a browser sends it. The test client would leave the temporary file of a large body to the rubbish."""
    picture = FileStorage(io.BytesIO(content), "herb.png", content_type="image/png")
    boundary, body = encode_multipart({**fields(form, "step"), **TYPED, **typed, "picture": picture})
    kind = f"multipart/form-data; boundary={boundary}"
    return visitor.post(PAGE, input_stream=io.BytesIO(body), content_length=len(body), content_type=kind)


def typed_again(answer: TestResponse) -> dict[str, str]:
    """What the form gives back of what was typed."""
    return {name: value for name, value in fields(answer, "step").items() if name in TYPED}


@sqlite_only
def test_the_form_sends_files_and_the_file_comes_last_so_that_one_too_large_costs_no_text(
    visitor: FlaskClient, code: str
):
    form = the_form(past_the_code(visitor, code), "step")
    assert form.get("enctype") == "multipart/form-data"
    assert [element.get("name") for element in form.iter("input")][-1] == "picture"


@sqlite_only
def test_a_crest_chosen_at_the_first_run_stands_in_the_header_from_then_on(
    visitor: FlaskClient, storage: Storage, code: str
):
    done = with_picture(visitor, past_the_code(visitor, code), image("PNG"))
    assert done.status_code == 302
    with storage.reading() as session:
        kept = session.scalars(select(OfficeCrest)).one()
        digest = session.get_one(StoredFile, kept.file_id).digest
        entry = next(item for item in entries(session, 100) if item["tag"] == "office:crest:set")
        assert (entry["data"], entry["actor"]) == ({"file": digest}, "system")
        assert verify(session).is_whole
    for address in (done.location, "/pl/"):
        page = visitor.get(address, follow_redirects=True).get_data(as_text=True)
        assert page.split('class="crest" src="')[1].split('"')[0].count(digest) == 1


@sqlite_only
def test_without_a_crest_the_plain_sign_stands_in_the_header(visitor: FlaskClient, storage: Storage, code: str):
    done = send(visitor, past_the_code(visitor, code), "step", **TYPED)
    assert "/crest/" not in visitor.get(done.location, follow_redirects=True).get_data(as_text=True)
    with storage.reading() as session:
        assert session.scalars(select(OfficeCrest)).all() == []
        assert session.scalars(select(StoredFile)).all() == []
        assert not any(item["tag"] == "office:crest:set" for item in entries(session, 100))


@sqlite_only
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Plik jest pusty"),
        (b"%PDF-1.4\nnothing", ""),
        (image()[:40], ""),
        (bytes(3 * MEGABYTE), "2 MB"),
    ],
    ids=["empty", "pdf", "broken", "too large"],
)
def test_a_bad_picture_founds_nothing_and_loses_nothing_but_itself(
    visitor: FlaskClient, storage: Storage, clock: FixedClock, code: str, content: bytes, words: str
):
    answer = with_picture(visitor, past_the_code(visitor, code), content)
    assert answer.status_code == 422
    assert list(errors_beside(answer)) == ["picture"]
    assert words in errors_beside(answer)["picture"].replace("\u2060", "")
    assert typed_again(answer) == {**TYPED, "login": "anna.probna", "password": "", "password_again": ""}
    with storage.writing() as session:
        assert is_set_up_code(session, clock, code)
        assert session.scalars(select(Office)).all() == []
        assert session.scalars(select(StoredFile)).all() == []
        assert session.scalar(select(func.count()).select_from(LedgerEntry)) == 0
    assert with_picture(visitor, answer, image("PNG")).status_code == 302


@sqlite_only
def test_a_file_so_large_that_it_is_left_aside_costs_no_text_either(
    visitor: FlaskClient, code: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("web.uploads.TOLERANCE", 0)
    answer = with_picture(visitor, past_the_code(visitor, code), bytes(3 * MEGABYTE))
    assert answer.status_code == 422
    assert "2 MB" in errors_beside(answer)["picture"].replace("\u2060", "")
    assert typed_again(answer) == {**TYPED, "login": "anna.probna", "password": "", "password_again": ""}


@sqlite_only
@pytest.mark.parametrize("slip", [{"post": ""}, {"password": "krótkie", "password_again": "krótkie"}])
def test_after_another_slip_the_page_says_that_the_file_has_to_be_chosen_again(
    visitor: FlaskClient, bare: Flask, storage: Storage, code: str, slip: dict[str, str]
):
    form = past_the_code(visitor, code)
    assert "wskazać jeszcze raz" not in text(form)
    answer = with_picture(visitor, form, image("PNG"), **slip)
    assert answer.status_code == 422
    assert "Plik trzeba wskazać jeszcze raz" in text(answer)
    with storage.reading() as session:
        assert session.scalars(select(StoredFile)).all() == []
    data = Path(bare.config["SETTINGS"].data_folder)
    assert [path for path in data.rglob("*") if path.is_file()] == []


# --- the command ---


@sqlite_only
def test_the_command_prints_the_page_and_the_code(bare: Flask, storage: Storage, clock: FixedClock):
    said = bare.test_cli_runner().invoke(args=["office", "setup-code", "--address", "http://127.0.0.1:8123"]).output
    assert "http://127.0.0.1:8123/staff/pl/set-up" in said
    printed = re.search(r"code +([0-9A-Z-]{14})", said)
    assert printed
    with storage.writing() as session:
        assert is_set_up_code(session, clock, printed[1])
    assert (
        "https://opinie.proba.example/staff/pl/set-up"
        in bare.test_cli_runner().invoke(args=["office", "setup-code"]).output
    )


@sqlite_only
def test_the_command_is_refused_where_there_is_an_office_or_silent_when_asked(app: Flask):
    done = app.test_cli_runner().invoke(args=["office", "setup-code"])
    assert (done.exit_code, "Urząd Testowy" in done.output) == (1, True)
    quiet = app.test_cli_runner().invoke(args=["office", "setup-code", "--if-needed"])
    assert (quiet.exit_code, quiet.output) == (0, "")
