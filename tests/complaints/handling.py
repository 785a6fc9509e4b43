"""What the tests of handling share: a filing, a case of it, and the ends of the record."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.actions import Answer, Assignment, Dispatch, FilingTyped, approve, assign, draft, receive, settle
from complaints.events import ComplaintSettled
from complaints.models import Complaint
from complaints.rules.kinds import Channel, Kind
from kernel.clock import Clock, FixedClock
from kernel.errors import RuleBroken
from kernel.permissions import Role
from ledger.models import LedgerEntry
from ledger.queries import latest_entries
from office.actions.bodies import OutsideBodyTyped, add_outside_body
from office.models import OutsideBody
from office.queries.bodies import outside_bodies
from tests.cast import FoundedOffice

PERSONAL = {
    "name": "Żaneta Źdźbło-Próbna",
    "address": "ul. Sekretna 13, 00-001 Próbowo",
    "email": "zaneta@example.pl",
    "phone": "600 100 200",
}


def filing(office: FoundedOffice | None = None, **changes: Any) -> FilingTyped:
    """A skarga as typed, with whatever the test changes."""
    given: dict[str, Any] = {
        "kind": Kind.SKARGA,
        "channel": Channel.PAPER,
        "subject": "Kolejka do stanowiska",
        "text": "Czekanie trwało trzy godziny.",
        "department_id": office.home.id if office else None,
        **PERSONAL,
    }
    return FilingTyped(**{**given, **changes})


def received(session: Session, clock: Clock, office: FoundedOffice, **changes: Any) -> Complaint:
    """A case of the register that nobody handles yet."""
    event = receive(session, clock, office.actor(Role.CLERK), filing(office, **changes))
    return session.get_one(Complaint, event.complaint_id)


def assigned(session: Session, clock: Clock, office: FoundedOffice, **changes: Any) -> Complaint:
    """A case given to the handler at home."""
    complaint = received(session, clock, office, **changes)
    to = Assignment(office.member(Role.HANDLER).person_id, office.home.id)
    assign(session, clock, office.actor(Role.HEAD), complaint, to, row_version=complaint.row_version)
    return complaint


@dataclass(frozen=True)
class Reply:
    """An answer and the day it was dispatched."""

    outcome: str
    text: str = "Przepraszamy, uruchomimy drugie stanowisko."
    settled_on: dt.date = dt.date(2026, 11, 21)
    channel: str = "paper"
    cause: str = "Za mało stanowisk."
    corrective: str = ""

    def answer(self, **changes: Any) -> Answer:
        """The same as the words of an answer, complete even for a refusal."""
        given: dict[str, Any] = {
            "outcome": self.outcome,
            "text": self.text,
            "signatory_name": "Anna Próbna",
            "signatory_post": "inspektor",
            "factual": "Sprawdzono system kolejkowy.",
            "legal": "Art. 238 § 1 KPA.",
            "has_instruction": True,
        }
        return Answer(**{**given, **changes})

    def dispatch(self) -> Dispatch:
        """The same as a dispatch."""
        return Dispatch(self.settled_on, self.channel, self.cause, self.corrective)


def approved(session: Session, clock: Clock, office: FoundedOffice, complaint: Complaint, reply: Reply) -> Complaint:
    """The answer of a case at home written by its handler and approved by the head on the day it is to go out."""
    clock = FixedClock(min(clock.now(), dt.datetime.combine(reply.settled_on, dt.time(7), tzinfo=dt.UTC)))
    draft(session, clock, office.actor(Role.HANDLER), complaint, reply.answer(), row_version=complaint.row_version)
    approve(session, clock, office.actor(Role.HEAD), complaint, row_version=complaint.row_version)
    return complaint


def answered(
    session: Session, clock: Clock, office: FoundedOffice, complaint: Complaint, reply: Reply
) -> ComplaintSettled:
    """The case at home answered with four eyes, and the answer dispatched."""
    approved(session, clock, office, complaint, reply)
    sender = office.actor(Role.HANDLER)
    return settle(session, clock, sender, complaint, reply.dispatch(), row_version=complaint.row_version)


def outside_body(session: Session, clock: Clock, office: FoundedOffice, kind: str) -> OutsideBody:
    """A body of the office's list, of this kind; written into it where none stands there."""
    found = next((body for body in outside_bodies(session, clock.today()) if body.kind == kind), None)
    if found is not None:
        return found
    typed = OutsideBodyTyped(kind=kind, name=f"Organ ({kind})", valid_from_on=dt.date(2020, 1, 1))
    return add_outside_body(session, clock, office.actor(Role.ADMINISTRATOR), typed)


def length(session: Session) -> int:
    """How many entries the record has."""
    return session.scalar(select(func.count()).select_from(LedgerEntry)) or 0


def last_entry(session: Session) -> dict[str, Any]:
    """The newest entry."""
    content: dict[str, Any] = json.loads(latest_entries(session, 1)[0].canonical)
    return content


@contextmanager
def refused(session: Session, code: str) -> Iterator[list[RuleBroken]]:
    """What is done inside is refused with this code and leaves no entry."""
    before = length(session)
    caught: list[RuleBroken] = []
    with pytest.raises(RuleBroken) as broken:
        yield caught
    caught.append(broken.value)
    assert broken.value.code == code
    assert length(session) == before
