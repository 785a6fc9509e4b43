"""A month to look at: cases and answers straight in the tables, so that every figure can be counted by hand."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import insert
from sqlalchemy.orm import Session

from analytics.frames import INSTRUMENT
from complaints.models import Complaint
from kernel.clock import warsaw
from surveys.models import Answer, Response
from surveys.queries import current_version
from tests.cast import FoundedOffice


def complaint(number: int | None, **other: object) -> Complaint:
    """A skarga received on 5 September 2026, with whatever else is told."""
    facts = {
        "kind": "skarga",
        "state": "received",
        "register": "skargi i wnioski",
        "year": 2026,
        "number": number,
        "channel": "web",
        "subject": "Próba",
        "received_on": dt.date(2026, 9, 5),
        "registered_at": warsaw(2026, 9, 5, 9),
        **other,
    }
    return Complaint(**facts)


def settled(number: int, due_on: dt.date, settled_on: dt.date, **other: object) -> Complaint:
    """The same, settled."""
    facts = {"state": "settled", "outcome": "zasadna", **other}
    return complaint(number, due_on=due_on, settled_on=settled_on, **facts)


def respond(
    session: Session,
    at: dt.datetime,
    values: Sequence[int],
    department_id: uuid.UUID | None = None,
    question: str = "q1",
    **other: object,
) -> None:
    """One response for each value, all at one moment; collected by QR and clean unless told otherwise."""
    version = current_version(session, INSTRUMENT)
    assert version is not None
    common = {"version_id": version.id, "mode": "qr", "layout_version": 1, "language": "pl", "flags": "", **other}
    hashes = {"payload_hash": "0" * 64, "salt": "0" * 32, "commitment": "0" * 64}
    ids = [uuid.uuid4() for _ in values]
    places = {"received_at": at, "department_id": department_id}
    session.execute(insert(Response), [{"id": key, **common, **hashes, **places} for key in ids])
    answers = [
        {"response_id": key, "question": question, "value": value, "code": None}
        for key, value in zip(ids, values, strict=True)
    ]
    session.execute(insert(Answer), answers)


def fill(session: Session, office: FoundedOffice) -> None:
    """October 2026: four cases on time, one late, one open, one gone beside; 20 answers of which 17 good."""
    home, door = office.home.id, office.next_door.id
    due = dt.date(2026, 10, 5)
    session.add_all(
        [
            *(settled(number, due, dt.date(2026, 10, number), department_id=home) for number in (1, 2, 3)),
            settled(4, due, dt.date(2026, 9, 20), department_id=door, kind="wniosek", outcome="uwzgledniony"),
            settled(5, due, dt.date(2026, 10, 9), department_id=door, outcome="bezzasadna"),
            complaint(6, due_on=due, department_id=home),
            complaint(7, due_on=due, department_id=home, left_on=dt.date(2026, 9, 30), left_how="transfer"),
            complaint(8, received_on=dt.date(2026, 10, 30), due_on=dt.date(2026, 11, 30), department_id=home),
        ]
    )
    session.flush()
    at = warsaw(2026, 10, 14, 12)
    respond(session, at, [5] * 10 + [3], home)
    respond(session, at, [4] * 7 + [1, 2], door)
    respond(session, at, [5] * 3 + [1] * 3, home, "q4")
