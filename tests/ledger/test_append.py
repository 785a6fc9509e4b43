"""Appending: the change and its entry together, at the end of the chain, in the order of commits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from kernel.clock import FixedClock
from kernel.permissions import SYSTEM
from ledger.actions import append, append_many, open_ledger
from ledger.models import LedgerEntry, LedgerHead
from ledger.queries import entries_of, head, latest_entries
from ledger.verify import verify
from office.actions import add_service
from office.events import OfficeTag
from office.models import Service
from storage.session import Storage
from tests.cast import NOW, FoundedOffice
from tests.ledger.conftest import OFFICE_ID, add, draft

Counted = Callable[[], AbstractContextManager[list[str]]]


def length(storage: Storage) -> int:
    with storage.reading() as session:
        return session.execute(select(func.count()).select_from(LedgerEntry)).scalar_one()


def test_an_append_takes_four_statements(record: Storage, clock: FixedClock, statements: Counted):
    with statements() as seen:
        add(record, clock, "a")
    assert [line.split()[0] for line in seen] == ["SELECT", "SELECT", "INSERT", "UPDATE"]


def test_appending_many_takes_no_more_statements(record: Storage, clock: FixedClock, statements: Counted):
    drafts = [draft(clock, f"service {number}", f"department:{number % 7}") for number in range(100)]
    with record.writing() as session, statements() as seen:
        entries = append_many(session, clock, SYSTEM, drafts)
    assert len(seen) <= 4
    assert [entry.leaf for entry in entries] == list(range(1, 101))
    assert [entry.position for entry in entries] == [number // 7 + 1 for number in range(100)]
    assert {entry.recorded_at for entry in entries} == {NOW}


def test_the_first_entry_of_a_stream_made_just_now_looks_for_no_position_and_cannot_be_the_first_twice(
    record: Storage, clock: FixedClock, statements: Counted
):
    first = replace(draft(clock, "a"), opens_stream=True)
    with record.writing() as session, statements() as seen:
        assert append_many(session, clock, SYSTEM, [first])[0].position == 1
    assert [line.split()[0] for line in seen] == ["SELECT", "INSERT", "UPDATE"]
    with pytest.raises(IntegrityError), record.writing() as session:
        append_many(session, clock, SYSTEM, [first])
    with record.reading() as session:
        assert verify(session).is_whole
    assert length(record) == 1


def test_appending_nothing_asks_nothing(record: Storage, clock: FixedClock, statements: Counted):
    with record.writing() as session, statements() as seen:
        assert append_many(session, clock, SYSTEM, []) == []
    assert seen == []


def test_leaves_count_the_record_and_positions_count_the_stream(record: Storage, clock: FixedClock):
    entries = [add(record, clock, "x", stream) for stream in ("a", "b", "a", "c", "a")]
    assert [entry.leaf for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry.position for entry in entries] == [1, 1, 2, 1, 3]
    with record.reading() as session:
        assert [entry.leaf for entry in entries_of(session, "a")] == [1, 3, 5]
        assert [entry.leaf for entry in latest_entries(session, 2)] == [5, 4]
        assert [entry.leaf for entry in latest_entries(session, 2, before_leaf=3)] == [2, 1]


def test_the_moment_never_goes_back_even_when_the_clock_does(record: Storage, clock: FixedClock):
    first = add(record, clock, "a")
    behind = FixedClock(NOW - dt.timedelta(hours=3))
    second = add(record, behind, "b")
    clock.advance(hours=1)
    third = add(record, clock, "c")
    assert first.recorded_at == second.recorded_at == NOW
    assert third.recorded_at == NOW + dt.timedelta(hours=1)
    with record.reading() as session:
        assert verify(session).is_whole


@pytest.mark.parametrize(
    "data",
    [
        {"service": "s", "department": "d"},
        {"service": "s", "department": "d", "name": "n", "more": 1},
        {},
        {"service": "s", "department": "d", "name": 1.5},
        {"service": "s", "department": "d", "name": {"ż": 1}},
    ],
)
def test_an_entry_holds_exactly_the_keys_of_its_tag_in_canonical_form(
    record: Storage, clock: FixedClock, data: dict[str, object]
):
    with pytest.raises(ValueError, match=r"holds|cannot hold|ASCII"), record.writing() as session:
        append(session, clock, SYSTEM, OfficeTag.SERVICE_ADDED, "s", data, clock.today())
    assert length(record) == 0


def test_a_change_that_fails_leaves_no_entry_and_an_entry_that_fails_leaves_no_change(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    before = length(storage)
    with storage.session(writing=True) as session:
        add_service(session, clock, SYSTEM, department=office.home, name="Meldunek")
        session.rollback()  # what the web layer does when a rule says no
    with pytest.raises(ValueError, match="surrogates"), storage.writing() as session:
        add_service(session, clock, SYSTEM, department=office.home, name="\ud800")
    with storage.reading() as session:
        assert [service.name for service in session.scalars(select(Service))] == ["Odpis aktu"]
        assert verify(session).is_whole
    assert length(storage) == before


def test_a_database_keeps_one_record(record: Storage, clock: FixedClock):
    with pytest.raises(IntegrityError), record.writing() as session:
        open_ledger(session, clock, OFFICE_ID)


def test_without_an_office_there_is_no_record_to_write_to(storage: Storage, clock: FixedClock):
    with pytest.raises(LookupError, match="no office"):
        add(storage, clock, "a")
    with storage.reading() as session:
        assert head(session) is None
        assert verify(session).is_whole


def test_the_row_at_the_end_follows_the_last_entry(record: Storage, clock: FixedClock):
    add(record, clock, "a")
    last = add(record, clock, "b")
    with record.reading() as session:
        row = session.scalars(select(LedgerHead)).one()
        assert (row.leaf, row.hash, row.recorded_at) == (last.leaf, last.hash, last.recorded_at)
