"""Tablets tell how long each question took; flags look at that, and at each tablet by itself."""

from __future__ import annotations

import itertools
import json

import pytest
from sqlalchemy import select

from kernel.permissions import SYSTEM
from ledger.models import LedgerEntry
from ledger.replays import compare
from surveys.actions import seal_responses
from surveys.actions.flags import compute_flags
from surveys.kiosk.rules import LONGEST_MS, is_pin
from surveys.models import Answer, Response
from surveys.replaying import REPLAYS
from tests.surveys.devices import paired

FLAT = {"q1": "5", **dict.fromkeys(("q3", "q4", "q5", "q6", "q7"), "5")}
MIXED = {"q1": "5", "q2": "yes", "q3": "4", "q4": "na"}


def told(answer):
    return [one["code"] for one in json.loads(answer.get_json()["receipt"])["items"]]


def flags(storage, clock):
    with storage.writing() as session:
        seal_responses(session, clock, SYSTEM)
        compute_flags(session, clock, SYSTEM)
    with storage.reading() as session:
        assert compare(session, REPLAYS).difference is None
        return {str(row.id): set(row.flags.split()) for row in session.scalars(select(Response))}


def test_fast_fingers_and_straight_lines_are_flagged_by_the_times_a_tablet_tells(storage, clock, office, client):
    with storage.writing() as session:
        tablet = paired(session, clock, office)
    fast, slow, mixed, silent = (
        tablet.item(seq, answers=answers, age_ms=seq * 3_600_000, times_ms=times)
        for seq, answers, times in (
            (1, FLAT, {"q3": 700, "q4": 600, "q5": 500, "q6": 900, "q7": 700}),
            (2, FLAT, {"q3": 1700, "q4": 800, "q5": 500, "q6": 900, "q7": 700}),
            (3, MIXED, {"q2": 700, "q3": 600}),
            (4, FLAT, {}),
        )
    )
    assert told(tablet.sends(client, fast, slow, mixed, silent)) == ["stored"] * 4
    found = flags(storage, clock)
    wanted = {fast["id"]: {"speeder", "straightline"}, slow["id"]: set(), mixed["id"]: {"speeder"}, silent["id"]: set()}
    assert {key: one - {"closed_hours"} for key, one in found.items()} == wanted
    with storage.reading() as session:
        assert "took_ms" not in "".join(session.scalars(select(LedgerEntry.canonical)))


def test_two_tablets_at_one_desk_are_looked_at_apart(storage, clock, office, client):
    with storage.writing() as session:
        tablets = [paired(session, clock, office) for _ in range(2)]
    for seq, tablet in itertools.product((1, 2, 3), tablets):
        answers = {"q1": str(seq + 2)}
        tablet.sends(client, tablet.item(seq, answers=answers, mode="kiosk_tap", age_ms=(4 - seq) * 16_000))
    assert all("burst" not in one and "repeat_fast" not in one for one in flags(storage, clock).values())
    tablets[0].sends(client, tablets[0].item(4, answers={"q1": "5"}, mode="kiosk_tap", age_ms=1000))
    assert sorted("burst" in one for one in flags(storage, clock).values()) == [False] * 3 + [True] * 4


@pytest.mark.parametrize("backend", ["sqlite"])
def test_times_that_are_none_are_refused_by_name_and_long_ones_are_an_hour(storage, clock, office, client):
    with storage.writing() as session:
        tablet = paired(session, clock, office)
    times = [["q2"], {"q2": -1}, {"q2": 0.5}, {"q2": True}, {"q2": "1"}, {f"q{n}": 1 for n in range(101)}]
    items = [tablet.item(seq, times_ms=bad) for seq, bad in enumerate(times, 1)]
    assert told(tablet.sends(client, *items)) == ["bad_item"] * len(times)
    kept = tablet.item(9, answers=MIXED, times_ms={"q2": 10**12, "q3": 812, "other": 5})
    assert told(tablet.sends(client, kept, {**kept, "times_ms": {}})) == ["stored", "duplicate"]
    with storage.reading() as session:
        took = {row.question: row.took_ms for row in session.scalars(select(Answer))}
    assert took == {"q1": None, "q2": LONGEST_MS, "q3": 812, "q4": None}


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [("204971", True), ("112233", True), ("121212", True), ("111111", False), ("123456", False), ("987654", False),
     ("12345", False), ("1234567", False), ("", False), ("12345a", False), ("٢٠٤٩٧١", False)],
)  # fmt: skip
def test_a_pin_is_six_digits_nobody_guesses_first(typed, is_one):
    assert is_pin(typed) is is_one
