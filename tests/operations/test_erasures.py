"""What was erased stays erased, whichever backup is restored."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from kernel.clock import FixedClock
from ledger.verify import verify
from operations import erasures
from operations.backup.making import Made
from operations.backup.trouble import BackupTrouble
from storage.session import Storage
from tests.operations.conftest import content
from worker.loop import Worker

Run = Callable[..., Result]
PERSONAL = ("Osoba Próbna", "Czekanie trwało trzy godziny", "Rozmowa z kierownikiem", "Przepraszamy")


@pytest.fixture
def run(app: Flask) -> Run:
    return lambda *arguments, **more: app.test_cli_runner().invoke(args=[str(one) for one in arguments], **more)


def erase(run: Run, *more: str) -> Result:
    return run("complaints", "erase", "1/2026", "--by", "quality_officer", "--reason", "prośba", "--yes", *more)


def journal(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / erasures.NAME).read_text().splitlines()]


def test_a_restore_of_an_older_backup_erases_again(
    run: Run, app: Flask, backup: Made, lived: Storage, another, backend: str, folder: Path, filed: uuid.UUID
):
    assert PERSONAL[0] in str(content(lived))
    erased = erase(run)
    assert erased.exit_code == 0, erased.output
    assert not any(words in str(content(lived)) for words in PERSONAL)
    assert [line["complaint"] for line in journal(folder)] == [str(filed)]

    target = app.extensions["storage"] = another(backend)
    restored = run("restore", backup.path)
    assert restored.exit_code == 0, restored.output
    assert "Cases erased after it was made, and now erased again: 1." in restored.stdout
    assert not any(words in str(content(target)) for words in PERSONAL)
    with target.reading() as session:
        walk = verify(session)
        reason = session.execute(text("SELECT canonical FROM ledger_entry ORDER BY leaf DESC")).scalars().first()
    assert (walk.is_whole, walk.entries) == (True, (backup.manifest.leaf or 0) + 1)
    assert "erased before the restore" in str(reason)
    assert len(journal(folder)) == 2, "the erasure of this life of the office is in the journal as well"
    assert erase(run).stdout == "1/2026 was erased already.\n"


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_journal_says_nothing_of_the_person(run: Run, lived: Storage, folder: Path):
    erase(run)
    (line,) = journal(folder)
    assert set(line) == {"office", "complaint", "basis", "erased_at", "leaf", "hash", "rule", "batch"}
    assert (folder / erasures.NAME).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_check_proves_the_erasing_too_and_writes_no_journal(run: Run, backup: Made, lived: Storage, folder: Path):
    erase(run)
    before = journal(folder)
    result = run("restore", "--check", backup.path)
    assert result.exit_code == 0, result.output
    assert "and now erased again: 1." in result.stdout
    assert journal(folder) == before


@pytest.mark.parametrize("backend", ["sqlite"])
def test_another_journal_can_be_named(run: Run, app: Flask, backup: Made, lived: Storage, another, folder: Path):
    """After the loss of the whole machine: the copy that lies beside the backups."""
    erase(run)
    (folder / erasures.NAME).rename(folder / "copy.jsonl")
    app.extensions["storage"] = another("sqlite")
    result = run("restore", backup.path, "--erasures", folder / "copy.jsonl")
    assert "and now erased again: 1." in result.stdout


@pytest.mark.parametrize("backend", ["sqlite"])
def test_erasures_of_another_office_and_of_unknown_cases_are_passed_over(
    run: Run, app: Flask, backup: Made, lived: Storage, another, folder: Path
):
    erase(run)
    (line,) = journal(folder)
    others = [{**line, "office": str(uuid.UUID(int=1))}, {**line, "complaint": str(uuid.UUID(int=2))}]
    (folder / erasures.NAME).write_text("".join(json.dumps(one) + "\n" for one in others))
    app.extensions["storage"] = another("sqlite")
    result = run("restore", backup.path)
    assert result.exit_code == 0, result.output
    assert "erased" not in result.stdout


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_line_that_was_cut_off_is_written_again(run: Run, lived: Storage, folder: Path):
    path = folder / erasures.NAME
    erase(run)
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    assert erasures.read_journal(path) == []
    with lived.reading() as session:
        assert erasures.catch_up(session, path) == 1
        assert erasures.catch_up(session, path) == 0
    assert path.read_bytes() == whole


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("line", ["{", "[]", '{"office": 1}', "{}"])
def test_any_other_line_that_cannot_be_read_stops_a_restore(
    line: str, run: Run, app: Flask, backup: Made, lived: Storage, another, folder: Path
):
    (folder / erasures.NAME).write_text(line + "\n")
    target = app.extensions["storage"] = another("sqlite")
    result = run("restore", backup.path)
    assert result.exit_code == 1
    assert f"Line 1 of {folder / erasures.NAME} cannot be read" in result.stderr
    assert content(target) == {}
    with pytest.raises(BackupTrouble):
        erasures.read_journal(folder / erasures.NAME)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_worker_keeps_the_journal_and_its_copy_beside_the_backups(
    run: Run, app: Flask, lived: Storage, clock: FixedClock, folder: Path
):
    Worker(app).run_due_jobs()
    erase(run)
    (folder / erasures.NAME).unlink()
    Worker(app).drain()
    assert len(journal(folder)) == len(journal(folder / "backups")) == 1


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("9/2026", "--by", "quality_officer", "--reason", "x"), "There is no case 9/2026"),
        (("x", "--by", "quality_officer", "--reason", "x"), "There is no case x"),
        (("1/2026", "--by", "nobody", "--reason", "x"), "no active member of staff with the login nobody"),
        (("1/2026", "--by", "administrator", "--reason", "x"), "administrator may not erase this case"),
        (("1/2026", "--by", "quality_officer", "--reason", " "), "Give a reason with --reason"),
    ],
)
def test_what_cannot_be_erased_is_said(
    arguments: tuple[str, ...], sentence: str, run: Run, lived: Storage, folder: Path
):
    before = content(lived)
    result = run("complaints", "erase", *arguments, "--yes")
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert content(lived) == before


@pytest.mark.parametrize("backend", ["sqlite"])
def test_an_open_case_and_a_changed_mind_erase_nothing(run: Run, filed: uuid.UUID, folder: Path):
    assert "Case 1/2026 is still open" in erase(run).stderr
    refused = run("complaints", "erase", "1/2026", "--by", "quality_officer", "--reason", "x", input="n\n")
    assert refused.exit_code == 1
    assert not (folder / erasures.NAME).exists()
