"""flask sample: what a person sees who starts the sample office."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from kernel.clock import FixedClock
from office.models import Office, Person
from office.passwords import is_right
from sample import story
from sample.people import ACCOUNTS, PASSWORD
from storage.session import Storage
from tests.program import program


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of a percent of a town."""
    monkeypatch.setattr(story, "_COUNTS", {"cases": 30, "ratings": 20, "opinions": 3})
    monkeypatch.setattr(story, "MONTHS", story.FEWEST_MONTHS)


@pytest.fixture
def runner(empty: Storage, clock: FixedClock, small: None, tmp_path: Path) -> FlaskCliRunner:
    return next(program(empty, clock, tmp_path)).test_cli_runner()


def test_the_sample_is_loaded_and_says_how_to_get_in(runner: FlaskCliRunner, empty: Storage):
    done = runner.invoke(args=["sample", "load"])
    assert done.exit_code == 0, done.output
    assert "Sample office loaded: 2024-11-04 to 2026-11-21, new procedure since 2026-03-01." in done.output
    said = runner.invoke(args=["sample", "accounts"]).output
    with empty.reading() as session:
        here = set(session.scalars(select(Person.login)))
    for account in ACCOUNTS:
        assert account.login in here
        assert account.login in said
    assert PASSWORD in said
    assert "code PRZY-K1AD-2026" in said
    assert max(len(line) for line in said.splitlines()) <= 110


def test_another_day(runner: FlaskCliRunner):
    done = runner.invoke(args=["sample", "load", "--day", "2025-06-30"])
    assert "2023-06-01 to 2025-06-30" in done.output


@pytest.mark.parametrize(
    ("day", "words"), [("2026-11-22", "must lie between"), ("30.06.2025", "is not a day written as YYYY-MM-DD")]
)
def test_a_day_that_will_not_do(runner: FlaskCliRunner, empty: Storage, day: str, words: str):
    done = runner.invoke(args=["sample", "load", "--day", day])
    assert done.exit_code == 1
    assert words in done.output
    assert len(done.output.strip().splitlines()) == 1
    with empty.reading() as session:
        assert session.scalars(select(Office)).one_or_none() is None


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_second_sample_is_refused_in_one_sentence(app):
    done = app.test_cli_runner().invoke(args=["sample", "load"])
    assert done.exit_code == 1
    assert "There is an office in this database already" in done.output
    assert len(done.output.strip().splitlines()) == 1


def test_without_an_office_there_are_no_accounts(runner: FlaskCliRunner):
    said = runner.invoke(args=["sample", "accounts"])
    assert said.exit_code == 0
    assert said.output == "There is no office yet, so there are no sample accounts.\n"
    assert PASSWORD not in said.output


def test_a_real_office_shows_nobody(runner: FlaskCliRunner):
    runner.invoke(args=["office", "found", "--name", "Urząd", "--address", "Rynek 1"])
    said = runner.invoke(args=["sample", "accounts"]).output
    assert "no sample office" in said
    assert PASSWORD not in said


def test_the_printed_password_opens_a_printed_account(
    runner: FlaskCliRunner, empty: Storage, monkeypatch: pytest.MonkeyPatch
):
    from office.passwords import hashed

    once = hashed(PASSWORD)
    monkeypatch.setattr("office.actions.people.hashed", lambda password: once if password == PASSWORD else "")
    runner.invoke(args=["sample", "load"])
    with empty.reading() as session:
        person = session.scalars(select(Person).where(Person.login == ACCOUNTS[0].login)).one()
    assert is_right(person.password_hash, PASSWORD)
