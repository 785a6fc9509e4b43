"""Killed in the middle of requests, two hundred times: what was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import random
import sys
import threading
import uuid
from pathlib import Path

import pytest
from sqlalchemy import select

from complaints.models import Complaint
from kernel.clock import FixedClock, SystemClock
from storage.session import Storage
from surveys.sealer import seal_all
from tests import cast
from tests.complaints.handling import Reply, approved
from tests.failing.books import check
from tests.failing.people import Handler, Person, Promises, Rater, Resident
from tests.failing.serving import Mother, mother

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="NO FORK: killing the server was not tried on Windows")

ROUNDS = 200
STEPS_EVERY = 10
"""Every so many rounds a step of the staff is waited for: it takes two requests, and would come last otherwise."""

CASES = 40
"""Cases waiting to be settled."""
LONGEST_WAIT = 0.03
"""Seconds after an acknowledgement within which the next one is killed: requests take about that long."""


def prepared(storage: Storage, office: cast.FoundedOffice) -> list[uuid.UUID]:
    """Cases of the handler, filed and approved just now by the machine's own clock, as the servers will see it."""
    clock = FixedClock(SystemClock().now())
    with storage.writing() as session:
        cases = [cast.file_complaint(session, clock, office) for _number in range(CASES)]
        for case in cases:
            approved(session, clock, office, session.get_one(Complaint, case), Reply("bezzasadna"))
        return cases


def kill(served: Mother, promises: Promises, rounds: int) -> None:
    """Let it serve until it has acknowledged something more, and a moment later kill it; so many times."""
    chance, idle = random.Random(20261126), threading.Event()
    for number in range(rounds):
        served.bear()
        awaited = Promises.count if number % STEPS_EVERY else Promises.steps
        assert promises.wait_for_more(30, awaited), f"round {number}: {promises}"
        idle.wait(chance.uniform(0, LONGEST_WAIT))
        served.kill()


def test_two_hundred_kills_lose_nothing_and_halve_nothing(storage: Storage, office: cast.FoundedOffice, tmp_path: Path):
    cases, promises = prepared(storage, office), Promises()
    with mother(storage.url, tmp_path) as served:
        served.bear()
        people: list[Person] = [
            Resident(served.port, promises, 1),
            Resident(served.port, promises, 2),
            Rater(served.port, promises, 3),
            Handler(served.port, promises, 4, cases),
        ]
        served.kill()
        for person in people:
            person.start()
        kill(served, promises, ROUNDS)
        for person in people:
            person.stop.set()
        served.bear()  # whoever is in the middle of a request gets an answer and stops
        for person in people:
            person.join(30)
    seal_all(storage, SystemClock())
    with storage.reading() as session:
        check(session, promises)
        filed = len(list(session.scalars(select(Complaint.id)))) - CASES - 1
    assert promises.refused == []
    assert promises.cut_off > ROUNDS / 2
    assert promises.resent > 0
    assert len(promises.filed) > 0
    assert len(promises.rated) > 0
    assert len(promises.noted) > 0
    assert len(promises.settled) > 0
    print(
        f"\n{promises.count()} promises kept, {filed} filings, {promises.cut_off} cut off, {promises.resent} sent again"
    )
