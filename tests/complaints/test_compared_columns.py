"""Columns beside the words that repeat the record: each edited past it is named, and what no entry told is let be."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

import app as house
from assurance.cli.verify import _untold
from assurance.verifying import Verified
from complaints.actions import acknowledge
from complaints.actions.calls import CallTyped, note_call
from complaints.actions.holding import hold, release
from complaints.events import ComplaintTag
from complaints.models import Complaint, HeldFiling, PhoneCall
from complaints.replaying import REPLAYS
from complaints.replaying.confirming import Confirmed
from complaints.rules.kinds import Channel
from kernel.clock import FixedClock
from kernel.ids import new_id
from kernel.permissions import RESIDENT, Role
from ledger.actions import moment_text
from ledger.models import LedgerEntry
from ledger.replays import Part, compare
from ledger.verify import Walk
from office.models import Person
from storage.base import Base
from storage.session import Storage
from tests.assurance.scene import unlocked
from tests.cast import NOW, FoundedOffice
from tests.complaints.handling import filing, received

CODE = "7QK4M2XD9TBR"
HOUR = dt.timedelta(hours=1)


def named(session: Session, model: type[Base], key: uuid.UUID, **values: Any) -> str:
    """What the verification says of a row with other values; they are put back. Empty: nothing differs."""
    table: Any = model
    with session.begin_nested() as step:
        session.execute(update(model).where(table.id == key).values(**values))
        session.expire_all()
        found = compare(session, REPLAYS).difference
        step.rollback()
    session.expire_all()
    return f"{found.place}: {found.why}" if found else ""


def test_when_a_case_was_confirmed_is_compared(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.session(writing=True) as session:
        web = received(session, clock, office, channel=Channel.WEB, code=CODE).id
        given, open_case = (received(session, clock, office, channel=Channel.COUNTER).id for _number in range(2))
        clock.advance(days=2)
        acknowledge(session, clock, office.actor(Role.CLERK), session.get_one(Complaint, given))
        assert compare(session, REPLAYS).difference is None
        for case, at in ((web, NOW), (given, clock.now())):
            for edited in (None, at + HOUR, at - dt.timedelta(days=1)):
                assert "acknowledged_at is" in named(session, Complaint, case, acknowledged_at=edited), edited
            assert named(session, Complaint, case, acknowledged_at=at - dt.timedelta(seconds=30)) == ""
        told = named(session, Complaint, open_case, acknowledged_at=NOW)
        assert told.startswith("case SW 3/2026")
        assert told.endswith('acknowledged_at is "2026-11-21T09:00:00.000000Z" in the register and null by its entries')


def part(tag: ComplaintTag, at: dt.datetime = NOW, **data: Any) -> Part:
    return Part(1, tag.text, data, "resident", "2026-11-21", moment_text(at))


def test_a_registration_of_before_says_of_the_web_form_that_it_may_have_confirmed():
    later = NOW + dt.timedelta(days=3)
    for channel, moments, others in (("web", (NOW, None), (later,)), ("paper", (None,), (NOW, later))):
        told = Confirmed.beginning(part(ComplaintTag.RECEIVED, channel=channel))
        assert all(told.fault(one) == "" for one in moments), channel
        assert all(told.fault(one) for one in others), channel
        told.apply(part(ComplaintTag.LETTER_SENT, later, template="zwloka_36"))
        assert told.fault(later), "another letter confirms nothing"
        told.apply(part(ComplaintTag.LETTER_SENT, later, template="potwierdzenie"))
        told.apply(part(ComplaintTag.RECEIPT_SENT, later + HOUR, effect="x"))
        assert told.fault(later) == ""
        assert told.fault(later + HOUR), "the first one counts"
        assert told.fault(None)


def test_the_language_of_a_call_is_compared(storage: Storage, clock: FixedClock, office: FoundedOffice):
    typed = CallTyped(clock.today(), "godziny", "od ósmej", new_id(), email="kto@example.pl", language="en")
    with storage.session(writing=True) as session:
        key = note_call(session, clock, office.actor(Role.CLERK), typed).call_id
        assert compare(session, REPLAYS).difference is None
        assert (
            named(session, PhoneCall, key, language="pl")
            == f'call {key}: language is "pl" here and "en" by its entries'
        )


@pytest.mark.parametrize("is_released", [False, True])
def test_where_a_held_filing_came_from_is_compared(
    is_released: bool, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    typed = filing(office, channel=Channel.WEB, code=CODE, language="uk", submission_id=new_id())
    with storage.session(writing=True) as session:
        held = hold(session, clock, RESIDENT, typed, new_id(), shown=0)
        key, why = held.id, "its language, access code or form are not those it came with"
        if is_released:
            release(session, clock, office.actor(Role.CLERK), held, CODE)
        assert compare(session, REPLAYS).difference is None
        for column, value in (("language", "pl"), ("code_hash", "0" * 64), ("submission_id", new_id())):
            assert named(session, HeldFiling, key, **{column: value}) == f"filing L 1/2026: {why}", column


ADDED = re.compile(r'"(confirmed|language|origin|address)":("[^"]*"|true|false),?')
"""What entries of earlier versions do not tell; each stands in front of another key."""


def test_what_entries_of_before_do_not_tell_is_counted(storage: Storage, clock: FixedClock, office: FoundedOffice):
    call = CallTyped(clock.today(), "godziny", "od ósmej", new_id(), email="kto@example.pl", language="en")
    held = filing(office, channel=Channel.WEB, code=CODE, language="uk", submission_id=new_id())
    with storage.writing() as session:
        for channel in (Channel.WEB, Channel.WEB, Channel.PAPER):
            received(session, clock, office, channel=channel)
        note_call(session, clock, office.actor(Role.CLERK), call)
        hold(session, clock, RESIDENT, held, new_id(), shown=0)
        people = len(session.scalars(select(Person.id)).all())
    with storage.reading() as session:
        assert compare(session, house.REPLAYS).untold == {}
        entries = session.execute(select(LedgerEntry.leaf, LedgerEntry.canonical)).all()
    with unlocked(storage) as connection:
        for leaf, canonical in entries:
            change = update(LedgerEntry).where(LedgerEntry.leaf == leaf)
            connection.execute(change.values(canonical=ADDED.sub("", canonical)))
    with storage.reading() as session:
        found = compare(session, house.REPLAYS)
    assert found.difference is None
    assert found.untold == {
        "confirmation by the page of the web form": 2,
        "language of a phone call": 1,
        "language, access code and form of a held filing": 1,
        "e-mail address of an account": people,
    }
    assert _untold(Verified(Walk(0, ""), found)).startswith(
        "\nNOT compared, as entries of an earlier version do not tell it: "
    )
