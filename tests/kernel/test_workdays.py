"""Working days: counted over [start, end), the same for whoever asks."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.holidays import holidays_of
from kernel.workdays import (
    LAST_DAY,
    OutsideCalendar,
    is_working_day,
    term_skips,
    working_day_before,
    working_days_between,
    working_days_left,
)

DAYS = st.dates(dt.date(1991, 1, 1), LAST_DAY)
HOLIDAY_DATES = np.array([day for year in range(1991, 2041) for day in holidays_of(year)], dtype="datetime64[D]")


@given(DAYS, DAYS)
def test_numpy_counts_the_same_working_days(start: dt.date, end: dt.date) -> None:
    start, end = min(start, end), max(start, end)
    expected = np.busday_count(np.datetime64(start), np.datetime64(end), holidays=HOLIDAY_DATES)
    assert working_days_between(start, end) == expected


@given(DAYS, DAYS, DAYS)
def test_spans_add_up_and_turn_their_sign(first: dt.date, second: dt.date, third: dt.date) -> None:
    there = working_days_between(first, second)
    assert there == -working_days_between(second, first)
    assert there + working_days_between(second, third) == working_days_between(first, third)


@given(DAYS)
def test_the_same_day_is_zero_and_the_next_counts_today(day: dt.date) -> None:
    assert working_days_between(day, day) == 0
    if day < LAST_DAY:
        assert working_days_between(day, day + dt.timedelta(days=1)) == is_working_day(day)


def test_days_left_go_below_zero_when_overdue() -> None:
    friday, monday = dt.date(2026, 11, 20), dt.date(2026, 11, 23)
    assert working_days_left(friday, monday) == 1
    assert working_days_left(monday, monday) == 0
    assert working_days_left(dt.date(2026, 11, 25), monday) == -2


def test_a_saturday_is_no_working_day_even_where_it_did_not_move_a_term() -> None:
    saturday = dt.date(2011, 6, 4)
    assert not is_working_day(saturday)
    assert term_skips(saturday) is None


def test_the_working_day_before_steps_over_christmas() -> None:
    assert working_day_before(dt.date(2025, 12, 29), 1) == dt.date(2025, 12, 23)
    assert working_day_before(dt.date(2024, 12, 27), 1) == dt.date(2024, 12, 24)


@pytest.mark.parametrize("day", [dt.date(1990, 12, 31), dt.date(2041, 1, 1)])
def test_outside_the_calendar_nothing_is_counted(day: dt.date) -> None:
    with pytest.raises(OutsideCalendar):
        working_days_between(day, dt.date(2020, 1, 1))
