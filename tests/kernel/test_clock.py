"""The clock: moments are aware and UTC, the legal day is the date in Warsaw, and tests move time themselves."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.clock import WARSAW, FixedClock, SystemClock, local_day, warsaw

MOMENTS = st.datetimes(dt.datetime(2011, 1, 1), dt.datetime(2040, 12, 31), timezones=st.just(dt.UTC))


def test_the_machine_tells_aware_moments_in_utc():
    now = SystemClock().now()
    assert now.tzinfo is dt.UTC
    assert SystemClock().today() in {local_day(now), local_day(now) + dt.timedelta(days=1)}


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (dt.datetime(2026, 11, 20, 22, 59, tzinfo=dt.UTC), dt.date(2026, 11, 20)),
        (dt.datetime(2026, 11, 20, 23, 0, tzinfo=dt.UTC), dt.date(2026, 11, 21)),  # winter: UTC+1
        (dt.datetime(2026, 7, 1, 21, 59, tzinfo=dt.UTC), dt.date(2026, 7, 1)),
        (dt.datetime(2026, 7, 1, 22, 0, tzinfo=dt.UTC), dt.date(2026, 7, 2)),  # summer: UTC+2
        (dt.datetime(2026, 12, 31, 18, 30, tzinfo=ZoneInfo("America/New_York")), dt.date(2027, 1, 1)),
    ],
)
def test_the_legal_day_begins_at_midnight_in_warsaw(moment: dt.datetime, day: dt.date):
    assert local_day(moment) == day
    assert FixedClock(moment).today() == day


def test_a_moment_without_a_zone_has_no_legal_day():
    with pytest.raises(ValueError, match="time zone"):
        local_day(dt.datetime(2026, 11, 21, 10))
    with pytest.raises(ValueError, match="time zone"):
        FixedClock(dt.datetime(2026, 11, 21, 10))


def test_a_fixed_clock_stands_until_it_is_moved_and_never_goes_back():
    clock = FixedClock(warsaw(2026, 11, 21, 10))
    assert clock.now() == clock.now() == dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
    clock.advance(hours=14)
    assert clock.today() == dt.date(2026, 11, 22)
    clock.move_to(clock.now())
    with pytest.raises(ValueError, match="does not go back"):
        clock.advance(seconds=-1)


@given(MOMENTS)
def test_a_wall_clock_time_in_warsaw_is_the_moment_it_says(moment: dt.datetime):
    local = moment.astimezone(WARSAW)
    again = warsaw(local.year, local.month, local.day, local.hour, local.minute)
    assert abs(again - moment.replace(second=0, microsecond=0)) in {dt.timedelta(), dt.timedelta(hours=1)}
    assert local_day(again) == local_day(moment)
