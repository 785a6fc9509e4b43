"""``flask ledger``: keys, seals, what is kept outside, and proofs, from the command line."""

from __future__ import annotations

import json
import logging
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from app import EFFECTS, JOBS
from attachments.shelf import Shelf
from kernel.clock import FixedClock
from kernel.ids import new_id
from ledger import triggers
from ledger.keys import KeyTrouble, new_key
from ledger.models import LedgerSeal
from ledger.seal_queries import last_seal
from operations.backup.making import make_backup
from operations.backup.restoring import check
from storage.session import Storage
from worker.effects import Hopeless, Work
from worker.jobs import JobWork

pytestmark = [pytest.mark.parametrize("backend", ["sqlite"]), pytest.mark.usefixtures("office")]
Run = Callable[..., Result]


def give(app: Flask, **settings: str) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], **settings)


@pytest.fixture
def key_file(app: Flask, tmp_path: Path) -> Path:
    """A key, and the setting that names it."""
    path = tmp_path / "seal.pem"
    new_key(path)
    give(app, seal_key_file=str(path))
    return path


@pytest.fixture
def run(app: Flask) -> Run:
    return lambda *arguments: app.test_cli_runner().invoke(args=["ledger", *map(str, arguments)])


def refused(result: Result) -> str:
    """The one sentence of a command that did nothing."""
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    return result.stderr.removeprefix("Error: ").strip()


def test_a_key_is_made_and_named_and_never_overwritten(run: Run, tmp_path: Path):
    made = run("new-key", tmp_path / "k.pem")
    assert made.exit_code == 0
    assert f"INTERESANT_SEAL_KEY_FILE={tmp_path / 'k.pem'}" in made.stdout
    assert "PRIVATE" not in made.stdout
    assert "never overwritten" in refused(run("new-key", tmp_path / "k.pem"))


def test_without_a_key_nothing_is_sealed_and_said(run: Run, storage: Storage):
    assert "No key is set: make one with flask ledger new-key" in refused(run("seal"))
    with storage.reading() as session:
        assert last_seal(session) is None


def test_the_record_is_sealed_and_verified_against_the_anchor(run: Run, key_file: Path, tmp_path: Path):
    first = run("seal")
    assert first.exit_code == 0
    assert first.stdout.startswith("Seal 1 over ")
    told = json.loads(run("seal", "--json").stdout)
    assert told["number"] == 1, "nothing new was recorded"
    out = tmp_path / "anchor.json"
    assert run("anchor", "--number", 1, "--out", out).exit_code == 0
    assert json.loads(out.read_text()) == told == json.loads(run("anchor").stdout)
    assert "is there already" in refused(run("anchor", "--out", out))
    assert run("verify", "--anchor", out).exit_code == 0
    out.write_text(out.read_text().replace(told["root"], "0" * 64))
    assert "cannot be compared with: its parts are not those" in refused(run("verify", "--anchor", out))
    out.write_bytes(b"\xff{")
    assert "is damaged, or something else" in refused(run("verify", "--anchor", out))


def test_a_record_that_lacks_the_seal_kept_outside_ends_with_1(
    run: Run, key_file: Path, tmp_path: Path, storage: Storage
):
    run("seal")
    anchor = tmp_path / "anchor.json"
    run("anchor", "--out", anchor)
    with storage.writing() as session:  # what an old copy looks like
        for name in ("ledger_seal_no_delete", "ledger_entry_no_delete", "ledger_head_no_delete"):
            session.execute(text(f"DROP TRIGGER {name}"))
        session.execute(text("DELETE FROM ledger_seal"))
        session.execute(text("DELETE FROM ledger_entry WHERE tag LIKE 'ledger:%'"))
        session.execute(
            text(
                "UPDATE ledger_head SET leaf = (SELECT max(leaf) FROM ledger_entry), "
                "hash = (SELECT hash FROM ledger_entry ORDER BY leaf DESC LIMIT 1), "
                "recorded_at = (SELECT recorded_at FROM ledger_entry ORDER BY leaf DESC LIMIT 1)"
            )
        )
        for name in ("ledger_seal_no_delete", "ledger_entry_no_delete", "ledger_head_no_delete"):
            session.execute(text(triggers.SQLITE[name]))
    assert run("verify").exit_code == 0
    seen = run("verify", "--anchor", anchor)
    assert seen.exit_code == 1
    assert "the end of the record was cut off, or this is an old copy" in seen.stdout


def test_there_is_nothing_to_take_outside_before_the_first_seal(run: Run):
    assert refused(run("anchor")) == "There is no seal yet."
    assert refused(run("anchor", "--number", 3)) == "There is no seal 3."


def test_another_key_signs_from_now_on_and_the_old_one_is_refused(app: Flask, run: Run, key_file: Path, tmp_path: Path):
    run("seal")
    run("new-key", tmp_path / "next.pem")
    said = run("rotate-key", "--to", tmp_path / "next.pem")
    assert f"INTERESANT_SEAL_KEY_FILE={tmp_path / 'next.pem'}" in said.stdout
    assert "is not the present one of this record" in refused(run("seal"))
    give(app, seal_key_file=str(tmp_path / "next.pem"))
    assert run("seal").stdout.startswith("Seal 2 over ")
    assert run("verify").exit_code == 0
    assert "before" in refused(run("rotate-key", "--to", key_file))


def test_a_proof_of_an_entry_is_checked_without_the_database(run: Run, key_file: Path, tmp_path: Path):
    assert "No seal stands over entry 2 yet" in refused(run("prove", "--leaf", 2))
    run("seal")
    proof = tmp_path / "proof.json"
    assert run("prove", "--leaf", 2, "--out", proof).exit_code == 0
    right = run("check-proof", proof)
    assert right.exit_code == 0
    assert right.stdout.startswith("Right: entry 2 with the hash ")
    key = json.loads(json.loads(proof.read_text())["seal"]["canonical"])["key"]
    assert run("check-proof", proof, "--key", key).exit_code == 0
    wrong = run("check-proof", proof, "--key", "0" * 64)
    assert (wrong.exit_code, wrong.stdout[:6]) == (1, "WRONG:")
    changes: list[tuple[str, object]] = [("leaf", 3), ("entry", "0" * 64), ("entry", 5), ("path", []), ("path", "x")]
    for part, value in [*changes, ("kind", "x")]:
        spoiled = tmp_path / "spoiled.json"
        spoiled.write_text(json.dumps({**json.loads(proof.read_text()), part: value}))
        assert run("check-proof", spoiled).exit_code == 1, part
    assert "There is no entry 999" in refused(run("prove", "--leaf", 999))
    assert "There is no seal 9" in refused(run("prove", "--leaf", 1, "--seal", 9))


def test_a_later_seal_is_proved_to_go_on_from_an_earlier_one(
    app: Flask, run: Run, key_file: Path, tmp_path: Path, storage: Storage
):
    run("seal")
    run("new-key", tmp_path / "next.pem")
    run("rotate-key", "--to", tmp_path / "next.pem")
    give(app, seal_key_file=str(tmp_path / "next.pem"))
    run("seal")
    proof = tmp_path / "growth.json"
    assert run("consistency", "--from", 1, "--to", 2, "--out", proof).exit_code == 0
    assert "are the first ones under seal 2" in run("check-proof", proof).stdout
    assert run("consistency", "--from", 1, "--to", 1).exit_code == 0
    assert "The older seal comes first" in refused(run("consistency", "--from", 2, "--to", 1))
    with storage.reading() as session:
        last = session.get_one(LedgerSeal, 2).size
    assert f"not entry {last}" in refused(run("prove", "--leaf", last, "--seal", 1))
    swapped = json.loads(proof.read_text())
    swapped["from"], swapped["to"] = swapped["to"], swapped["from"]
    proof.write_text(json.dumps(swapped))
    assert run("check-proof", proof).exit_code == 1


# --- the worker ---


def job(app: Flask, storage: Storage, clock: FixedClock) -> str:
    found = next(one for one in JOBS if one.name == "record-seal")
    with app.app_context():
        return found.run(JobWork("2026-11-21", storage, clock))


def test_the_daily_job_seals_and_bears_being_called_twice(
    app: Flask, storage: Storage, clock: FixedClock, key_file: Path
):
    assert job(app, storage, clock).startswith("seal 1 over ")
    assert job(app, storage, clock).startswith("seal 1 over ")


def test_the_daily_job_without_a_key_does_nothing_and_says_so(
    app: Flask, storage: Storage, clock: FixedClock, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.WARNING):
        assert job(app, storage, clock) == "no key is set: nothing sealed"
    assert "the record is not sealed" in caplog.text
    give(app, seal_key_file="/nowhere/key.pem")
    with pytest.raises(KeyTrouble, match="There is no file"):
        job(app, storage, clock)


def outside(app: Flask, storage: Storage, clock: FixedClock, kind: str) -> None:
    """Carry out what the seal asked the outbox for."""
    with storage.reading() as session:
        query = text("SELECT id, payload FROM outbox_row WHERE kind = :kind ORDER BY id")
        rows = session.execute(query, {"kind": f"assurance.{kind}"}).all()
    assert rows, "the seal asked for it"
    for _id, payload in rows:
        found = json.loads(payload) if isinstance(payload, str) else payload
        with app.app_context():
            EFFECTS[f"assurance.{kind}"](Work(new_id(), found, storage, clock))


def test_every_seal_is_stored_in_the_folder_outside_and_none_is_replaced(
    app: Flask, run: Run, storage: Storage, clock: FixedClock, key_file: Path, tmp_path: Path
):
    run("seal")
    outside(app, storage, clock, "anchor_file")  # no folder is set: nothing happens
    give(app, anchor_folder=str(tmp_path / "away"))
    with pytest.raises(OSError, match="away"):
        outside(app, storage, clock, "anchor_file")
    (tmp_path / "away").mkdir()
    outside(app, storage, clock, "anchor_file")
    outside(app, storage, clock, "anchor_file")
    file = tmp_path / "away" / "interesant-seal-000001.json"
    assert run("verify", "--anchor", file).exit_code == 0
    file.write_text("{}")
    with pytest.raises(Hopeless, match="another_seal_there"):
        outside(app, storage, clock, "anchor_file")


def test_every_seal_is_mailed_to_the_address_outside(
    app: Flask, run: Run, storage: Storage, clock: FixedClock, key_file: Path, tmp_path: Path
):
    run("seal")
    outside(app, storage, clock, "anchor_mail")
    assert not (tmp_path / "mail").exists(), "no address is set"
    give(app, anchor_mail="kontrola@example.pl")
    outside(app, storage, clock, "anchor_mail")
    (letter,) = (tmp_path / "mail").glob("*")
    content = letter.read_text()
    assert "kontrola@example.pl" in content
    assert "interesant-seal-000001.json" in content


def test_the_private_key_is_in_no_backup_and_no_database(
    run: Run, storage: Storage, clock: FixedClock, key_file: Path, tmp_path: Path
):
    run("seal")
    backup = tmp_path / "backup.zip"
    make_backup(storage, clock, backup, shelf=Shelf(tmp_path))
    private = key_file.read_bytes().splitlines()[1]
    with zipfile.ZipFile(backup) as archive:
        for name in archive.namelist():
            assert private not in archive.read(name), name
            assert b"PRIVATE KEY" not in archive.read(name), name
    assert private not in Path(storage.url.removeprefix("sqlite:///")).read_bytes()
    assert check(backup).leaf > 0, "a backup with seals comes back, and its seals are proved"
