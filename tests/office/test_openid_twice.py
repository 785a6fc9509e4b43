"""A first sign-in through the provider that comes twice at once. SQLite lets one writer in after the other."""

from __future__ import annotations

import threading
import uuid

import pytest
from sqlalchemy import event, func, select

from kernel.clock import Clock
from ledger.models import LedgerEntry
from office.actions.openid import recognise
from office.events import AccountTag
from office.models import OpenIdLink, Person
from office.rules.openid import Identity
from storage.session import Storage
from tests.cast import FoundedOffice

EMAIL = "first@urzad.example"


@pytest.mark.parametrize("backend", ["postgresql"])
def test_both_are_let_in_and_linked_once(storage: Storage, office: FoundedOffice, clock: Clock):
    identity = Identity("https://provider.example", "subject-1", EMAIL)
    has_looked, found = threading.Event(), list[uuid.UUID]()
    with storage.writing() as session:
        session.scalars(select(Person).where(Person.login == "head")).one().email = EMAIL

    def second() -> None:
        with storage.writing() as session:
            event.listen(session, "before_flush", lambda *_facts: has_looked.set())
            found.append(recognise(session, clock, identity).id)

    with storage.writing() as session:
        person_id = recognise(session, clock, identity).id
        other = threading.Thread(target=second)
        other.start()
        assert has_looked.wait(20)
    other.join(20)
    assert found == [person_id]
    with storage.reading() as session:
        linked = select(func.count()).where(LedgerEntry.tag == AccountTag.OPENID_LINKED.text)
        assert session.execute(linked).scalar_one() == 1
        assert session.execute(select(func.count()).select_from(OpenIdLink)).scalar_one() == 1
