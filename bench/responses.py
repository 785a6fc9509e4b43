"""An office with many responses: checked, salted, committed to and sealed by the code that does it in an office."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock, FixedClock, warsaw
from kernel.permissions import SYSTEM
from office.actions import add_desk, open_department
from office.models import Desk
from storage.session import Storage
from surveys import queries
from surveys.actions import seal_responses
from surveys.actions.submitting import Prepared, prepared, store_new
from surveys.models import QuestionnaireVersion
from surveys.queries import OpenVersion
from surveys.rules.submission import ResponseTyped
from tests.cast import NOW

DEPARTMENTS, DESKS = 12, 2
A_TRANSACTION = 2_000
MODES = ("kiosk_full", "kiosk_full", "kiosk_tap", "qr", "web", "paper")
FIRST, DAYS = warsaw(2026, 10, 1, 8), 30
"""All of them in one month, so that the page of this month is a page over all of them."""


def make_places(session: Session, clock: Clock) -> None:
    """Departments and their desks beside those of the test office."""
    for number in range(DEPARTMENTS):
        department = open_department(session, clock, SYSTEM, code=f"D{number}", name=f"Wydział {number}")
        session.flush()
        for place in range(DESKS):
            add_desk(session, clock, SYSTEM, department=department, name=f"Stanowisko {number}.{place}", service=None)


def grow(storage: Storage, count: int) -> None:
    """Add so many responses and seal them."""
    clock, chance = FixedClock(NOW), random.Random(count)
    with storage.reading() as session:
        version = queries.version(session, session.scalars(select(QuestionnaireVersion.id)).one())
        desks = [(row.id, row.department_id, row.service_id) for row in session.scalars(select(Desk))]
    assert version is not None
    made = _made(version, desks, chance)
    for start in range(0, count, A_TRANSACTION):
        with storage.writing() as session:
            store_new(session, [next(made) for _one in range(min(A_TRANSACTION, count - start))])
        for _seal in range(0, A_TRANSACTION, 1000):
            with storage.writing() as session:
                seal_responses(session, clock, SYSTEM)


def _made(
    version: OpenVersion, desks: list[tuple[uuid.UUID, uuid.UUID, uuid.UUID | None]], chance: random.Random
) -> Iterator[Prepared]:
    while True:
        desk_id, department_id, service_id = chance.choice(desks)
        mode = chance.choice(MODES)
        answers = {"q1": chance.choice("12344555")}
        if mode != "kiosk_tap":
            answers |= {"q2": chance.choice(("yes", "in_progress", "no")), "q3": chance.choice("12345")}
            answers |= {f"q{number}": chance.choice(("2", "3", "4", "5", "na")) for number in range(4, 8)}
        typed = ResponseTyped(
            submission_id=uuid.UUID(int=chance.getrandbits(128), version=4),
            version_id=version.id,
            mode=mode,
            language=chance.choice(("pl", "pl", "pl", "uk", "en")),
            answers=answers,
            department_id=department_id,
            service_id=service_id,
            desk_id=desk_id,
        )
        at = FIRST + dt.timedelta(days=chance.randrange(DAYS), minutes=chance.randrange(480))
        yield prepared(version, typed, at)
