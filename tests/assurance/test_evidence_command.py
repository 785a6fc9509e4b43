"""``flask evidence export``: what it writes, what it leaves in the record, and what it refuses in one sentence."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from assurance.evidence.extent import draw
from complaints.models import Complaint
from kernel.clock import FixedClock
from ledger.keys import new_key
from ledger.models import LedgerEntry
from ledger.verify import verify
from storage.session import Storage
from tests.assurance.verifier import run as run_verifier
from tests.assurance.verifier import verifier
from tests.cast import FoundedOffice
from tests.complaints.handling import Reply, answered, assigned, last_entry

Run = Callable[..., Result]
Keyed = Callable[[], str]


@pytest.fixture
def run(app: Flask) -> Run:
    return lambda *arguments: app.test_cli_runner().invoke(args=["evidence", "export", *map(str, arguments)])


@pytest.fixture
def keyed(app: Flask, tmp_path: Path) -> Keyed:
    """Gives the program a key; its fingerprint."""

    def give() -> str:
        path = tmp_path / "seal.key"
        app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], seal_key_file=str(path))
        return new_key(path).fingerprint

    return give


def test_the_bundle_of_a_case_is_signed_verified_and_leaves_one_entry(
    run: Run, keyed: Keyed, storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, tmp_path: Path
):
    """On both databases."""
    fingerprint, path = keyed(), tmp_path / "case.zip"
    with storage.writing() as session:
        complaint = session.get_one(Complaint, filed)
        answered(session, clock, office, complaint, Reply("zasadna"))
    result = run("--cases", "1/2026", "--out", path)
    assert result.exit_code == 0, result.output
    assert f"Signed by the key {fingerprint}." in result.output
    with storage.reading() as session:
        entry = last_entry(session)
        assert verify(session).is_whole
    assert (entry["tag"], entry["actor"]) == ("assurance:evidence:export", "operator")
    assert entry["data"]["cases"] == [str(filed)]
    assert (entry["data"]["scope"], entry["data"]["letters"], entry["data"]["key"]) == ("cases", 1, fingerprint)
    done = run_verifier(path, "--key", fingerprint)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "1 letters are word for word" in done.stdout
    manifest = zipfile.ZipFile(path).read("manifest.json")
    assert verifier().hashlib.sha256(manifest).hexdigest() == entry["data"]["manifest"]


pytestmark_sqlite = pytest.mark.parametrize("backend", ["sqlite"])


@pytestmark_sqlite
def test_the_same_record_gives_the_same_bytes_however_often_and_later_the_same_moment_too(
    run: Run, keyed: Keyed, storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, tmp_path: Path
):
    keyed()
    first, second, third, fourth = (tmp_path / f"{number}.zip" for number in range(4))
    for path in (first, second):
        assert run("--month", "2026-10", "--out", path).exit_code == 0
        clock.advance(minutes=5)
    assert first.read_bytes() == second.read_bytes()
    moment = clock.now()
    with storage.writing() as session:
        assigned(session, clock, office)
    clock.advance(days=1)
    with storage.writing() as session:
        assigned(session, clock, office)
    for path in (third, fourth):
        result = run("--sample", "2", "--as-of", f"{moment:%Y-%m-%dT%H:%M}+00:00", "--out", path)
        assert result.exit_code == 0, result.output
        assert run_verifier(path).returncode == 0
    assert third.read_bytes() == fourth.read_bytes()


@pytestmark_sqlite
def test_without_a_key_it_says_plainly_that_nothing_is_signed(
    run: Run, storage: Storage, office: FoundedOffice, filed: uuid.UUID, tmp_path: Path
):
    path = tmp_path / "case.zip"
    result = run("--cases", "1/2026", "--without-letters", "--out", path)
    assert (result.exit_code, "NOT SIGNED" in result.output) == (0, True)
    done = run_verifier(path)
    assert (done.returncode, "NOT SIGNED" in done.stdout) == (0, True)
    assert "manifest.sig" not in zipfile.ZipFile(path).namelist()
    assert run_verifier(path, "--key", "ab" * 32).returncode == 1


@pytestmark_sqlite
def test_a_key_that_is_not_the_present_one_signs_nothing(
    run: Run, keyed: Keyed, app: Flask, filed: uuid.UUID, tmp_path: Path
):
    keyed()
    assert run("--month", "2026-10", "--out", tmp_path / "a.zip").exit_code == 0
    new_key(tmp_path / "other.key")
    app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], seal_key_file=str(tmp_path / "other.key"))
    result = run("--cases", "1/2026", "--out", tmp_path / "b.zip")
    assert (result.exit_code, "not this record's present one" in result.output) == (2, True)
    assert not (tmp_path / "b.zip").exists()


@pytestmark_sqlite
def test_letters_stay_out_where_they_are_not_wanted(
    run: Run, storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, tmp_path: Path
):
    with storage.writing() as session:
        answered(session, clock, office, session.get_one(Complaint, filed), Reply("zasadna"))
    run("--cases", "1/2026", "--without-letters", "--out", tmp_path / "case.zip")
    archive = zipfile.ZipFile(tmp_path / "case.zip")
    assert [name for name in archive.namelist() if name.startswith("letters/")] == ["letters/letters.jsonl"]
    everything = b"".join(archive.read(name) for name in archive.namelist())
    for word in ("Przepraszamy, uruchomimy", "Osoba Próbna", "ul. Próbna 2"):
        assert word.encode() not in everything
    assert run_verifier(tmp_path / "case.zip").returncode == 0


@pytestmark_sqlite
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--cases", "77/2026"], "There is no case 77/2026 in the record."),
        (["--cases", "no number"], "There is no case no number in the record."),
        ([], "Say one of"),
        (["--cases"], "Say one of"),
        (["--month", "2026-10", "--sample", "3"], "Say one of"),
        (["1/2026"], "Say one of"),
        (["--month", "2026-13"], "--month"),
        (["--month", "2026-10", "--as-of", "2999-01-01T00:00"], "nobody knows what will be in it"),
        (["--month", "2026-10", "--as-of", "1999-01-01T00:00"], "The record begins later"),
        (["--month", "2026-10", "--as-of", "yesterday"], "a moment is written"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_exit_code_2(
    run: Run, storage: Storage, office: FoundedOffice, tmp_path: Path, arguments: list[str], sentence: str
):
    path = tmp_path / "bundle.zip"
    with storage.reading() as session:
        before = session.scalars(select(LedgerEntry.leaf)).all()
    result = run(*arguments, "--out", path)
    assert (result.exit_code, sentence in result.output) == (2, True), result.output
    assert list(tmp_path.glob("*.zip")) == list(tmp_path.glob("tmp*")) == []
    with storage.reading() as session:
        assert session.scalars(select(LedgerEntry.leaf)).all() == before


@pytestmark_sqlite
def test_an_empty_office_has_no_sample(run: Run, office: FoundedOffice, tmp_path: Path):
    result = run("--sample", "3", "--out", tmp_path / "bundle.zip")
    assert (result.exit_code, "no case" in result.output) == (2, True)


def test_the_sample_depends_on_seed_and_cases_alone_and_the_verifier_draws_the_same():
    cases = [str(uuid.UUID(int=number)) for number in range(200)]
    drawn = draw(cases, 25, 7)
    assert len(set(drawn)) == 25
    assert draw(list(reversed(cases)), 25, 7) == drawn == verifier().draw(cases, 25, 7)
    assert draw(cases, 25, 8) != drawn
    assert sorted(draw(cases[:3], 25, 7)) == cases[:3]


@pytestmark_sqlite
def test_the_manifest_names_every_file_and_the_moment_of_the_seal(
    run: Run, keyed: Keyed, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, tmp_path: Path
):
    keyed()
    clock.advance(hours=1)
    assert run("--sample", "2", "--seed", "7", "--out", tmp_path / "bundle.zip").exit_code == 0
    archive = zipfile.ZipFile(tmp_path / "bundle.zip")
    manifest = json.loads(archive.read("manifest.json"))
    assert {one["path"] for one in manifest["files"]} == set(archive.namelist()) - {"manifest.json", "manifest.sig"}
    assert dt.datetime.fromisoformat(manifest["as_of"]) == clock.now()
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert manifest["sample"] == {"size": 2, "seed": 7}


@pytestmark_sqlite
def test_letters_of_a_case_whose_processing_is_restricted_stay_out(
    run: Run, storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, tmp_path: Path
):
    with storage.writing() as session:
        complaint = session.get_one(Complaint, filed)
        answered(session, clock, office, complaint, Reply("zasadna"))
        complaint.restricted_at = clock.now()
    result = run("--cases", "1/2026", "--out", tmp_path / "case.zip")
    assert "1 cases, 0 letters" in result.output
    assert run_verifier(tmp_path / "case.zip").returncode == 0
