"""The tablet's clock may be wrong and may jump with summer time: every answer keeps its moment and its order."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from kernel.clock import WARSAW, FixedClock
from storage.session import Storage
from surveys.models import Delivery, DeviceState, Response
from surveys.models.counts import HourCount
from surveys.sealer import seal_all
from tests.cast import NOW, FoundedOffice
from tests.journeys.kiosk_line import (
    PORTALS_ERROR,
    Line,
    assert_each_came_once,
    honest,
    pair,
    send_now,
    stored,
    wait_there,
    wait_until_sent,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
AGE = dt.timedelta(seconds=60)
"""How long ago an answer was given that is put into the queue."""
BACK, FORTH = dt.datetime(2026, 10, 25, tzinfo=dt.UTC), dt.datetime(2026, 3, 29, tzinfo=dt.UTC)
"""Nights in which Warsaw goes from 3:00 back to 2:00, and from 2:00 on to 3:00."""


@pytest.fixture
def clock(request: pytest.FixtureRequest) -> FixedClock:
    """The clock of the server: in the night a test names, else as ever."""
    return FixedClock(getattr(request, "param", NOW))


def given(storage: Storage) -> list[dt.datetime]:
    """When the answers were given, by the server's clock, in the order of their numbers."""
    with storage.reading() as session:
        query = select(Response.received_at).join(Delivery, Delivery.submission_id == Response.id)
        return list(session.scalars(query.order_by(Delivery.seq)))


def test_a_clock_that_is_a_day_ahead_is_told_and_the_answer_keeps_its_moment(
    tablet: Page, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    tablet.clock.install(time=clock.now() + dt.timedelta(days=1))
    device = pair(tablet, storage, clock, office)
    sent = wait_there(tablet, 1)
    send_now(tablet)
    wait_until_sent(tablet)
    assert_each_came_once(storage, device, sent)
    assert [row.flags for row in stored(storage, 1)] == ["clock_skew"]
    assert abs(given(storage)[0] - (clock.now() - AGE)) < dt.timedelta(seconds=30)
    with storage.reading() as session:
        ahead = session.get_one(DeviceState, device.id).clock_ms
    assert abs(ahead - 86_400_000) < 60_000


@pytest.mark.parametrize(("clock", "hours"), [(BACK, [2, 2]), (FORTH, [1, 3])], indirect=["clock"])
def test_a_night_in_which_the_clock_jumps_keeps_moments_and_order(
    tablet: Page, line: Line, storage: Storage, clock: FixedClock, office: FoundedOffice, hours: list[int]
):
    """At 0:30 and 1:30 UTC; local clocks say 2:30 twice in October, and 1:30 and 3:30 in March."""
    begun = clock.now()
    tablet.clock.install(time=begun)
    device = pair(tablet, storage, clock, office)
    line.lie = lambda _name, _truly: PORTALS_ERROR
    sent = []
    for minutes in (30, 90):
        tablet.clock.set_system_time(begun + dt.timedelta(minutes=minutes) + AGE)
        sent += wait_there(tablet, 1)
    tablet.clock.set_system_time(begun + dt.timedelta(hours=2))
    clock.advance(hours=2)
    line.lie = honest
    send_now(tablet)
    wait_until_sent(tablet)
    assert_each_came_once(storage, device, sent)
    first, second = given(storage)
    assert abs(second - first - dt.timedelta(hours=1)) < dt.timedelta(seconds=10)
    assert [moment.astimezone(WARSAW).hour for moment in (first, second)] == hours
    assert [row.flags for row in stored(storage, 2)] == ["", ""]
    seal_all(storage, clock)
    with storage.reading() as session:
        query = select(HourCount.weekday, HourCount.hour).where(HourCount.question == "q1")  # another answer each
        counted = sorted((weekday, hour) for weekday, hour in session.execute(query))
    assert counted == [(6, hour) for hour in hours]
