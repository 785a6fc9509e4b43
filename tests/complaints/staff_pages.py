"""What tests of the staff's pages share: a case at home, its addresses, what is filled in."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from kernel.clock import FixedClock
from kernel.permissions import Role
from ledger.verify import verify
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import assigned, length, received

Enter = Callable[..., FlaskClient]
REPLY = "Przepraszamy. Uruchomimy drugie stanowisko.\nKierownik"
DRAFTED = {"outcome": "zasadna", "text": REPLY, "signatory": "Anna Próbna", "post": "inspektor"}
SENT = {"settled-d": "21", "settled-m": "11", "settled-y": "2026", "cause": "Za mało stanowisk."}
STEPS = {
    "assign": {Role.HEAD},
    "note": {Role.CLERK, Role.HANDLER, Role.HEAD, Role.QUALITY_OFFICER},
    "draft": {Role.HANDLER, Role.HEAD},
}


@pytest.fixture
def case(storage: Storage, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    """A skarga of the home department, given to the handler there."""
    with storage.writing() as session:
        return assigned(session, clock, office).id


@pytest.fixture
def fresh(storage: Storage, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    """A skarga of the home department that nobody handles yet."""
    with storage.writing() as session:
        return received(session, clock, office).id


def at(case: uuid.UUID, step: str = "") -> str:
    return f"/staff/pl/case/{case}" + (f"/{step}" if step else "")


def entries(storage: Storage) -> int:
    with storage.reading() as session:
        assert verify(session).is_whole
        return length(session)
