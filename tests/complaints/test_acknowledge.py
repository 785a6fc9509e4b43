"""Confirming a filing: once, with an entry."""

from __future__ import annotations

import pytest

from complaints.actions import acknowledge
from complaints.rules.kinds import Channel
from kernel.clock import FixedClock
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import NOW, FoundedOffice
from tests.complaints.handling import last_entry, length, received, refused

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


def test_the_first_confirmation_stays(storage: Storage, clock: FixedClock, office: FoundedOffice):
    clerk = office.actor(Role.CLERK)
    with storage.writing() as session:
        case = received(session, clock, office, channel=Channel.COUNTER, code="7QK4M2XD9TBR")
        assert case.acknowledged_at is None
        before = length(session)
        assert acknowledge(session, clock, clerk, case).is_first
        assert last_entry(session)["data"] == {"register": "SW", "year": 2026, "number": 1}
        clock.advance(days=1)
        assert not acknowledge(session, clock, clerk, case).is_first
        assert length(session) == before + 1
    assert case.acknowledged_at == NOW


def test_who_may_not_is_refused(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        case = received(session, clock, office)
        for actor in (office.actor(Role.AUDITOR), office.actor(Role.CLERK, next_door=True)):
            with refused(session, "forbidden"):
                acknowledge(session, clock, actor, case)
