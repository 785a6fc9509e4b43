"""The office that is measured: the test office with a register of some size."""

from __future__ import annotations

from sqlalchemy.orm import Session

from complaints.actions import FilingTyped, receive
from complaints.rules.kinds import Channel, Kind
from kernel.clock import FixedClock, SystemClock
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import FoundedOffice, founded, read_office

CASES = 1_200


def make(url: str) -> None:
    """Found the test office in an empty database and register ``CASES`` open cases in the department of the cast."""
    founded(url)
    storage = Storage(url)
    with storage.writing() as session:
        _register(session, read_office(session))
    storage.close()


def _register(session: Session, office: FoundedOffice) -> None:
    clock = FixedClock(SystemClock().now())
    clerk = office.actor(Role.CLERK)
    for number in range(CASES):
        typed = FilingTyped(
            kind=Kind.SKARGA,
            channel=Channel.PAPER,
            subject=f"Pismo {number}",
            text="Treść pisma.",
            name="Osoba Próbna",
            address="ul. Próbna 2, 00-001 Próbowo",
            department_id=office.home.id,
        )
        receive(session, clock, clerk, typed)
