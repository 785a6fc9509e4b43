"""A held file is given out only after the scanner found it clean; what it finds is kept in words and in the record."""

from __future__ import annotations

import json
import socket
import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from attachments.actions import SCAN, store
from attachments.cli import attachments_cli
from attachments.effects import scan_file
from attachments.models import StoredFile
from attachments.rules import FileState
from attachments.scanner import ScannerSilent, scan
from attachments.shelf import Shelf
from kernel.clock import FixedClock
from ledger.models import LedgerEntry
from storage.session import Storage
from tests.attachments.clamd import VIRUS, Scanner, mute, nobody, scanner
from tests.cast import FoundedOffice
from worker.effects import Hopeless, Later, Work
from worker.models import OutboxRow


@pytest.fixture
def server() -> Iterator[Scanner]:
    with scanner() as running:
        yield running


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 600_000)
    return path


def test_a_clean_file_is_shown_whole_and_nothing_is_found(server: Scanner, file: Path):
    assert scan(server.setting, file) == ""
    assert server.shown == [file.read_bytes()]


def test_a_virus_is_found_by_its_name(server: Scanner, file: Path):
    file.write_bytes(b"list " + VIRUS)
    assert scan(server.setting, file) == "Eicar-Signature"


def test_a_scanner_behind_a_unix_socket_is_asked_too(tmp_path: Path, file: Path):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "clamd.ctl"))
        listener.listen()

        def talk() -> None:
            connection, _ = listener.accept()
            with connection, connection.makefile("rb") as heard:
                while not heard.read1().endswith(b"\0\0\0\0"):
                    pass
                connection.sendall(b"stream: OK\0")

        thread = threading.Thread(target=talk)
        thread.start()
        assert scan(f"unix:{tmp_path / 'clamd.ctl'}", file) == ""
        thread.join()


@pytest.mark.parametrize("answer", [b"", b"stream: \0", b"UNKNOWN COMMAND\0", b"x" * 5000, b"\xff\xfe\0", b"FOUND\0"])
def test_an_answer_that_is_none_counts_as_silence(file: Path, answer: bytes):
    with scanner(answer=answer) as odd, pytest.raises(ScannerSilent, match="scanner_a"):
        scan(odd.setting, file)


def test_a_file_the_scanner_finds_too_large_is_not_clean(file: Path):
    with scanner(limit=1000) as small, pytest.raises(ScannerSilent, match=r"scanner_(limit|away)"):
        scan(small.setting, file)


def test_a_scanner_that_is_away_or_says_nothing_is_no_clean_answer(tmp_path: Path, file: Path):
    with pytest.raises(ScannerSilent, match="scanner_away"):
        scan(nobody(), file)
    with pytest.raises(ScannerSilent, match="scanner_away"):
        scan(f"unix:{tmp_path / 'nothing'}", file)
    with mute() as silent, pytest.raises(ScannerSilent, match="scanner_slow"):
        scan(silent, file, timeout=0.05)


def configured(app: Flask, address: str) -> Shelf:
    """The shelf of the program with a scanner."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], clamd=address)
    return Shelf(Path(app.config["SETTINGS"].data_folder), scanner=address)


def held(storage: Storage, clock: FixedClock, shelf: Shelf, content: bytes) -> uuid.UUID:
    with storage.writing() as session:
        return store(session, clock, shelf, content).id


def work(storage: Storage, clock: FixedClock, file_id: uuid.UUID) -> Work:
    return Work(uuid.uuid4(), {"file": str(file_id)}, storage, clock)


def state(storage: Storage, file_id: uuid.UUID) -> str:
    with storage.reading() as session:
        return session.get_one(StoredFile, file_id).state


def quarantined(storage: Storage) -> list[dict[str, Any]]:
    with storage.reading() as session:
        entries = session.scalars(select(LedgerEntry).where(LedgerEntry.tag == "attachments:file:quarantine"))
        return [json.loads(entry.canonical) for entry in entries]


def test_a_held_file_becomes_available_once_it_was_found_clean(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, server: Scanner
):
    file_id = held(storage, clock, configured(app, server.setting), b"dobry tekst")
    assert state(storage, file_id) == FileState.HELD
    with app.app_context():
        scan_file(work(storage, clock, file_id))
        scan_file(work(storage, clock, file_id))
    assert state(storage, file_id) == FileState.AVAILABLE
    assert server.shown == [b"dobry tekst"]
    assert quarantined(storage) == []


def test_an_infected_file_is_never_given_out_and_the_record_says_so_once(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, server: Scanner
):
    file_id = held(storage, clock, configured(app, server.setting), VIRUS)
    with app.app_context():
        scan_file(work(storage, clock, file_id))
        scan_file(work(storage, clock, file_id))
    assert state(storage, file_id) == FileState.INFECTED
    (entry,) = quarantined(storage)
    assert entry["data"] == {"file": str(file_id), "finding": "Eicar-Signature"}
    assert entry["actor"] == "system"


def test_while_the_scanner_is_away_the_file_stays_held_and_the_worker_comes_back(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    file_id = held(storage, clock, configured(app, nobody()), b"tekst")
    with app.app_context():
        with pytest.raises(Later, match="scanner_away"):
            scan_file(work(storage, clock, file_id))
        configured(app, "")
        with pytest.raises(Later, match="scanner_not_set"):
            scan_file(work(storage, clock, file_id))
    assert state(storage, file_id) == FileState.HELD


def test_a_file_that_is_gone_is_not_shown_for_ever(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, server: Scanner
):
    shelf = configured(app, server.setting)
    file_id = held(storage, clock, shelf, b"tekst")
    with storage.reading() as session:
        shelf.path_of(session.get_one(StoredFile, file_id).digest).unlink()
    with app.app_context():
        with pytest.raises(Hopeless, match="file_missing"):
            scan_file(work(storage, clock, file_id))
        scan_file(work(storage, clock, uuid.uuid4()))


def test_held_files_and_those_from_before_the_scanner_can_be_shown_again(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, server: Scanner
):
    with storage.writing() as session:
        old = store(session, clock, Shelf(Path(app.config["SETTINGS"].data_folder)), b"dawny").id
    runner = app.test_cli_runner()
    refused = runner.invoke(attachments_cli, ["scan"])
    assert (refused.exit_code, "there is no scanner" in refused.output) == (1, True)
    held(storage, clock, configured(app, server.setting), b"nowy")
    assert "1 files" in runner.invoke(attachments_cli, ["scan"]).output
    clock.advance(seconds=1)
    assert "2 files" in runner.invoke(attachments_cli, ["scan", "--all"]).output
    assert state(storage, old) == FileState.HELD
    with storage.reading() as session:
        assert {row.kind for row in session.scalars(select(OutboxRow))} == {SCAN}


def test_the_worker_knows_the_effect(app: Flask):
    assert app.extensions["effects"][SCAN] is scan_file
