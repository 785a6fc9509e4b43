"""The vectors through the running program: what comes on the day of a vector shows its last day on its page."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from complaints.models import Complaint
from complaints.rules.kinds import Kind
from kernel.clock import FixedClock, warsaw
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import received
from tests.complaints.test_deadline_commands import RULE_OF, vectors
from tests.program import program, sign_in

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
BEGUN = warsaw(2024, 1, 2, 9)
"""The test office is founded then; older vectors go through the command line only."""

FIRST_DUTIES = {name for name, (_kind, rule) in RULE_OF.items() if rule is None}
OTHER_DUTIES = {"skarga_transfer", "wniosek_transfer", "skarga_councillor"}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(BEGUN)


@pytest.fixture
def running(storage: Storage, clock: FixedClock, tmp_path: Path) -> Iterator[Flask]:
    yield from program(storage, clock, tmp_path)


def in_order(names: set[str]) -> Iterator[tuple[dict[str, str], str]]:
    """Vectors of some rules with their kinds, as time goes by."""
    for row in sorted(vectors(), key=lambda row: row["starts_on"]):
        if row["rule"] in names and row["starts_on"] >= "2024-01-02":
            yield row, RULE_OF[row["rule"]][0]


def noon_of(text: str) -> dt.datetime:
    day = dt.date.fromisoformat(text)
    return warsaw(day.year, day.month, day.day, 12)


def test_the_page_of_a_case_shows_raw_end_skipped_days_and_last_day(
    running: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    seen = 0
    for row, kind in in_order(FIRST_DUTIES):
        clock.move_to(noon_of(row["starts_on"]))
        with storage.writing() as session:
            case = received(session, clock, office, kind=Kind(kind))
        client = sign_in(running, storage, clock, office.member(Role.HEAD))
        page = client.get(f"/staff/pl/case/{case.id}").text
        reasons = page[page.index('class="because') : page.index("</ol>", page.index('class="because'))]
        days = re.findall(r'<time datetime="([\d-]+)"', reasons)
        assert (days[0], days[1], days[-1]) == (row["starts_on"], row["raw_end"], row["last_day"]), row["id"]
        assert case.due_on == dt.date.fromisoformat(row["last_day"])
        seen += 1
    assert seen == 10


def test_the_other_duties_of_a_case_end_on_the_day_of_their_vector(
    running: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    names = {name for name, (_kind, rule) in RULE_OF.items() if rule in OTHER_DUTIES}
    seen = 0
    for row, kind in in_order(names):
        clock.move_to(noon_of(row["starts_on"]))
        with storage.writing() as session:
            case = received(session, clock, office, kind=Kind(kind))
            case.councillor = "councillor"
            number = case.register_number
        told = running.test_cli_runner().invoke(args=["deadlines", "explain", "--case", number, "--json"])
        duties = {duty["rule"]: (duty["raw_end"], duty["last_day"]) for duty in json.loads(told.stdout)["duties"]}
        assert duties[RULE_OF[row["rule"]][1] or ""] == (row["raw_end"], row["last_day"]), row["id"]
        seen += 1
    assert seen == 4


def test_d34_what_comes_half_an_hour_after_midnight_in_warsaw_came_on_the_new_day(
    running: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    for moment, received_on, last_day in (
        ("2026-01-31T22:59:00+00:00", "2026-01-31", "2026-03-02"),
        ("2026-01-31T23:30:00+00:00", "2026-02-01", "2026-03-02"),
        ("2026-03-28T22:59:00+00:00", "2026-03-28", "2026-04-28"),
        ("2026-03-29T22:00:00+00:00", "2026-03-30", "2026-04-30"),
    ):
        clock.move_to(dt.datetime.fromisoformat(moment))
        with storage.writing() as session:
            case: Complaint = received(session, clock, office)
        assert (str(case.received_on), str(case.due_on)) == (received_on, last_day)
