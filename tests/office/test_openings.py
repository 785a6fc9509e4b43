"""When the office opens next: by its hours, days off and holidays, on ordinary days and when the clocks change."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.clock import WARSAW, local_day, warsaw
from kernel.workdays import is_working_day
from office.rules.hours import Week, read_week
from office.rules.openings import LOOKS_AHEAD, Openings

D = dt.date
ORDINARY: Week = read_week("7:30-15:30\n7:30-17:00\n7:30-15:30\n7:30-12:00, 13:00-15:30\n7:30-14:00\n\n")
NEVER: Week = ((),) * 7
NIGHTS: Week = read_week("\n".join(["1:00-2:30, 2:45-4:00"] * 7))
HOURS = Openings(((D(2024, 1, 1), ORDINARY),), frozenset({D(2026, 11, 23)}))


@pytest.mark.parametrize(
    ("asked", "opens"),
    [
        (warsaw(2026, 11, 24, 7, 29), warsaw(2026, 11, 24, 7, 30)),
        (warsaw(2026, 11, 24, 7, 30), warsaw(2026, 11, 24, 7, 30)),
        (warsaw(2026, 11, 24, 16, 59), warsaw(2026, 11, 24, 16, 59)),
        (warsaw(2026, 11, 24, 17), warsaw(2026, 11, 25, 7, 30)),
        (warsaw(2026, 11, 26, 12, 15), warsaw(2026, 11, 26, 13)),
        (warsaw(2026, 11, 20, 14), warsaw(2026, 11, 24, 7, 30)),  # Friday afternoon; Monday is a day off
        (warsaw(2026, 12, 23, 23), warsaw(2026, 12, 28, 7, 30)),  # the three days of Christmas and the weekend
    ],
)
def test_what_waits_goes_at_the_next_opening(asked: dt.datetime, opens: dt.datetime):
    assert HOURS.next_from(asked) == opens


def test_a_day_begins_when_the_office_opens_and_a_closed_day_never():
    assert HOURS.opens_on(D(2026, 11, 24)) == warsaw(2026, 11, 24, 7, 30)
    for closed in (D(2026, 11, 21), D(2026, 11, 23), D(2026, 12, 25)):
        assert HOURS.opens_on(closed) is None


def test_new_hours_hold_from_their_day():
    later = Openings(((D(2024, 1, 1), ORDINARY), (D(2026, 12, 1), read_week("\n".join(["10-12"] * 5 + ["", ""])))))
    assert later.opens_on(D(2026, 11, 30)) == warsaw(2026, 11, 30, 7, 30)
    assert later.opens_on(D(2026, 12, 1)) == warsaw(2026, 12, 1, 10)


def test_an_office_without_hours_is_taken_for_open_on_working_days_from_eight_to_four():
    for day in (D(2026, 11, 20), D(2026, 11, 21), D(2026, 12, 24), D(2027, 6, 3)):
        opens = warsaw(day.year, day.month, day.day, 8) if is_working_day(day) else None
        assert Openings().opens_on(day) == opens
    assert not Openings().is_open(warsaw(2026, 11, 20, 16))


def test_an_office_that_never_opens_has_no_next_opening():
    assert Openings(((D(2024, 1, 1), NEVER),)).next_from(warsaw(2026, 11, 20, 9)) is None


def test_staff_of_an_office_that_opens_on_no_day_are_told_in_the_usual_hours():
    shut = Openings(((D(2024, 1, 1), NEVER),)).for_telling(D(2026, 11, 20))
    assert shut.next_from(warsaw(2026, 11, 20, 0, 10)) == warsaw(2026, 11, 20, 8)
    assert shut.next_from(warsaw(2026, 11, 20, 17)) == warsaw(2026, 11, 23, 8)
    assert shut.opens_on(D(2026, 12, 25)) is None


def test_whoever_opens_within_two_months_is_told_by_then_and_in_no_other_hours():
    day = D(2026, 11, 20)
    for ahead, hour in ((LOOKS_AHEAD - 7, 9), (LOOKS_AHEAD + 7, 8)):
        opens = day + dt.timedelta(days=ahead)
        openings = Openings(((D(2024, 1, 1), NEVER), (opens, read_week("\n".join(["9:00-12:00"] * 7))))).for_telling(
            day
        )
        told = openings.next_from(warsaw(2026, 11, 20, 0, 10))
        assert told is not None
        assert told.astimezone(WARSAW).hour == hour
        assert (local_day(told) >= opens) == (hour == 9)


@pytest.mark.parametrize("week", [ORDINARY, NIGHTS, read_week("\n".join(["0:00-24:00"] * 7))])
@pytest.mark.parametrize("day", [D(2027, 3, 27), D(2027, 3, 28), D(2026, 10, 24), D(2026, 10, 25)])
def test_every_quarter_of_an_hour_of_the_nights_of_the_change_agrees_with_looking_minute_by_minute(
    week: Week, day: dt.date
):
    openings = Openings(((D(2024, 1, 1), week),))
    start = dt.datetime.combine(day, dt.time(), WARSAW).astimezone(dt.UTC)
    minutes = [start + dt.timedelta(minutes=one) for one in range(30 * 60)]
    open_at = [moment for moment in minutes if openings.is_open(moment)]
    for moment in minutes[: 26 * 60 : 15]:
        expected = next((one for one in open_at if one >= moment), None)
        found = openings.next_from(moment)
        assert found == expected or (expected is None and found is not None and found > minutes[-1])
    first = next((one for one in open_at if local_day(one) == day), None)
    assert openings.opens_on(day) == first


HALVES = st.lists(st.integers(0, 47), max_size=4, unique=True).map(sorted)
DAYS = HALVES.map(lambda cuts: tuple((a * 30, b * 30) for a, b in zip(cuts[::2], cuts[1::2], strict=False)))
WEEKS = st.tuples(*[DAYS] * 7)
MOMENTS = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2039, 1, 1), timezones=st.just(dt.UTC))


@given(WEEKS, MOMENTS, st.sets(st.integers(0, 20), max_size=5))
def test_the_next_opening_is_an_open_moment_not_before_the_one_asked_and_nothing_before_it_is(
    week: Week, moment: dt.datetime, off: set[int]
):
    days_off = frozenset(local_day(moment) + dt.timedelta(days=ahead) for ahead in off)
    openings = Openings(((D(2020, 1, 1), week),), days_off)
    found = openings.next_from(moment)
    upto = moment + dt.timedelta(days=LOOKS_AHEAD - 2) if found is None else found
    if found is not None:
        assert found >= moment
        assert openings.is_open(found)
        assert local_day(found) not in days_off
        assert openings.next_from(found) == found
    step = max((upto - moment) / 200, dt.timedelta(minutes=10))
    between = (moment + step * one for one in range(200))
    assert not any(openings.is_open(one) for one in between if one < upto)
