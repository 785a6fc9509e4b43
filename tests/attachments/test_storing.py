"""A file lies once under its hash, whole or not at all, and its row never points at nothing."""

from __future__ import annotations

import errno
import os
import resource
import signal
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from attachments.actions import keep, prepare, store, store_crest
from attachments.queries import faults, file_with, stored_files
from attachments.rules import FileRefused, FileState
from attachments.shelf import Shelf, digest_of
from kernel.clock import FixedClock
from storage.session import Storage
from tests.attachments import specimens as made
from tests.cast import FoundedOffice
from worker.models import OutboxRow


def files(shelf: Shelf) -> list[Path]:
    return [path for path in shelf.root.rglob("*") if path.is_file()]


def outbox(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(OutboxRow)).one()


def test_a_file_lies_under_its_hash_where_only_the_program_can_read_it(
    session: Session, clock: FixedClock, shelf: Shelf
):
    file = store(session, clock, shelf, made.pdf())
    path = shelf.path_of(file.digest)
    assert path.read_bytes() == made.pdf()
    assert path == shelf.folder / "attachments" / file.digest[:2] / file.digest[2:]
    assert digest_of(path) == file.digest
    assert (file.kind, file.size, file.state) == ("pdf", len(made.pdf()), FileState.AVAILABLE)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    assert files(shelf) == [path]
    assert outbox(session) == 0
    assert stored_files(session) == [file]


def test_the_same_content_is_kept_once(session: Session, clock: FixedClock, shelf: Shelf):
    first = store(session, clock, shelf, b"raz")
    clock.advance(days=2)
    second = store(session, clock, shelf, b"raz")
    assert first.id == second.id
    assert second.stored_at < second.touched_at == clock.now()
    assert len(files(shelf)) == 1
    assert store(session, clock, shelf, b"dwa").id != first.id


def test_two_who_store_the_same_content_at_once_share_it(storage: Storage, clock: FixedClock, shelf: Shelf):
    drafts = [prepare(shelf, b"raz"), prepare(shelf, b"raz")]
    with storage.writing() as one:
        first = keep(one, clock, shelf, drafts[0])
    with storage.writing() as other:
        second = keep(other, clock, shelf, drafts[1])
    assert first.id == second.id
    assert len(files(shelf)) == 1


def test_a_damaged_file_is_found_and_healed_by_sending_it_again(session: Session, clock: FixedClock, shelf: Shelf):
    file = store(session, clock, shelf, b"tekst")
    path = shelf.path_of(file.digest)
    path.write_bytes(b"tekss")
    assert [(fault.file, fault.what) for fault in faults(session, shelf)] == [(file, "changed")]
    path.unlink()
    assert [(fault.file, fault.what) for fault in faults(session, shelf)] == [(file, "missing")]
    store(session, clock, shelf, b"tekst")
    assert list(faults(session, shelf)) == []


@pytest.mark.parametrize("where", ["too little room", "fsync", "replace"])
def test_a_full_disk_is_a_refusal_and_leaves_nothing_half_written(
    storage: Storage, clock: FixedClock, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, where: str
):
    def full(*_args: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if where == "too little room":
        monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=199 * 1024 * 1024))
    elif where == "fsync":
        monkeypatch.setattr("os.fsync", full)
    else:
        monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(FileRefused) as refused, storage.writing() as session:
        store(session, clock, shelf, b"tekst")
    assert refused.value.code == "no_room"
    assert files(shelf) == []
    with storage.reading() as session:
        assert stored_files(session) == []


def test_a_write_the_system_stops_half_way_leaves_nothing(shelf: Shelf):
    """A real refusal by the kernel, as a full quota gives it, in the middle of the file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, before[1]))
    try:
        with pytest.raises(FileRefused) as refused:
            prepare(shelf, b"x" * 900_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert refused.value.code == "no_room"
    assert files(shelf) == []


def test_many_who_store_the_same_content_at_the_same_moment_share_it(storage: Storage, clock: FixedClock, shelf: Shelf):
    start, found = threading.Barrier(4), []

    def one() -> None:
        draft = prepare(shelf, b"raz")
        start.wait()
        with storage.writing() as session:
            found.append(keep(session, clock, shelf, draft).id)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert len(files(shelf)) == 1


def test_another_trouble_with_the_disk_is_no_refusal(
    session: Session, clock: FixedClock, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_args: Any) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("os.fsync", broken)
    with pytest.raises(OSError, match="Input/output"):
        store(session, clock, shelf, b"tekst")
    assert files(shelf) == []


def test_with_a_scanner_a_new_file_is_held_and_its_scan_asked_for_once(
    session: Session, clock: FixedClock, tmp_path: Path
):
    scanned = Shelf(tmp_path, scanner="tcp:127.0.0.1:3310")
    file = store(session, clock, scanned, b"raz")
    assert file.state == FileState.HELD
    store(session, clock, scanned, b"raz")
    row = session.scalars(select(OutboxRow)).one()
    assert (row.kind, row.key) == ("attachments:scan", f"attachments:scan:{file.id}")
    assert str(file.id) in row.payload


def test_what_the_scanner_found_before_is_not_taken_in_again(session: Session, clock: FixedClock, shelf: Shelf):
    file = store(session, clock, shelf, b"raz")
    file.state = FileState.INFECTED.value
    with pytest.raises(FileRefused) as refused:
        store(session, clock, shelf, b"raz")
    assert refused.value.code == "file_infected"
    assert files(shelf) == [shelf.path_of(file.digest)]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_crest_is_public_and_kept_by_browsers_for_ever(
    storage: Storage, clock: FixedClock, shelf: Shelf, client: FlaskClient, office: FoundedOffice
):
    with storage.writing() as session:
        crest = store_crest(session, clock, shelf, made.image("JPEG", (900, 900)))
        other = store(session, clock, shelf, made.image("PNG"))
    response = client.get(f"/crest/{crest.digest}.png", buffered=True)
    assert response.status_code == 200
    assert response.content_type == "image/png"
    assert response.data.startswith(b"\x89PNG")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in response.headers
    for digest in (other.digest, "0" * 64, "x"):
        assert client.get(f"/crest/{digest}.png").status_code == 404
    assert client.post(f"/crest/{crest.digest}.png").status_code == 405


def test_an_image_that_becomes_the_crest_becomes_public(session: Session, clock: FixedClock, shelf: Shelf):
    picture = made.image("PNG")
    first = store(session, clock, shelf, picture)
    assert not first.is_public
    crest = store_crest(session, clock, shelf, picture)
    assert crest.is_public
    assert file_with(session, crest.digest) is crest
