"""``flask backup`` and ``flask restore``: what they say, and how they end."""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from operations.backup.making import Made
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.operations.conftest import content

Run = Callable[..., Result]


@pytest.fixture
def backend() -> str:
    """The commands are the same on both databases; what they do is tested on both elsewhere."""
    return "sqlite"


@pytest.fixture
def run(app: Flask) -> Run:
    return lambda *arguments: app.test_cli_runner().invoke(args=[str(one) for one in arguments])


def test_a_backup_says_what_is_in_it_and_what_is_kept_apart(run: Run, lived: Storage, files: list[str], folder: Path):
    result = run("backup", folder / "office.zip")
    assert result.exit_code == 0, result.output
    first, second, third = result.stdout.splitlines()
    assert first.startswith(f"{folder / 'office.zip'}: Urząd Testowy, ")
    assert "2 attachments" in first
    assert second.startswith("The record ends at entry ")
    assert "the secret key" in third
    assert "complaint: 1 rows" in result.stderr


def test_no_key_is_in_the_file(run: Run, app: Flask, lived: Storage, folder: Path):
    from zipfile import ZipFile

    run("backup", folder / "office.zip")
    with ZipFile(folder / "office.zip") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert str(app.config["SECRET_KEY"]).encode() not in everything


def test_a_backup_that_is_there_already_ends_with_1(run: Run, lived: Storage, folder: Path):
    (folder / "office.zip").touch()
    result = run("backup", folder / "office.zip")
    assert result.exit_code == 1
    assert "is there already; choose another name, or say --force" in result.stderr
    assert run("backup", folder / "office.zip", "--force").exit_code == 0


@pytest.mark.parametrize(
    ("place", "sentence"), [("none/office.zip", "There is no folder"), ("attachments", "is a folder; name a file")]
)
def test_an_impossible_place_ends_with_1(
    place: str, sentence: str, run: Run, lived: Storage, files: list[str], folder: Path
):
    result = run("backup", folder / place)
    assert result.exit_code == 1
    assert sentence in result.stderr


def test_a_full_disk_is_said_and_leaves_nothing(run: Run, lived: Storage, folder: Path):
    """A limit on the size of files stands in for the disk: the system refuses to write in the same way."""
    before = sorted(folder.rglob("*"))
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, old[1]))
    try:
        result = run("backup", folder / "office.zip")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert result.exit_code == 1
    assert "Error: " in result.stderr
    assert "Traceback" not in result.output
    assert sorted(folder.rglob("*")) == before


def test_no_room_on_the_disk_is_called_so(run: Run, lived: Storage, folder: Path, monkeypatch: pytest.MonkeyPatch):
    import errno

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("operations.backup.archive.os.fsync", full)
    before = sorted(folder.rglob("*"))
    result = run("backup", folder / "office.zip")
    assert result.exit_code == 1
    assert "the disk is full. Make room or choose another disk; nothing was left half-written." in result.stderr
    assert sorted(folder.rglob("*")) == before


def test_a_check_says_that_the_backup_can_be_restored(run: Run, backup: Made, lived: Storage):
    before = content(lived)
    result = run("restore", "--check", backup.path)
    assert result.exit_code == 0, result.output
    assert "Urząd Testowy, as of 2026-11-21T09:00:00.000000Z, from sqlite" in result.stdout
    assert f"The record is whole: {backup.manifest.leaf} entries" in result.stdout
    assert "Not valid any more: 0 sign-ins and 0 invitations and recovery codes it held." in result.stdout
    assert "yours was not touched" in result.stdout
    assert content(lived) == before


def test_a_restore_over_an_office_ends_with_1(run: Run, backup: Made, lived: Storage):
    result = run("restore", backup.path)
    assert result.exit_code == 1
    assert "There is an office in this database already (Urząd Testowy)" in result.stderr


def test_a_damaged_file_ends_with_1(run: Run, office: FoundedOffice, folder: Path):
    (folder / "letter.zip").write_text("Szanowni Państwo")
    result = run("restore", "--check", folder / "letter.zip")
    assert result.exit_code == 1
    assert "letter.zip is no whole backup" in result.stderr


def test_a_restore_says_what_it_did(run: Run, app: Flask, backup: Made, another: Callable[..., Storage]):
    app.extensions["storage"] = another("sqlite")
    result = run("restore", backup.path)
    assert result.exit_code == 0, result.output
    assert f"{backup.manifest.rows} rows in {len(backup.manifest.tables)} tables and 2 attachments" in result.stdout
    assert "put the old one back before you serve" in result.stdout
