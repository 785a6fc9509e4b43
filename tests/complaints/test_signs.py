"""Giving and changing the sign of a case."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.actions import give_sign
from complaints.queries import history
from kernel.clock import Clock, FixedClock, warsaw
from kernel.permissions import SYSTEM, Role
from office.actions.filing import FilingClassTyped, add_filing_class
from office.models import FilingClass, Office
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import last_entry, length, received, refused

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


def filing_class(session: Session, clock: Clock, symbol: str) -> FilingClass:
    """A class that serves no kind by itself, in an office with a symbol."""
    session.scalars(select(Office)).one().unit_symbol = "OR"
    return add_filing_class(session, clock, SYSTEM, FilingClassTyped(symbol, f"Klasa {symbol}", "A", clock.today()))


def test_a_sign_is_given_with_one_entry_and_an_event(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        filing, case = filing_class(session, clock, "1511"), received(session, clock, office)
        before, version = length(session), case.row_version
        event = give_sign(session, clock, office.actor(Role.CLERK), case, filing.id, row_version=version)
        assert length(session) == before + 1
        entry = last_entry(session)
    assert event.sign == case.sign == "OR.1511.1.2026"
    assert (case.filing_class_id, case.row_version) == (filing.id, version + 1)
    assert entry["data"] == {"before": None, "sign": "OR.1511.1.2026", "filing_class": str(filing.id), "text": None}


def test_another_class_needs_a_reason_and_the_old_sign_stays_in_the_record(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    actor = office.actor(Role.HEAD)
    with storage.writing() as session:
        first, second = filing_class(session, clock, "1511"), filing_class(session, clock, "1710")
        case = received(session, clock, office)
        give_sign(session, clock, actor, case, first.id, row_version=case.row_version)
        with refused(session, "no_sign_reason") as broken:
            give_sign(session, clock, actor, case, second.id, row_version=case.row_version)
        assert broken[0].field == "reason"
        clock.move_to(warsaw(2027, 1, 4))
        give_sign(session, clock, actor, case, second.id, reason="Kontrola.", row_version=case.row_version)
        entry = last_entry(session)
    assert case.sign == "OR.1710.1.2026"  # the year the case began
    assert (entry["data"]["before"], entry["reason"]) == ("OR.1511.1.2026", "")
    assert "Kontrola" not in str(entry)
    with storage.reading() as session:
        told = history(session, case.id)[0]
    assert told.text == "Kontrola.", "staff read it beside the record, until the case is erased"


def test_what_gives_no_sign_is_refused(storage: Storage, clock: FixedClock, office: FoundedOffice):
    actor = office.actor(Role.CLERK)
    with storage.writing() as session:
        case = received(session, clock, office)
        with refused(session, "no_unit_symbol"):
            give_sign(session, clock, actor, case, uuid.uuid4(), row_version=case.row_version)
        filing = filing_class(session, clock, "1511")
        for nothing in (None, uuid.uuid4()):
            with refused(session, "unknown_class"):
                give_sign(session, clock, actor, case, nothing, row_version=case.row_version)
        with refused(session, "stale"):
            give_sign(session, clock, actor, case, filing.id, row_version=case.row_version + 1)
        for stranger in (office.actor(Role.CLERK, next_door=True), office.actor(Role.AUDITOR)):
            with refused(session, "forbidden"):
                give_sign(session, clock, stranger, case, filing.id, row_version=case.row_version)
        give_sign(session, clock, actor, case, filing.id, row_version=case.row_version)
        with refused(session, "same_class"):
            give_sign(session, clock, actor, case, filing.id, reason="Znów.", row_version=case.row_version)
        filing.valid_to_on = clock.today()
        clock.advance(days=1)
        later = received(session, clock, office)
        with refused(session, "unknown_class"):
            give_sign(session, clock, actor, later, filing.id, row_version=1)
