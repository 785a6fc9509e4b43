"""``flask ledger verify``: the exit code is the verdict, and the first broken entry is named."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from ledger import triggers
from storage.session import Storage
from tests.cast import FoundedOffice

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    return lambda *arguments: app.test_cli_runner().invoke(args=["ledger", "verify", *arguments])


def tamper(storage: Storage, statement: str) -> None:
    """Take the locks off, change something, put them back, as somebody with the file could."""
    with storage.engine.execution_options(writing=True).begin() as connection:
        for name in triggers.SQLITE:
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))
        for lock in triggers.statements("sqlite"):
            connection.exec_driver_sql(lock)


def test_a_whole_record_ends_with_0_and_says_its_length_and_last_hash(
    run: Run, storage: Storage, office: FoundedOffice
):
    result = run()
    with storage.reading() as session:
        leaf, last = session.execute(text("SELECT leaf, hash FROM ledger_head")).one()
    assert result.exit_code == 0
    first, second = result.stdout.splitlines()
    assert first == f"The record is whole: {leaf} entries, the last one has the hash {last}."
    assert second.startswith("What repeats it says the same: ")
    told = json.loads(run("--json").stdout)
    assert told["compared"].pop("people") > 1
    assert told.pop("compared").keys() >= {"cases", "numbers", "responses", "rights", "departments"}
    assert told == {
        "whole": True,
        "entries": leaf,
        "last_hash": last,
        "broken": None,
        "not_compared": {},
        "difference": None,
    }


def test_a_broken_record_ends_with_1_and_names_the_first_broken_entry(
    run: Run, storage: Storage, office: FoundedOffice
):
    tamper(storage, "UPDATE ledger_entry SET canonical = replace(canonical, 'Komunikacji', 'Kultury') WHERE leaf = 3")
    result = run()
    assert result.exit_code == 1
    assert result.stdout.strip() == "BROKEN at entry 3: its text does not give its hash. 2 entries before it are whole."
    told = json.loads(run("--json").stdout)
    assert (told["whole"], told["entries"]) == (False, 2)
    assert told["broken"] == {"leaf": 3, "why": "its text does not give its hash"}
    assert run("--json").exit_code == 1


def test_a_missing_lock_breaks_the_record_as_a_whole(run: Run, storage: Storage, office: FoundedOffice):
    with storage.writing() as session:
        session.execute(text("DROP TRIGGER ledger_entry_no_delete"))
    result = run()
    assert result.exit_code == 1
    assert "BROKEN at the record: the locks on the record are missing" in result.stdout
    assert "ledger_entry_no_delete" in result.stdout


def test_the_command_changes_nothing(run: Run, storage: Storage, office: FoundedOffice):
    before = run("--json").stdout
    assert run("--json").stdout == before
