"""When a failed effect is tried again: later and later, with bounds, and for more than four days in all."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.rules import FIRST_WAIT, JITTER, LONGEST_WAIT, MOST_ATTEMPTS, is_last, wait_after

attempts = st.integers(1, 10_000)
chances = st.floats(0, 1)


@given(attempts, chances)
def test_a_wait_stays_within_its_bounds(attempt: int, chance: float):
    wait = wait_after(attempt, chance)
    assert FIRST_WAIT * (1 - JITTER / 100) <= wait <= LONGEST_WAIT * (1 + JITTER / 100)


@given(attempts, chances)
def test_a_later_attempt_never_waits_less(attempt: int, chance: float):
    assert wait_after(attempt, chance) <= wait_after(attempt + 1, chance)


@given(attempts, chances, chances)
def test_chance_moves_a_wait_by_a_fifth_at_most(attempt: int, one: float, other: float):
    middle = wait_after(attempt, 0.5)
    assert abs(wait_after(attempt, one) - middle) <= middle * JITTER / 100
    assert (wait_after(attempt, one) <= wait_after(attempt, other)) or one > other


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 30), (2, 60), (3, 120), (10, 15_360), (11, 21_600), (99, 21_600)])
def test_the_wait_doubles_up_to_six_hours(attempt: int, seconds: int):
    assert wait_after(attempt, 0.5) == dt.timedelta(seconds=seconds)


def test_a_server_may_be_away_for_more_than_four_days():
    shortest = sum((wait_after(attempt, 0) for attempt in range(1, MOST_ATTEMPTS)), dt.timedelta())
    assert shortest > dt.timedelta(days=4)
    assert not is_last(MOST_ATTEMPTS - 1)
    assert is_last(MOST_ATTEMPTS)


def test_no_wait_without_an_attempt():
    with pytest.raises(ValueError, match="follows an attempt"):
        wait_after(0, 0.5)
