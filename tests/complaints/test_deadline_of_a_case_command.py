"""``flask deadlines explain --case``: the term of a case with every duty, notice and extension."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from complaints.actions import StepTyped, take_step
from complaints.models import Complaint
from complaints.rules.kinds import Kind
from complaints.rules.moves import Move
from kernel.clock import FixedClock, warsaw
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import assigned, received

Run = Callable[..., Result]
pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
REASON = "Biegły nie oddał jeszcze opinii."


@pytest.fixture
def run(app: Flask) -> Run:
    return lambda *words: app.test_cli_runner().invoke(args=["deadlines", "explain", *words])


def told(run: Run, number: str) -> dict[str, Any]:
    result = run("--case", number, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def notice(
    storage: Storage, clock: FixedClock, office: FoundedOffice, move: Move, until: dt.date, *, role: Role
) -> None:
    """A notice of today to whoever filed the only case."""
    with storage.writing() as session:
        complaint = session.scalars(select(Complaint)).one()
        typed = StepTyped(happened_on=clock.today(), until_on=until, text=REASON, channel="paper")
        take_step(session, clock, office.actor(role), complaint, move, typed, row_version=complaint.row_version)


def test_a_skarga_with_a_notice_of_delay_is_late_with_notice_and_says_who_wrote_it_and_why(
    run: Run, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        assigned(session, clock, office)
    clock.move_to(warsaw(2026, 12, 18, 9))
    notice(storage, clock, office, Move.DELAY, dt.date(2027, 1, 15), role=Role.HANDLER)
    found = told(run, "1/2026")
    assert (found["term"]["last_day"], found["last_day"]) == ("2026-12-21", "2026-12-21")
    assert (found["noticed_on"], found["announced_on"]) == ("2026-12-18", "2027-01-15")
    (step,) = (step for step in found["steps"] if step["move"] == "delay")
    assert (step["on"], step["until"], step["reason"]) == ("2026-12-18", "2027-01-15", REASON)
    assert (step["by"], step["recorded_at"]) == ("Próba (handler)", "2026-12-18T08:00:00+00:00")
    assert found["duties"][0]["rule"] == "skarga_settle"
    assert {duty["rule"]: duty["stands"] for duty in found["duties"]}["skarga_transfer"] == "possible"
    said = run("--case", "1/2026").stdout
    assert f"2026-12-18  delay until 2027-01-15: {REASON} (Próba (handler), recorded 2026-12-18 09:00)" in said
    assert "2026-12-21  skarga_settle (art. 237 § 1 KPA), the office, open" in said
    assert "2026-11-30  skarga_transfer" in said
    assert "if another body is competent" in said


def test_the_extension_of_a_petition_moves_its_last_day(
    run: Run, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        assigned(session, clock, office, kind=Kind.PETYCJA)
    clock.move_to(warsaw(2027, 2, 1, 9))
    notice(storage, clock, office, Move.EXTEND, dt.date(2027, 4, 30), role=Role.HEAD)
    found = told(run, "P 1/2026")
    assert (found["term"]["last_day"], found["last_day"]) == ("2027-02-22", "2027-04-30")
    assert found["term"]["raw_end"] == "2027-02-21"
    assert "EXTENDED    to 2027-04-30 Friday, told on 2027-02-01" in run("--case", "p 1/2026").stdout


def test_a_case_without_a_rule_or_without_a_number_is_a_sentence(
    run: Run, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        complaint = received(session, clock, office)
        complaint.rule_id = None
    for number, sentence in (("7/2026", "There is no case 7/2026"), ("1/2026", "No rule of the table binds")):
        result = run("--case", number)
        assert (result.exit_code, result.stdout) == (1, "")
        assert sentence in result.stderr
