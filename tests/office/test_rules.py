"""Rules of the office: when one has to wait, what a login looks like, when something is in force."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.clock import warsaw
from office.rules import LOGIN, TRIES, WINDOW, is_valid_on, must_wait

SINCE = warsaw(2026, 11, 21, 10)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))


def test_one_waits_only_after_the_last_try_and_only_to_the_end_of_the_window():
    assert must_wait(TRIES - 1, SINCE, SINCE) is None
    assert must_wait(TRIES, SINCE, SINCE) == WINDOW
    assert must_wait(TRIES, SINCE, SINCE + WINDOW - dt.timedelta(seconds=1)) == dt.timedelta(seconds=1)
    assert must_wait(TRIES, SINCE, SINCE + WINDOW) is None


@given(st.integers(0, 100), st.timedeltas(dt.timedelta(), dt.timedelta(hours=2)))
def test_nobody_waits_longer_than_the_window(failures: int, later: dt.timedelta):
    left = must_wait(failures, SINCE, SINCE + later)
    assert left is None or dt.timedelta() < left <= WINDOW


@pytest.mark.parametrize("login", ["marta.testowa", "a1", "x-y_z", "4you"])
def test_a_login_is_small_letters_digits_and_a_few_signs(login: str):
    assert LOGIN.fullmatch(login)


@pytest.mark.parametrize("login", ["", "a", "Marta", "marta testowa", ".a", "żaneta", "a\n", "a@b.pl", "x" * 62])
def test_anything_else_is_no_login(login: str):
    assert not LOGIN.fullmatch(login)


@given(DAYS, st.none() | DAYS, DAYS)
def test_both_ends_of_a_validity_are_included(start: dt.date, end: dt.date | None, day: dt.date):
    assert is_valid_on(start, end, day) == (start <= day <= (end or dt.date.max))
