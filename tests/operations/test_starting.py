"""A server starts only on a database that fits the program, and says in one sentence why not."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from devtools.serving import command
from storage import migrate
from storage.session import Storage
from tests.databases import Databases
from tests.program import SECRET

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """What serves settles down (web/collecting.py); these are tests, whose objects come and go."""
    yield
    gc.unfreeze()


@pytest.fixture
def old(databases: Databases) -> Iterator[Storage]:
    """A database of an earlier version."""
    storage = Storage(databases.fresh("nothing"))
    migrate.upgrade(storage.engine, "0001")
    yield storage
    storage.close()
    databases.drop(storage.url)


def renumber(storage: Storage, revision: str) -> None:
    """As if a program of another version had migrated it."""
    with storage.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def start(line: list[str], url: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "INTERESANT_DATABASE_URL": url, "INTERESANT_SECRET_KEY": SECRET, **settings}
    return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


def gunicorn() -> list[str]:
    """The very line dev.py serves with."""
    return command(Path(sys.executable), "127.0.0.1", 0)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_gunicorn_ends_on_a_database_that_was_not_migrated_and_names_the_command(old: Storage):
    ended = start(gunicorn(), old.url)
    assert ended.returncode == 3
    sentence = (
        f"interesant: the database is at version 0001, the program needs {migrate.newest()}: run flask db upgrade"
    )
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("backend", ["sqlite"])
def test_gunicorn_ends_on_a_wrong_setting_instead_of_trying_for_ever(old: Storage):
    ended = start(gunicorn(), old.url, INTERESANT_SIGN_IN_HOURS="x")
    assert ended.returncode == 3
    assert "interesant: INTERESANT_SIGN_IN_HOURS must be a whole number" in ended.stderr


@pytest.mark.parametrize("backend", ["sqlite"])
def test_any_other_server_ends_too(old: Storage):
    """Waitress on Windows calls the same function."""
    renumber(old, "0999")
    ended = start([sys.executable, "-c", "import app; app.serve()"], old.url)
    assert ended.returncode == 3
    assert "the database is at version 0999, which this program" in ended.stderr


def test_what_fits_and_what_does_not_on_both_databases(storage: Storage, old: Storage, bare_storage: Storage):
    assert migrate.misfit(storage.engine) is None
    assert migrate.misfit(bare_storage.engine) == "the database is empty: run flask db upgrade"
    assert "is at version 0001, the program needs" in str(migrate.misfit(old.engine))
    renumber(old, "0999")
    assert "a newer program made it. Install that one" in str(migrate.misfit(old.engine))


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_database_that_fits_is_served(storage: Storage, monkeypatch: pytest.MonkeyPatch):
    from app import serve

    monkeypatch.setenv("INTERESANT_DATABASE_URL", storage.url)
    monkeypatch.setenv("INTERESANT_SECRET_KEY", SECRET)
    assert gc.get_freeze_count() == 0
    assert serve().test_client().get("/healthz").status_code == 200
    assert gc.get_freeze_count() > 50_000, "what was loaded is walked in every round"


def test_a_database_that_does_not_answer_is_no_reason_to_end(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    from app import serve

    monkeypatch.setenv("INTERESANT_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    monkeypatch.setenv("INTERESANT_SECRET_KEY", SECRET)
    assert serve().test_client().get("/healthz").status_code == 200
