"""Every check of the doctor, failing and passing."""

from __future__ import annotations

import datetime as dt
import shutil
import socket
import ssl
import threading
import uuid
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from sqlalchemy import insert, text, update

from kernel.clock import FixedClock
from ledger.keys import new_key
from ledger.models import LedgerHead
from office.models import Office
from operations.health import backups
from operations.health.checks import CHECKS, ask, chosen, configuration, databases, machine, outside, sealing, work
from operations.health.english import ENGLISH, mend, said
from operations.health.finding import Check, Finding, Look, Needs, Signal
from operations.models import BackupRun
from storage import migrate
from storage.session import Storage
from surveys.models import Pen, QuestionnaireVersion, Response
from surveys.rules.follow_up import pen_name
from tests.cast import FoundedOffice
from tests.ledger.sealed import seal
from tests.program import SECRET
from web.settings import Settings
from worker.actions import enqueue
from worker.effects import Later
from worker.models import OutboxRow

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
ON_POSTGRESQL = pytest.mark.parametrize("backend", ["postgresql"])
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def look(storage: Storage, clock: FixedClock, tmp_path: Path) -> Look:
    """A look at a database without an office and a folder of its own, all of it well."""
    tmp_path.chmod(0o750)
    return Look(Settings(database_url=storage.url, secret_key=SECRET, data_folder=str(tmp_path)), storage, clock)


@pytest.fixture
def told(look: Look, office: FoundedOffice) -> Look:
    """The same look at a founded office."""
    return look


def where(look: Look, **settings: object) -> Look:
    """The look with other settings."""
    return replace(look, settings=replace(look.settings, **settings))  # type: ignore[arg-type]


def code(finding: Finding) -> tuple[str, str]:
    """What a test compares; the sentences are tried on the way."""
    assert "%" not in said(finding) + mend(finding)
    assert bool(mend(finding)) == (finding.signal in {Signal.LATE, Signal.SOON}) or finding.signal == Signal.NEUTRAL
    return finding.code, finding.signal


# --- configuration ---


@ON_SQLITE
@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, ("address.none", "soon")),
        ({"public_url": "http://localhost:8000"}, ("address.here", "fine")),
        ({"public_url": "http://opinie.example.pl"}, ("address.plain", "late")),
        ({"public_url": "https://opinie.example.pl"}, ("address.cookies", "late")),
        ({"public_url": "https://opinie.example.pl", "secure_cookies": True}, ("address.proxies", "soon")),
        (
            {"public_url": "https://opinie.example.pl", "secure_cookies": True, "trusted_proxies": 1},
            ("address.fine", "fine"),
        ),
    ],
)
def test_the_address_the_cookies_and_the_proxies_must_agree(look: Look, settings: dict[str, object], expected: object):
    assert code(configuration.address(where(look, **settings))) == expected


@ON_SQLITE
def test_a_key_typed_by_hand_is_weak(look: Look):
    assert code(configuration.key(look)) == ("key.fine", "fine")
    assert code(configuration.key(where(look, secret_key="tajne" * 8))) == ("key.weak", "late")


@ON_SQLITE
def test_a_key_that_others_can_read_is_told(look: Look, tmp_path: Path):
    (tmp_path / "secret_key").write_text(SECRET)
    (tmp_path / "secret_key").chmod(0o600)
    here = where(look, database_url=f"sqlite:///{tmp_path}/x.sqlite")
    assert code(configuration.key(here)) == ("key.fine", "fine")
    (tmp_path / "secret_key").chmod(0o644)
    assert code(configuration.key(here)) == ("key.open", "late")


@ON_SQLITE
def test_summer_time_must_be_known(look: Look, monkeypatch: pytest.MonkeyPatch):
    assert code(configuration.zones(look)) == ("zones.fine", "fine")
    monkeypatch.setattr(configuration, "WARSAW", dt.timezone(dt.timedelta(hours=1)))
    assert code(configuration.zones(look)) == ("zones.wrong", "late")


# --- database ---


def test_a_database_that_answers_is_fine(look: Look, backend: str):
    assert code(databases.reachable(look)) == ("database.fine", "fine")
    assert code(databases.server(look))[0] in {"server.fine", "server.unsafe"}  # the PostgreSQL of the tests is quick


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.sqlite", "postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=1"]
)
@ON_SQLITE
def test_a_database_that_is_away_is_told_and_nothing_that_needs_it_is_asked(look: Look, url: str):
    away = replace(look, storage=Storage(url))
    found = {check.name: finding for check, finding in ask(away, [one for one in CHECKS if not one.goes_out])}
    assert code(found["database"]) == ("database.away", "late")
    assert {found[check.name].code for check in CHECKS if check.needs} == {"any.skipped"}
    assert code(found["record"]) == ("any.skipped", "neutral")


@ON_SQLITE
def test_a_check_that_cannot_look_says_so(look: Look):
    def fail(_look: Look) -> Finding:
        raise PermissionError(13, "no")

    from operations.health.checks import _asked

    assert code(_asked(Check("x", fail), look)) == ("any.failed", "late")


@ON_SQLITE
@pytest.mark.parametrize("pragma", ["synchronous=OFF", "journal_mode=DELETE"])
def test_a_sqlite_that_may_lose_what_it_acknowledged_is_told(look: Look, pragma: str):
    from sqlalchemy import event

    event.listen(look.storage.engine, "connect", lambda connection, _record: connection.execute(f"PRAGMA {pragma}"))
    assert code(databases.server(look)) == ("server.unsafe", "late")


@ON_POSTGRESQL
@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ({}, {("server.fine", "fine")}),
        ({"server_version": "13.4 (Debian)"}, {("server.old", "late")}),
        ({"server_encoding": "SQL_ASCII"}, {("server.encoding", "late")}),
        ({"fsync": "off"}, {("server.unsafe", "late")}),
        ({"synchronous_commit": "off"}, {("server.unsafe", "late")}),
        ({"full_page_writes": "off"}, {("server.unsafe", "late")}),
    ],
)
def test_a_postgresql_is_old_or_unsafe_or_fine(
    look: Look, monkeypatch: pytest.MonkeyPatch, shown: dict[str, str], expected: set[tuple[str, str]]
):
    real = databases._show
    safe = {**databases.SAFE, **shown}  # the server of the tests is deliberately unsafe
    monkeypatch.setattr(databases, "_show", lambda connection, name: safe.get(name) or real(connection, name))
    assert code(databases.server(look)) in expected


@ON_POSTGRESQL
@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("'C', CAST(NULL AS text), CAST(NULL AS text)", ("server.fine", "fine")),
        ("'pl_PL.UTF-8', '2.35', '2.36'", ("server.collation", "late")),
        ("'pl_PL.UTF-8', '2.36', '2.36'", ("server.fine", "fine")),
    ],
)
def test_how_a_postgresql_sorts_is_looked_at(
    look: Look, monkeypatch: pytest.MonkeyPatch, row: str, expected: tuple[str, str]
):
    real = databases._show
    monkeypatch.setattr(databases, "_show", lambda connection, name: databases.SAFE.get(name) or real(connection, name))
    monkeypatch.setattr(databases, "_COLLATION", f"SELECT {row}")
    assert code(databases.server(look)) == expected


def test_the_version_of_the_tables_is_looked_at(bare_storage: Storage, look: Look):
    assert code(databases.version(look)) == ("version.fine", "fine")
    bare = replace(look, storage=bare_storage)
    assert code(databases.version(bare)) == ("version.none", "late")
    migrate.upgrade(bare_storage.engine, "0001")
    assert code(databases.version(bare)) == ("version.other", "late")


def test_a_lock_taken_off_is_told(look: Look):
    assert code(databases.locks(look)) == ("locks.fine", "fine")
    is_sqlite = look.storage.engine.dialect.name == "sqlite"
    lock = "ledger_entry_no_update" if is_sqlite else "ledger_entry_no_change ON ledger_entry"
    with look.storage.engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER {lock}"))
    assert code(databases.locks(look)) == ("locks.missing", "late")


@ON_SQLITE
def test_without_an_office_there_is_no_record_to_look_at(look: Look):
    assert code(databases.record(look)) == ("record.none", "neutral")


def test_a_record_that_does_not_end_at_its_head_is_told(told: Look):
    assert code(databases.record(told)) == ("record.fine", "fine")
    with told.storage.writing() as session:
        session.execute(update(LedgerHead).values(leaf=LedgerHead.leaf - 1))
    assert code(databases.record(told)) == ("record.torn", "late")


def test_a_sample_office_is_not_for_others(told: Look):
    assert code(configuration.sample(told)) == ("sample.here", "neutral")
    assert code(configuration.sample(where(told, public_url="https://opinie.example.pl"))) == ("sample.public", "late")
    assert code(configuration.sample(where(told, public_url="http://localhost:8000"))) == ("sample.here", "neutral")
    with told.storage.writing() as session:
        session.execute(update(Office).values(is_sample=False))
    assert code(configuration.sample(where(told, public_url="https://opinie.example.pl"))) == ("sample.none", "fine")


# --- machine ---


@ON_SQLITE
@pytest.mark.parametrize(
    ("megabytes", "expected"),
    [
        (199, ("disk.full", "late")),
        (200, ("disk.short", "soon")),
        (1_999, ("disk.short", "soon")),
        (2_000, ("disk.fine", "fine")),
    ],
)
def test_room_on_the_disk(look: Look, monkeypatch: pytest.MonkeyPatch, megabytes: int, expected: object):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(10**12, 0, megabytes * machine.MEGABYTE))
    assert code(machine.disk(look)) == expected


@ON_SQLITE
def test_a_data_folder_that_is_not_there_yet_still_has_a_disk(look: Look, tmp_path: Path):
    assert machine.disk(where(look, data_folder=str(tmp_path / "a" / "b"))).code.startswith("disk.")


@ON_SQLITE
def test_the_data_folder_is_the_programs_own(look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    Path(look.storage.url.removeprefix("sqlite:///")).chmod(0o640)
    assert code(machine.files(look)) == ("files.fine", "fine")
    (tmp_path / "attachments").mkdir(mode=0o755)
    assert code(machine.files(look)) == ("files.open", "late")
    monkeypatch.setattr("os.access", lambda *_args: False)
    assert code(machine.files(look)) == ("files.unwritable", "late")
    assert code(machine.files(where(look, data_folder=str(tmp_path / "none")))) == ("files.none", "late")


@ON_SQLITE
def test_a_sqlite_database_that_others_can_read_is_told(look: Look):
    Path(look.storage.url.removeprefix("sqlite:///")).chmod(0o644)
    assert code(machine.files(look)) == ("files.open", "late")


def test_a_clock_behind_the_record_is_an_alarm(told: Look, clock: FixedClock, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(machine, "APART", dt.timedelta(days=36_500))  # the clock of the tests stands in its own year
    assert code(machine.clock(told)) == ("clock.fine", "fine")
    with told.storage.writing() as session:
        session.execute(update(LedgerHead).values(recorded_at=clock.now() + dt.timedelta(minutes=3)))
    assert code(machine.clock(told)) == ("clock.behind", "late")


@ON_POSTGRESQL
def test_two_clocks_that_disagree_are_told(told: Look):
    assert code(machine.clock(told)) in {("clock.apart", "late"), ("clock.fine", "fine")}
    there = replace(told, clock=FixedClock(dt.datetime(2040, 1, 1, tzinfo=dt.UTC)))
    assert code(machine.clock(there)) == ("clock.apart", "late")


# --- work ---


@ON_SQLITE
@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (None, ("worker.none", "late")),
        (dt.timedelta(minutes=3), ("worker.fine", "fine")),
        (dt.timedelta(minutes=4), ("worker.quiet", "late")),
    ],
)
def test_a_worker_gives_signs_of_life(
    look: Look, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, age: dt.timedelta | None, expected: object
):
    seen = None if age is None else clock.now() - age
    monkeypatch.setattr("worker.queries.last_heartbeat", lambda _session: seen)
    assert code(work.worker(look)) == expected


def test_what_waits_for_long_or_was_given_up_is_told(look: Look, clock: FixedClock):
    assert code(work.outbox(look)) == ("outbox.fine", "fine")
    with look.storage.writing() as session:
        enqueue(session, clock, "mail", {})
    clock.advance(minutes=59)
    assert code(work.outbox(look)) == ("outbox.fine", "fine")
    clock.advance(minutes=2)
    assert code(work.outbox(look)) == ("outbox.stuck", "soon")
    clock.advance(hours=24)
    assert code(work.outbox(look)) == ("outbox.stuck", "late")
    with look.storage.writing() as session:
        session.execute(update(OutboxRow).values(state="dead"))
    assert code(work.outbox(look)) == ("outbox.dead", "soon")


def test_an_answer_that_waits_for_its_seal_is_told(told: Look, clock: FixedClock):
    assert code(work.seals(told)) == ("seals.fine", "fine")
    with told.storage.writing() as session:
        session.execute(insert(Response).values(_response(session.query(QuestionnaireVersion.id).scalar(), clock)))
    assert code(work.seals(told)) == ("seals.fine", "fine")
    clock.advance(minutes=16)
    assert code(work.seals(told)) == ("seals.late", "late")


@ON_SQLITE
def test_answers_that_wait_under_an_earlier_secret_are_told(told: Look):
    with told.storage.writing() as session:
        session.add_all((Pen(key_id=pen_name(SECRET), kept="sealed"), Pen(key_id=pen_name("emptied"), kept="")))
    assert code(work.pens(told)) == ("pens.fine", "fine")
    other = where(told, secret_key="f" + SECRET)
    assert code(work.pens(other)) == ("pens.locked", "soon")
    assert pen_name(SECRET) in mend(work.pens(other))


def _response(version_id: uuid.UUID, clock: FixedClock) -> dict[str, object]:
    return {
        "id": uuid.uuid4(), "version_id": version_id, "mode": "kiosk", "layout_version": 1, "language": "pl",
        "received_at": clock.now(), "payload_hash": "0" * 64, "salt": "0" * 32, "commitment": "0" * 64, "flags": "",
    }  # fmt: skip


def ran(look: Look, kind: str, *, is_ok: bool = True) -> None:
    """Note a backup or a trial restore that ended now."""
    now = look.clock.now()
    run = BackupRun(kind=kind, day_on=look.clock.today(), started_at=now, finished_at=now, is_ok=is_ok, file_name="x")
    with look.storage.writing() as session:
        session.add(run)


@pytest.fixture
def kept(look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Look:
    """A folder for backups on a disk of its own."""
    monkeypatch.setattr(backups, "folder", lambda _settings: Path("/dev/shm"))
    return look


def test_a_backup_is_there_recent_and_good(kept: Look, clock: FixedClock):
    assert code(work.backup(kept)) == ("backup.none", "late")
    ran(kept, "daily", is_ok=False)
    assert code(work.backup(kept)) == ("backup.none", "late")
    clock.advance(minutes=1)
    ran(kept, "daily")
    clock.advance(hours=1)
    assert code(work.backup(kept)) == ("backup.fine", "fine")
    ran(kept, "daily", is_ok=False)
    assert code(work.backup(kept)) == ("backup.failed", "soon")
    clock.advance(hours=26)
    assert code(work.backup(kept)) == ("backup.old", "late")


@ON_SQLITE
def test_a_backup_lies_on_another_disk_in_a_folder_one_can_write(
    look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    ran(look, "daily")
    assert code(work.backup(look)) == ("backup.same_disk", "soon"), "the first nightly backup makes the folder"
    (tmp_path / "backups").mkdir()
    assert code(work.backup(look)) == ("backup.same_disk", "soon")
    monkeypatch.setattr(backups, "folder", lambda _settings: tmp_path / "gone" / "backups")
    assert code(work.backup(look)) == ("backup.unwritable", "late")


@ON_SQLITE
def test_a_backup_is_restored_for_a_trial_every_week(look: Look, clock: FixedClock):
    assert code(work.restore(look)) == ("restore.none", "neutral")
    ran(look, "daily")
    assert code(work.restore(look)) == ("restore.none", "soon")
    ran(look, "check", is_ok=False)
    assert code(work.restore(look)) == ("restore.failed", "late")
    clock.advance(hours=1)
    ran(look, "check")
    assert code(work.restore(look)) == ("restore.fine", "fine")
    clock.advance(days=10)
    assert code(work.restore(look)) == ("restore.old", "soon")


# --- outside ---


@contextmanager
def listening(answer: Callable[[socket.socket], None], at: str | None = None) -> Iterator[int]:
    """A program that answers one caller, on a port or at a path; its port."""
    server = socket.socket(socket.AF_UNIX if at else socket.AF_INET)
    server.bind(at or ("127.0.0.1", 0))
    server.listen()

    def serve() -> None:
        connection, _address = server.accept()
        with connection:
            answer(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield 0 if at else server.getsockname()[1]
    thread.join(5)
    server.close()


def _says(words: bytes) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(words)

    return answer


def _greets(connection: socket.socket) -> None:
    connection.sendall(b"220 mail.example.pl ready\r\n")
    for answer in (b"250 mail.example.pl\r\n", b"221 bye\r\n"):
        connection.recv(1000)
        connection.sendall(answer)


def _turns_away(connection: socket.socket) -> None:
    connection.sendall(b"554 nobody\r\n")
    connection.recv(1000)


@ON_SQLITE
@pytest.mark.parametrize(
    ("server", "expected"), [(_greets, ("mail.fine", "fine")), (_turns_away, ("mail.refused", "late"))]
)
def test_a_mail_server_lets_us_in(look: Look, server: Callable[[socket.socket], None], expected: tuple[str, str]):
    with listening(server) as port:
        there = where(look, mail_url=f"smtp://127.0.0.1:{port}", mail_from="opinie@example.pl")
        assert code(outside.mail(there)) == expected


@ON_SQLITE
@pytest.mark.parametrize(
    ("stopped", "expected"),
    [
        ("mail_unreachable", "mail.away"),
        ("mail_no_tls", "mail.no_tls"),
        ("mail_certificate", "mail.certificate"),
        ("mail_ca_file", "mail.certificate"),
        ("mail_sign_in 535", "mail.sign_in"),
        ("mail_password_file", "mail.sign_in"),
        ("mail_later 421", "mail.refused"),
    ],
)
def test_what_stands_in_the_way_of_mail_is_told_apart(
    look: Look, monkeypatch: pytest.MonkeyPatch, stopped: str, expected: str
):
    def stop(*_args: object) -> None:
        raise Later(stopped)

    monkeypatch.setattr("worker.smtp.reach", stop)
    there = where(look, mail_url="smtps://mail.example.pl", mail_from="opinie@example.pl")
    assert code(outside.mail(there)) == (expected, "late")


@ON_SQLITE
def test_mail_into_files_reaches_nobody(look: Look):
    assert code(outside.mail(look)) == ("mail.files", "soon")


@ON_SQLITE
def test_a_mail_server_that_is_away_is_told(look: Look):
    there = where(look, mail_url="smtp://127.0.0.1:1", mail_from="opinie@example.pl")
    assert code(outside.mail(there)) == ("mail.away", "late")


@ON_SQLITE
@pytest.mark.parametrize(("words", "expected"), [(b"PONG\0", "scanner.fine"), (b"WHAT\0", "scanner.away")])
def test_a_scanner_answers(look: Look, words: bytes, expected: str, tmp_path: Path):
    with listening(_says(words)) as port:
        assert code(outside.scanner(where(look, clamd=f"tcp:127.0.0.1:{port}")))[0] == expected
    place = str(tmp_path / "clamd")
    with listening(_says(words), place):
        assert code(outside.scanner(where(look, clamd=f"unix:{place}")))[0] == expected


@ON_SQLITE
@pytest.mark.parametrize("place", ["unix:/nowhere/clamd.ctl", "tcp:127.0.0.1:1"])
def test_a_scanner_that_is_away_is_told(look: Look, place: str):
    assert code(outside.scanner(where(look, clamd=place))) == ("scanner.away", "late")
    assert code(outside.scanner(look)) == ("scanner.none", "neutral")


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """An authority that this machine believes."""
    authority = trustme.CA()
    real = ssl.create_default_context

    def believing() -> ssl.SSLContext:
        context = real()
        authority.configure_trust(context)
        return context

    monkeypatch.setattr("operations.health.checks.outside.ssl.create_default_context", believing)
    return authority


def _served(certificate: trustme.LeafCert, words: bytes) -> Callable[[socket.socket], None]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)

    def answer(plain: socket.socket) -> None:
        try:
            with context.wrap_socket(plain, server_side=True) as connection:
                _says(words)(connection)
        except ssl.SSLError:
            pass  # the caller did not believe us

    return answer


@ON_SQLITE
@pytest.mark.parametrize(
    ("words", "days", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\nok", 30, ("https.fine", "fine")),
        (b"HTTP/1.1 200 OK\r\n\r\nok", 5, ("https.ends", "soon")),
        (b"HTTP/1.1 404 NO\r\n\r\nok", 30, ("https.other", "late")),
        (b"", 30, ("https.other", "late")),
    ],
)
def test_the_public_address_leads_here(
    look: Look, authority: trustme.CA, clock: FixedClock, words: bytes, days: int, expected: tuple[str, str]
):
    now = dt.datetime.now(dt.UTC)  # noqa: TID251 - certificates are judged by the machine's own clock
    certificate = authority.issue_cert("localhost", not_after=now + dt.timedelta(days=days))
    there = replace(look, clock=FixedClock(now))
    with listening(_served(certificate, words)) as port:
        assert code(outside.https(where(there, public_url=f"https://localhost:{port}"))) == expected


@ON_SQLITE
def test_a_certificate_nobody_believes_is_told(look: Look):
    with listening(_served(trustme.CA().issue_cert("localhost"), b"")) as port:
        found = outside.https(where(look, public_url=f"https://localhost:{port}"))
    assert code(found) == ("https.untrusted", "late")


@ON_SQLITE
def test_an_address_that_leads_nowhere_is_told(look: Look):
    assert code(outside.https(where(look, public_url="https://localhost:1"))) == ("https.away", "late")
    assert code(outside.https(where(look, public_url="http://localhost:1"))) == ("https.none", "neutral")


# --- the table ---


@ON_SQLITE
def test_a_chosen_check_brings_what_it_stands_on(look: Look):
    assert [check.name for check, _finding in ask(look, chosen({"seals"}))] == ["database", "version", "seals"]
    assert [check.name for check, _finding in ask(look, chosen({"disk"}))] == ["disk"]


def test_checks_have_different_names_and_stand_behind_what_they_need():
    names = [check.name for check in CHECKS]
    assert len(set(names)) == len(names)
    for check in CHECKS:
        grounds = {Needs.NOTHING: [], Needs.DATABASE: ["database"], Needs.TABLES: ["database", "version"]}[check.needs]
        assert all(names.index(ground) < names.index(check.name) for ground in grounds)


def test_every_case_named_in_the_code_has_its_english_words_and_no_other():
    import re

    sources = [*Path(work.__file__).parent.glob("*.py")]
    code_like = re.compile(r'[( ]"([a-z_]+\.[a-z_]+)"')
    named = {found for file in sources for found in code_like.findall(file.read_text("utf-8"))}
    assert named == set(ENGLISH)


# --- seals of the record ---


@ON_SQLITE
def test_without_an_office_there_is_nothing_to_seal(look: Look):
    assert code(sealing.record_seal(look)) == ("record_seal.no_office", "neutral")


@ON_SQLITE
def test_the_key_and_the_age_of_the_last_seal_are_looked_at(told: Look, clock: FixedClock, tmp_path: Path):
    assert code(sealing.record_seal(told)) == ("record_seal.no_key", "soon")
    here = where(told, seal_key_file=str(tmp_path / "seal.pem"))
    assert code(sealing.record_seal(here)) == ("record_seal.key_missing", "late")
    key = new_key(tmp_path / "seal.pem")
    assert code(sealing.record_seal(here)) == ("record_seal.none", "soon")
    made = seal(told.storage, clock, key)
    assert code(sealing.record_seal(here)) == ("record_seal.fine", "fine")
    clock.advance(days=3)
    assert code(sealing.record_seal(here)) == ("record_seal.fine", "fine"), "nothing was recorded since"
    with told.storage.writing() as session:
        session.execute(update(LedgerHead).values(leaf=made.size + 2))
    assert code(sealing.record_seal(here)) == ("record_seal.old", "late")
    (tmp_path / "seal.pem").chmod(0o644)
    assert code(sealing.record_seal(here)) == ("record_seal.key_open", "late")
    new_key(tmp_path / "other.pem")
    other = where(told, seal_key_file=str(tmp_path / "other.pem"))
    assert code(sealing.record_seal(other)) == ("record_seal.other_key", "late")
