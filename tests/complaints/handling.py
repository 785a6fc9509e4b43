"""What the tests of handling share: a filing, a case of it, and the ends of the record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.actions import Assignment, FilingTyped, assign, receive
from complaints.models import Complaint
from complaints.rules.kinds import Channel, Kind
from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.permissions import Role
from ledger.models import LedgerEntry
from ledger.queries import latest_entries
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
