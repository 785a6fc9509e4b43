"""``flask db``: upgrade with a way back, and the verdict of check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from kernel.clock import FixedClock
from operations.backup.restoring import check
from storage import migrate
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.program import program

Run = Callable[..., Result]


@pytest.fixture
def app(storage: Storage, clock: FixedClock, office: FoundedOffice, tmp_path: Path) -> Iterator[Flask]:
    yield from program(storage, clock, tmp_path)


@pytest.fixture
def run(app: Flask) -> Run:
    return lambda *arguments: app.test_cli_runner().invoke(args=["db", *arguments])


def test_an_upgrade_of_an_office_makes_a_backup_first(run: Run, storage: Storage, tmp_path: Path):
    migrate.downgrade(storage.engine, "-1")
    before = migrate.current(storage.engine)
    result = run("upgrade")
    assert result.exit_code == 0, result.output
    (saved,) = (tmp_path / "backups").iterdir()
    assert saved.name == f"before-{migrate.newest()}-20261121T090000.zip"
    assert f"backup before the migration: {saved}" in result.stdout
    assert check(saved).manifest.revision == before
    assert migrate.current(storage.engine) == migrate.newest()


@pytest.mark.parametrize("backend", ["sqlite"])
def test_no_backup_no_upgrade_unless_one_says_so(run: Run, storage: Storage, tmp_path: Path):
    migrate.downgrade(storage.engine, "-1")
    before = migrate.current(storage.engine)
    (tmp_path / "backups").write_text("in the way")
    result = run("upgrade")
    assert result.exit_code == 1
    assert "so nothing was migrated" in result.stderr
    assert "flask db upgrade --no-backup" in result.stderr
    assert migrate.current(storage.engine) == before
    assert run("upgrade", "--no-backup").exit_code == 0


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_second_upgrade_says_already_and_makes_no_backup(run: Run, tmp_path: Path):
    assert run("upgrade").stdout == f"database at version {migrate.newest()} already\n"
    assert not (tmp_path / "backups").exists()


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("command", ["upgrade", "check"])
def test_a_database_of_a_newer_program_is_refused(command: str, run: Run, storage: Storage):
    with storage.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    result = run(command)
    assert result.exit_code == 1
    assert "version 0999, which this program" in result.stderr
    assert "a newer program made it" in result.stderr


@pytest.mark.parametrize("backend", ["sqlite"])
def test_check_is_the_verdict(run: Run, storage: Storage):
    assert run("check").stdout == f"database at version {migrate.newest()}, locks on the record in place\n"
    migrate.downgrade(storage.engine, "-1")
    result = run("check")
    assert result.exit_code == 1
    assert "run flask db upgrade" in result.stderr
