"""When jobs are due, in Warsaw's time: the nights the clocks change, weekends, holidays, the turn of the year."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.clock import WARSAW, warsaw
from kernel.workdays import is_working_day
from worker.schedules import Daily, Every, FirstWorkingDay, Schedule, Weekly

SCHEDULES: tuple[Schedule, ...] = (
    Every(60),
    Every(900),
    Daily(7),
    Daily(2, 30),
    Daily(7, is_working_days=True),
    Weekly(6, 2, 30),
    FirstWorkingDay(6),
)
moments = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2030, 12, 31), timezones=st.just(dt.UTC))


@given(st.sampled_from(SCHEDULES), moments)
def test_the_latest_period_has_begun_and_the_next_has_not(schedule: Schedule, now: dt.datetime):
    due_at, next_at = schedule.latest(now).due_at, schedule.next_after(now)
    assert due_at <= now < next_at


@given(st.sampled_from(SCHEDULES), moments)
def test_periods_follow_each_other_without_a_gap_and_each_has_a_key_of_its_own(schedule: Schedule, now: dt.datetime):
    period, next_at = schedule.latest(now), schedule.next_after(now)
    assert schedule.latest(next_at - dt.timedelta(microseconds=1)) == period
    assert schedule.latest(next_at).due_at == next_at
    assert schedule.latest(next_at).key > period.key


@given(st.sampled_from(SCHEDULES[2:]), moments)
def test_a_local_time_stays_a_local_time(schedule: Schedule, now: dt.datetime):
    local = schedule.latest(now).due_at.astimezone(WARSAW)
    assert (local.hour, local.minute) in {(7, 0), (6, 0), (2, 30), (3, 30)}


@pytest.mark.parametrize(
    ("schedule", "now", "key", "due_at"),
    [
        (Daily(7), warsaw(2026, 11, 21, 6, 59), "2026-11-20", warsaw(2026, 11, 20, 7)),
        (Daily(7), warsaw(2026, 11, 21, 7), "2026-11-21", warsaw(2026, 11, 21, 7)),
        (Daily(7), warsaw(2026, 11, 21, 23, 59), "2026-11-21", warsaw(2026, 11, 21, 7)),
        # On Saturday 21 November the last working day was Friday; 11 November is a holiday.
        (Daily(7, is_working_days=True), warsaw(2026, 11, 22, 12), "2026-11-20", warsaw(2026, 11, 20, 7)),
        (Daily(7, is_working_days=True), warsaw(2026, 11, 11, 12), "2026-11-10", warsaw(2026, 11, 10, 7)),
        (Weekly(6, 3), warsaw(2026, 11, 22, 2, 59), "2026-11-15", warsaw(2026, 11, 15, 3)),
        (Weekly(6, 3), warsaw(2026, 11, 22, 3), "2026-11-22", warsaw(2026, 11, 22, 3)),
        # 1 November 2026 is a Sunday and a holiday; 1 January a holiday, 2 and 3 January 2027 a weekend.
        (FirstWorkingDay(6), warsaw(2026, 11, 2, 5, 59), "2026-10", warsaw(2026, 10, 1, 6)),
        (FirstWorkingDay(6), warsaw(2026, 11, 2, 6), "2026-11", warsaw(2026, 11, 2, 6)),
        (FirstWorkingDay(6), warsaw(2027, 1, 3, 12), "2026-12", warsaw(2026, 12, 1, 6)),
        (FirstWorkingDay(6), warsaw(2027, 1, 4, 6), "2027-01", warsaw(2027, 1, 4, 6)),
        (Every(60), warsaw(2026, 11, 21, 10), "2026-11-21T09:00:00Z", warsaw(2026, 11, 21, 10)),
    ],
)
def test_days_one_can_look_up(schedule: Schedule, now: dt.datetime, key: str, due_at: dt.datetime):
    assert (schedule.latest(now).key, schedule.latest(now).due_at) == (key, due_at)


SPRING, AUTUMN = dt.date(2027, 3, 28), dt.date(2026, 10, 25)
"""Nights in which 2:00 becomes 3:00, and 3:00 becomes 2:00."""


@pytest.mark.parametrize("night", [SPRING, AUTUMN])
@pytest.mark.parametrize("schedule", [Daily(2), Daily(2, 30), Daily(3), Daily(1, 59)])
def test_on_the_nights_the_clocks_change_a_daily_job_is_due_exactly_once(night: dt.date, schedule: Daily):
    start = warsaw(night.year, night.month, night.day)
    keys = [schedule.latest(start + dt.timedelta(minutes=5 * step)).key for step in range(24 * 12 + 13)]
    changes = [key for before, key in pairwise(keys) if key != before]
    assert changes.count(night.isoformat()) == 1
    assert keys == sorted(keys), "no way back in the hour that comes twice"


def test_a_time_that_the_clocks_jump_over_comes_once_all_the_same():
    assert Daily(2, 30).latest(warsaw(2027, 3, 28, 12)).due_at.astimezone(WARSAW).hour == 3


def test_of_a_time_that_comes_twice_the_first_counts():
    due_at = Daily(2, 30).latest(warsaw(2026, 10, 25, 12)).due_at
    assert due_at == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


@given(moments)
def test_the_first_working_day_is_one_and_none_lies_before_it(now: dt.datetime):
    day = FirstWorkingDay(6).latest(now).due_at.astimezone(WARSAW).date()
    assert is_working_day(day)
    assert not any(is_working_day(day.replace(day=before)) for before in range(1, day.day))


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (Every(60), "every 60 seconds"),
        (Daily(7), "daily at 7:00"),
        (Daily(7, 30, is_working_days=True), "working days at 7:30"),
        (Weekly(6, 3), "Sunday at 3:00"),
        (FirstWorkingDay(6), "first working day of the month at 6:00"),
    ],
)
def test_schedules_say_themselves(schedule: Schedule, words: str):
    assert str(schedule) == words
