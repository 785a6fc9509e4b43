"""What waits expires, what nobody keeps goes, what somebody keeps stays; and doing it twice changes nothing."""

from __future__ import annotations

import datetime as dt
import os
import threading
import uuid
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from attachments.actions import Swept, keep, prepare, restage, stage, store, store_crest, sweep, take, unstage
from attachments.cli import attachments_cli
from attachments.models import StagedUpload
from attachments.queries import loose_bytes, stored_files, waiting
from attachments.rules import FILES_PER_FORM, FileRefused
from attachments.shelf import Shelf
from kernel.clock import FixedClock
from storage.session import Storage
from tests.attachments import specimens as made

FORM = uuid.UUID(int=7)


def put(session: Session, clock: FixedClock, shelf: Shelf, content: bytes, name: str = "a.txt") -> StagedUpload:
    return stage(session, clock, shelf, FORM, prepare(shelf, content), name)


def age(shelf: Shelf, clock: FixedClock, **span: float) -> None:
    """Let time pass: the clock goes on, and what lies on the shelf is as old as the clock says."""
    for path in shelf.root.rglob("*"):
        os.utime(path, (clock.now().timestamp(),) * 2)
    clock.advance(**span)


def files(shelf: Shelf) -> list[Path]:
    return [path for path in shelf.root.rglob("*") if path.is_file()]


def test_files_wait_with_a_form_in_their_order_under_clean_names(session: Session, clock: FixedClock, shelf: Shelf):
    put(session, clock, shelf, b"raz", "../raz.exe")
    put(session, clock, shelf, b"dwa", "dwa.txt")
    put(session, clock, shelf, b"raz", "raz.txt")
    assert [one.upload.name for one in waiting(session, FORM)] == ["raz.txt", "dwa.txt"]
    assert waiting(session, uuid.uuid4()) == []
    assert loose_bytes(session, clock.now() - dt.timedelta(days=1)) == 6


def test_a_form_takes_five_files_and_says_so(session: Session, clock: FixedClock, shelf: Shelf):
    for number in range(FILES_PER_FORM):
        put(session, clock, shelf, b"%d" % number)
    with pytest.raises(FileRefused) as refused:
        put(session, clock, shelf, b"za wiele")
    assert (refused.value.code, refused.value.facts) == ("too_many_files", {"limit": 5})
    assert len(files(shelf)) == 5


def test_nobody_fills_the_disk_with_forms_that_are_never_sent(
    session: Session, clock: FixedClock, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("attachments.actions.waiting.MOST_LOOSE_BYTES", 5)
    put(session, clock, shelf, b"raz")
    with pytest.raises(FileRefused) as refused:
        put(session, clock, shelf, b"dwa")
    assert refused.value.code == "no_room"


def test_nobody_fills_the_disk_with_files_that_are_taken_away_again(
    session: Session, clock: FixedClock, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("attachments.actions.waiting.MOST_LOOSE_BYTES", 9)
    for content in (b"raz", b"dwa"):
        unstage(session, FORM, put(session, clock, shelf, content).id)
    assert waiting(session, FORM) == []
    put(session, clock, shelf, b"raz")  # it lies there anyway
    with pytest.raises(FileRefused) as refused:
        put(session, clock, shelf, b"trzy")
    assert refused.value.code == "no_room"
    assert len(files(shelf)) == 2


def test_files_can_be_taken_away_moved_and_taken_once(session: Session, clock: FixedClock, shelf: Shelf):
    first, second = put(session, clock, shelf, b"raz"), put(session, clock, shelf, b"dwa")
    unstage(session, uuid.uuid4(), first.id)
    assert len(waiting(session, FORM)) == 2
    unstage(session, FORM, first.id)
    other = uuid.uuid4()
    restage(session, FORM, other)
    assert waiting(session, FORM) == []
    assert [one.upload.id for one in take(session, other)] == [second.id]
    assert take(session, other) == []


def test_an_upload_that_is_never_sent_goes_after_a_day_its_row_then_and_its_file_with_the_next_sweep(
    storage: Storage, clock: FixedClock, shelf: Shelf
):
    with storage.writing() as session:
        put(session, clock, shelf, b"raz")
    age(shelf, clock, hours=23)
    with storage.writing() as session:
        assert sweep(session, clock, shelf) == Swept(0, 0, 0, 0)
    clock.advance(hours=2)
    with storage.writing() as session:
        assert sweep(session, clock, shelf) == Swept(1, 1, 0, 0)
    with storage.writing() as session:
        assert sweep(session, clock, shelf) == Swept(0, 0, 1, 0)
    with storage.writing() as session:
        assert sweep(session, clock, shelf) == Swept(0, 0, 0, 0)
        assert stored_files(session) == []
    assert files(shelf) == []


def test_what_was_stored_and_rolled_back_goes_after_a_day(storage: Storage, clock: FixedClock, shelf: Shelf):
    with storage.session(writing=True) as session:
        store(session, clock, shelf, b"raz")
    assert len(files(shelf)) == 1
    age(shelf, clock, hours=1)
    with storage.writing() as session:
        assert sweep(session, clock, shelf).files == 0
    clock.advance(days=2)
    with storage.writing() as session:
        assert sweep(session, clock, shelf).files == 1
    assert files(shelf) == []


def test_a_draft_that_was_never_finished_goes_after_a_day(storage: Storage, clock: FixedClock, shelf: Shelf):
    prepare(shelf, b"raz")
    age(shelf, clock, days=2)
    with storage.writing() as session:
        assert sweep(session, clock, shelf) == Swept(0, 0, 0, 1)
    assert files(shelf) == []


def test_what_is_kept_by_a_link_or_seen_by_all_stays(storage: Storage, clock: FixedClock, shelf: Shelf):
    with storage.writing() as session:
        store_crest(session, clock, shelf, made.image("PNG"))
    age(shelf, clock, days=3)
    with storage.writing() as session:
        put(session, clock, shelf, b"raz")
    with storage.writing() as session:
        assert sweep(session, clock, shelf) == Swept(0, 0, 0, 0)
    assert len(files(shelf)) == 2


def test_a_file_stored_again_is_young_again(storage: Storage, clock: FixedClock, shelf: Shelf):
    with storage.writing() as session:
        store(session, clock, shelf, b"raz")
    age(shelf, clock, days=3)
    with storage.writing() as session:
        store(session, clock, shelf, b"raz")
    with storage.writing() as session:
        assert sweep(session, clock, shelf) == Swept(0, 0, 0, 0)


def test_a_sweep_takes_nothing_that_is_being_stored_at_the_same_moment(
    storage: Storage, clock: FixedClock, shelf: Shelf
):
    """An old file without a row is stored anew while the sweep looks at it: whoever comes second waits."""
    with storage.session(writing=True) as session:
        store(session, clock, shelf, b"raz")
    age(shelf, clock, days=3)
    draft, is_stored = prepare(shelf, b"raz"), threading.Event()
    swept: list[Swept] = []

    def clean() -> None:
        is_stored.wait()
        with storage.writing() as session:
            swept.append(sweep(session, clock, shelf))

    thread = threading.Thread(target=clean)
    thread.start()
    with storage.writing() as session:
        file = keep(session, clock, shelf, draft)
        for path in files(shelf):
            os.utime(path, (0, 0))  # however old the file looks, its row is on the way
        is_stored.set()
        thread.join(0.3)
    thread.join()
    assert [one.files for one in swept] == [0]
    assert files(shelf) == [shelf.path_of(file.digest)]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_commands_verify_and_sweep(app: Flask, storage: Storage, clock: FixedClock, tmp_path: Path):
    shelf, runner = Shelf(tmp_path), app.test_cli_runner()
    with storage.writing() as session:
        stored = [store(session, clock, shelf, b"%d" % number) for number in range(7)]
    assert runner.invoke(attachments_cli, ["verify"]).output == "all files are there and unchanged\n"
    for file in stored:
        shelf.path_of(file.digest).unlink()
    result = runner.invoke(attachments_cli, ["verify"])
    assert result.exit_code == 1
    assert result.output.count("missing: ") == 5
    assert "7 files are missing or changed" in result.output
    assert runner.invoke(attachments_cli, ["sweep"]).output == "0 uploads, 0 rows, 0 files, 0 drafts taken away\n"
