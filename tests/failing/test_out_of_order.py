"""Database away, held, full, read-only: a page in the reader's language, nothing typed lost, all well afterwards."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from complaints.models import Complaint
from kernel.permissions import Role
from ledger.models import LedgerHead
from ledger.verify import verify
from storage import engine as engines
from storage import turns
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.filling import document, fields, send
from tests.forms import FILING, hidden
from tests.house.test_access import address
from tests.web.test_odd_input import rules
from web.forms import Form, is_secret

LANGUAGES = ("pl", "en", "uk")
POSTGRESQL = pytest.mark.parametrize("backend", ["postgresql"])
SQLITE = pytest.mark.parametrize("backend", ["sqlite"])


def count(storage: Storage) -> tuple[int, int]:
    """Cases, and the end of the record."""
    with storage.reading() as session:
        cases = session.scalar(select(func.count()).select_from(Complaint))
        return cases or 0, session.scalar(select(LedgerHead.leaf)) or 0


def filing(client: FlaskClient, lang: str = "pl") -> dict[str, str]:
    """A whole complaint with its token, ready to be sent."""
    return hidden(client.get(f"/{lang}/complaint").text) | FILING


def assert_kept(client: FlaskClient, sent: dict[str, str], lang: str, words: str, before: tuple[int, int]) -> None:
    """Sending fails with a page in the language, with these words, with all that was typed; nothing is written."""
    storage: Storage = client.application.extensions["storage"]
    response = client.post(f"/{lang}/complaint", data=sent)
    assert response.status_code == 503
    assert document(response).get("lang") == lang
    assert int(response.headers["Retry-After"]) > 0
    if lang == "pl":
        assert words in response.text
    assert fields(response) == sent
    assert count(storage) == before


def assert_sent_again(client: FlaskClient, sent: dict[str, str], before: tuple[int, int]) -> None:
    """The same form, sent again and once more, is one case."""
    storage: Storage = client.application.extensions["storage"]
    for _time in range(2):
        assert client.post("/pl/complaint", data=sent).status_code == 200
    assert count(storage) == (before[0] + 1, before[1] + 1)
    with storage.reading() as session:
        assert verify(session).is_whole


# --- held by somebody else ---


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch, storage: Storage) -> None:
    """Nobody waits longer than a twentieth of a second."""
    for module in (engines, turns):
        monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    quick = Storage(storage.url)
    storage.close()
    storage.engine, storage._writing_engine, storage._reading_engine = (
        quick.engine,
        quick._writing_engine,
        quick._reading_engine,
    )


@contextlib.contextmanager
def held(storage: Storage) -> Iterator[None]:
    """Another program writes and does not come to an end."""
    other = Storage(storage.url)
    with other.session(writing=True) as session:
        session.execute(select(LedgerHead).with_for_update())
        session.execute(text("LOCK TABLE register_counter")) if "postgres" in storage.url else None
        yield
    other.close()


@pytest.mark.usefixtures("impatient", "office")
def test_a_database_held_too_long_is_called_busy(client: FlaskClient, storage: Storage):
    for lang in LANGUAGES:
        sent, before = filing(client, lang), count(storage)
        with held(storage):
            assert_kept(client, sent, lang, "zajęta dłużej niż zwykle", before)
    assert_sent_again(client, sent, before)


@pytest.mark.usefixtures("impatient")
def test_a_step_of_the_staff_waits_no_longer_either(
    signed_in: Callable[..., FlaskClient], storage: Storage, filed: uuid.UUID
):
    handler = signed_in(Role.HANDLER)
    page = handler.get(f"/staff/pl/case/{filed}/note")
    with held(storage):
        response = send(handler, page, "step", text="Zadzwoniono do Wydziału")
    assert response.status_code == 503
    assert fields(response)["text"] == "Zadzwoniono do Wydziału"
    assert send(handler, response).status_code == 302


# --- away ---


@contextlib.contextmanager
def shut(storage: Storage) -> Iterator[None]:
    """The server ends all connections and takes no new ones."""
    url = make_url(storage.url)
    server = url.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS false'.encode())
        _end_all(admin, url.database)
        yield
        admin.execute(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS true'.encode())


def _end_all(admin: psycopg.Connection, database: str | None) -> None:
    query = (
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    )
    admin.execute(query, (database,))


@POSTGRESQL
@pytest.mark.usefixtures("office")
def test_a_server_that_goes_and_comes_back_needs_no_restart_of_ours(client: FlaskClient, storage: Storage):
    sent = {lang: filing(client, lang) for lang in LANGUAGES}
    before = count(storage)
    with shut(storage):
        for lang in LANGUAGES:
            assert client.get(f"/{lang}/").status_code == 503
            response = client.post(f"/{lang}/complaint", data=sent[lang])
            assert (response.status_code, fields(response)) == (503, sent[lang])
            assert document(response).get("lang") == lang
    assert client.get("/pl/").status_code == 200
    assert_sent_again(client, sent["pl"], before)


@POSTGRESQL
@pytest.mark.usefixtures("office")
def test_after_a_restart_of_the_server_the_first_page_is_a_page(client: FlaskClient, storage: Storage):
    assert client.get("/pl/").status_code == 200
    with shut(storage):
        pass
    assert client.get("/pl/").status_code == 200


@POSTGRESQL
@pytest.mark.usefixtures("office")
def test_a_connection_that_breaks_at_the_commit_is_told_honestly(client: FlaskClient, storage: Storage):
    sent, before = filing(client), count(storage)

    def break_off(connection: object) -> None:
        event.remove(storage.engine, "commit", break_off)
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")  # type: ignore[attr-defined]

    event.listen(storage.engine, "commit", break_off)
    assert_kept(client, sent, "pl", "Nie wiadomo, czy to, co zostało wysłane", before)
    assert_sent_again(client, sent, before)


@SQLITE
@pytest.mark.usefixtures("office")
def test_a_file_that_cannot_be_opened_is_a_database_that_is_away(client: FlaskClient, storage: Storage):
    sent, before = filing(client), count(storage)
    path = Path(storage.url.removeprefix("sqlite:///"))
    storage.close()
    path.rename(path.with_suffix(".gone"))
    path.mkdir()
    response = client.post("/uk/complaint", data=sent)
    assert (response.status_code, fields(response)) == (503, sent)
    path.rmdir()
    path.with_suffix(".gone").rename(path)
    assert_sent_again(client, sent, before)


# --- full, read only, damaged ---


@SQLITE
@pytest.mark.usefixtures("office")
def test_a_full_disk_is_said_and_nothing_is_half_written(client: FlaskClient, storage: Storage):
    sent = [filing(client) for _number in range(40)]

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    with storage.reading() as session:
        pages = session.scalar(text("PRAGMA page_count"))
    storage.close()
    event.listen(storage.engine, "connect", limit)
    full = next(form for form in sent if client.post("/pl/complaint", data=form).status_code == 503)
    for lang in LANGUAGES:
        assert_kept(client, full, lang, "Na dysku urzędu zabrakło miejsca", count(storage))
    event.remove(storage.engine, "connect", limit)
    storage.close()
    assert_sent_again(client, full, count(storage))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes; only who is root may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], check=False, capture_output=True
    ).returncode
    if mounted != 0:
        pytest.skip("NO SMALL DISK: mounting one needs root; the full disk was tried with a limit of SQLite only")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@SQLITE
def test_a_disk_that_is_really_full_loses_nothing(app: Flask, client: FlaskClient, storage: Storage, small_disk: Path):
    with sqlite3.connect(storage.url.removeprefix("sqlite:///")) as source:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with contextlib.closing(sqlite3.connect(small_disk / "full.sqlite")) as target:
            source.backup(target)
    source.close()
    there = Storage(f"sqlite:///{small_disk / 'full.sqlite'}", storage.reactions)
    app.extensions["storage"] = there
    sent, before = filing(client), count(there)
    ballast = small_disk / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
    assert os.statvfs(small_disk).f_bavail == 0
    response = client.post("/pl/complaint", data=sent)
    assert (response.status_code, fields(response)) == (503, sent)
    ballast.unlink()
    assert_sent_again(client, sent, before)
    there.close()


@POSTGRESQL
@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("53100", "Na dysku urzędu zabrakło miejsca"),
        ("25006", "nie przyjmuje teraz zmian"),
        ("XX001", "Nie da się odczytać"),
        ("53300", "zajęta dłużej niż zwykle"),
    ],
)
def test_what_the_server_refuses_while_it_writes_is_said(client: FlaskClient, storage: Storage, state: str, words: str):
    sent, before = filing(client), count(storage)
    with storage.writing() as session:
        session.execute(
            text(
                "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$"
            )
        )
        session.execute(text("CREATE TRIGGER fail AFTER INSERT ON complaint_matter EXECUTE FUNCTION fail()"))
    for lang in LANGUAGES:
        assert_kept(client, sent, lang, words, before)
    with storage.writing() as session:
        session.execute(text("DROP TRIGGER fail ON complaint_matter"))
    assert_sent_again(client, sent, before)


@SQLITE
@pytest.mark.usefixtures("office")
def test_a_database_that_can_only_be_read_goes_on_being_read(app: Flask, client: FlaskClient, storage: Storage):
    sent, before = filing(client), count(storage)
    path = storage.url.removeprefix("sqlite:///")
    app.extensions["storage"] = Storage(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert client.get("/pl/").status_code == 200
    assert_kept(client, sent, "pl", "nie przyjmuje teraz zmian", before)
    app.extensions["storage"].close()
    app.extensions["storage"] = storage
    assert_sent_again(client, sent, before)


@SQLITE
def test_a_damaged_file_is_not_blamed_on_the_reader(app: Flask, client: FlaskClient, tmp_path: Path):
    (tmp_path / "damaged.sqlite").write_bytes(b"no database at all, but long enough to look like one" * 40)
    app.extensions["storage"] = Storage(f"sqlite:///{tmp_path / 'damaged.sqlite'}")
    response = client.get("/pl/")
    assert response.status_code == 503
    assert "Nie da się odczytać bazy danych" in response.text


# --- every form there is ---


@SQLITE
def test_no_form_of_any_room_loses_a_word_while_the_database_is_away(
    app: Flask,
    signed_in: Callable[..., FlaskClient],
    office: FoundedOffice,
    filed: uuid.UUID,
    monkeypatch: pytest.MonkeyPatch,
):
    head = signed_in(Role.HEAD)

    def away(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("SELECT 1", {}, ConnectionRefusedError())

    for way in ("execute", "scalars", "scalar", "get", "connection"):
        monkeypatch.setattr(f"sqlalchemy.orm.Session.{way}", away)
    typed = {"text": "Ławka\ni drzewo <b>", "name": "Żółć", "password": "cztery konie w galopie", "other": "ą" * 5000}
    kept = {name: value for name, value in typed.items() if name != "password"}
    tried = 0
    for rule in rules(app, "POST"):
        if rule.endpoint.startswith("kiosk_api."):
            continue  # no form: a tablet keeps what it could not send, tests/journeys/test_kiosk.py
        response = head.post(address(app, rule, complaint_id=filed, token=office.desk.token), data=typed)
        if response.status_code == 503:
            tried += 1
            assert {name: value.replace("\r\n", "\n") for name, value in fields(response).items()} == kept, rule
            assert "cztery konie" not in response.text
        else:
            assert response.status_code in {200, 302, 400, 404, 422}, (rule, response.status_code)
    assert tried > 8


def test_every_password_field_of_every_form_is_a_secret(app: Flask):
    from wtforms import PasswordField

    def families(kind: type[Any]) -> Iterator[type[Any]]:
        for child in kind.__subclasses__():
            yield child
            yield from families(child)

    found = 0
    for form in families(Form):
        for name in dir(form):
            field = getattr(form, name)
            if getattr(field, "field_class", None) is PasswordField:
                found += 1
                assert is_secret(name), (form, name)
    assert found > 0
