"""What was erased stays erased, whichever backup is restored."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from attachments.actions import store, sweep
from attachments.shelf import Shelf
from complaints.actions.retention import run_retention
from complaints.models import Complaint, ComplaintLetter
from complaints.queries.retention import retention_plan
from kernel.clock import FixedClock, warsaw
from kernel.permissions import Role
from ledger.verify import verify
from office.models import FilingClass
from operations import erasures
from operations.backup.making import Made, make_backup
from operations.backup.trouble import BackupTrouble
from storage.session import Storage
from surveys.actions import erase_words
from tests.operations.conftest import content
from tests.surveys.commenting import commented
from tests.surveys.versions import released
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
    assert "Cases and comments erased after it was made, and now erased again: 1." in restored.stdout
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
    assert set(line) == {"office", "complaint", "basis", "erased_at", "leaf", "hash", "rule", "batch", "words"}
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


def test_what_was_anonymised_by_time_comes_back_from_no_backup_with_its_letters_and_keeps_its_rule(
    app: Flask,
    lived: Storage,
    another,
    backend: str,
    folder: Path,
    filed: uuid.UUID,
    clock: FixedClock,
    office,
    run: Run,
):
    with lived.writing() as session:
        case = session.get_one(Complaint, filed)
        paper = store(session, clock, Shelf(folder), b"%PDF-1.7\npismo do Osoby Probnej\n%%EOF\n")
        session.add(sent_letter(case.id, paper.id, clock))
        kept = FilingClass(
            symbol="1431", title="Próba", category="B5", confirmed_on=clock.today(), salt="00" * 16,
            valid_from_on=clock.today(),
        )  # fmt: skip
        session.add(kept)
        session.flush()
        case.filing_class_id = kept.id
        digest = paper.digest
    made = make_backup(lived, clock, folder / "with-letters.zip", shelf=Shelf(folder))
    clock.move_to(warsaw(2032, 1, 1, 9))
    with lived.writing() as session:
        plan = retention_plan(session, clock.today())
        batch = run_retention(session, clock, office.actor(Role.ADMINISTRATOR), plan.hash, "zgoda 7/2032").batch_id
    with lived.reading() as session:
        erasures.catch_up(session, folder / erasures.NAME)
    [line] = journal(folder)
    assert (line["rule"], line["batch"], line["basis"]) == ("1431 B5", str(batch), "retention")

    target = app.extensions["storage"] = another(backend)
    restored = run("restore", made.path)
    assert restored.exit_code == 0, restored.output
    assert "and now erased again: 1." in restored.stdout
    assert not any(words in str(content(target)) for words in (*PERSONAL, "Pani Osoba", "Treść pisma do"))
    with target.reading() as session:
        walk = verify(session)
        last = session.execute(text("SELECT canonical FROM ledger_entry ORDER BY leaf DESC")).scalars().first()
    assert walk.is_whole
    assert json.loads(str(last))["data"]["rule"] == "1431 B5"
    assert json.loads(str(last))["data"]["batch"] == str(batch)

    path = Shelf(folder).path_of(digest)
    assert path.is_file()
    clock.advance(days=2)
    os.utime(path, (clock.now().timestamp() - 90_000,) * 2)
    with target.writing() as session:
        sweep(session, clock, Shelf(folder))
    with target.writing() as session:
        sweep(session, clock, Shelf(folder))
    assert not path.exists(), "the frozen letter leaves the disk as well"


def sent_letter(case_id: uuid.UUID, file_id: uuid.UUID, clock: FixedClock) -> ComplaintLetter:
    """A letter that went out, with its frozen paper."""
    return ComplaintLetter(
        complaint_id=case_id,
        template_id="odpowiedz_skarga",
        template_version=1,
        state="sent",
        language="pl",
        addressee="Pani Osoba Próbna",
        subject="Odpowiedź",
        body="Treść pisma do Osoby Próbnej",
        dated_on=clock.today(),
        drafted_at=clock.now(),
        sent_on=clock.today(),
        sent_at=clock.now(),
        channel="paper",
        file_id=file_id,
        salt="00" * 16,
    )


@pytest.mark.parametrize("backend", ["sqlite"])
def test_words_of_a_survey_that_came_back_are_erased_again(session, clock, office, tmp_path: Path):
    path, officer = tmp_path / erasures.NAME, office.actor(Role.QUALITY_OFFICER)
    words = commented(session, clock, released(session, clock, office).id, "Słowa", office.home.id)
    before = (words.text, words.salt)
    erase_words(session, clock, officer, words, reason="Prośba")
    session.flush()
    assert erasures.catch_up(session, path) == 1
    [line] = erasures.read_journal(path)
    assert (line.words, line.complaint) == (words.commitment, "")
    assert erasures.erase_again_what_was_erased(session, clock, [line]) == 0
    words.text, words.salt = before  # as a backup of before would have it
    session.flush()
    assert erasures.erase_again_what_was_erased(session, clock, [line]) == 1
    assert (words.text, words.salt) == (None, None)
    assert erasures.catch_up(session, path) == 1
