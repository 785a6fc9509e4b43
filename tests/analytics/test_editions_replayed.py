"""A published edition edited past the record is named by the verification."""

from __future__ import annotations

import pytest
from sqlalchemy import text

import app as house
from analytics.actions import publish_month
from analytics.measures.period import Month
from analytics.replaying import REPLAYS
from kernel.clock import FixedClock
from kernel.permissions import Role
from ledger.replays import compare
from storage.session import Storage
from tests.assurance.test_attacks import unlocked
from tests.cast import FoundedOffice

EDITS = {
    "rows": "UPDATE published_month SET rows = replace(rows, '2026', '2025')",
    "reason": "UPDATE published_month SET reason = 'x'",
    "definitions": "UPDATE published_month SET definitions = '{}'",
    "leaf": "UPDATE published_month SET leaf = 1",
    "an entry published it": "DELETE FROM published_month",
}


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_an_edition_is_the_one_its_entry_tells_of(storage: Storage, clock: FixedClock, office: FoundedOffice):
    assert set(REPLAYS) <= set(house.REPLAYS)
    with storage.session(writing=True) as session:
        publish_month(session, clock, office.actor(Role.QUALITY_OFFICER), Month.parse("2026-10"))
        assert compare(session, REPLAYS).difference is None
        for words, statement in EDITS.items():
            with session.begin_nested() as step:
                with unlocked(session):
                    session.execute(text(statement))
                session.expire_all()
                found = compare(session, REPLAYS).difference
                step.rollback()
            assert found is not None, words
            assert (found.place, words in found.why) == ("edition 1 of 2026-10", True), found
