"""The rotation: seven days, five weeks, twelve months; never the newest backup, never the last one that was proved."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from operations.backup.rotation import DAYS, MONTHS, WEEKS, kept

DATES = st.sets(st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31)), max_size=200)
FIRST = dt.date(2025, 1, 1)


def days(count: int) -> list[dt.date]:
    return [FIRST + dt.timedelta(days=number) for number in range(count)]


def test_of_two_years_day_by_day_remain_a_week_five_sundays_and_twelve_last_days_of_a_month():
    there = days(730)  # to Thursday, 31 December 2026
    stay = sorted(kept(there))
    assert stay[-7:] == there[-7:]
    assert [day for day in stay if day.isoweekday() == 7 and day.month == 12] == [
        dt.date(2026, 12, 6),
        dt.date(2026, 12, 13),
        dt.date(2026, 12, 20),
        dt.date(2026, 12, 27),
    ]
    assert stay[:11] == [dt.date(2026, month + 1, 1) - dt.timedelta(days=1) for month in range(1, 12)]
    assert len(stay) == 7 + 3 + 11


@given(DATES)
def test_the_newest_always_stays_and_nothing_is_invented(there: set[dt.date]):
    stay = kept(there)
    assert stay <= there
    assert set(sorted(there)[-DAYS:]) <= stay
    assert len(stay) <= DAYS + WEEKS + MONTHS


@given(DATES, st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31)))
def test_the_last_one_that_was_proved_stays(there: set[dt.date], verified_on: dt.date):
    assert kept(there, verified_on) == kept(there) | ({verified_on} & there)


@given(DATES)
def test_rotating_every_day_keeps_what_rotating_once_would_keep(there: set[dt.date]):
    left: set[dt.date] = set()
    for day in sorted(there):
        left = kept(left | {day})
    assert left == kept(there)


@given(DATES)
def test_rotating_again_takes_nothing_more(there: set[dt.date]):
    assert kept(kept(there)) == kept(there)
