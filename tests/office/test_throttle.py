"""Counting failed tries: in the database, so that every process sees them, and none is lost between two of them."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from office import throttle
from office.models import Throttle
from office.rules import TRIES, WINDOW
from storage.session import Storage

KEY = throttle.key_of("sign-in", "marta")


def fail(session: Session, clock: FixedClock, times: int, key: str = KEY) -> None:
    for _ in range(times):
        throttle.failed(session, clock, key)


def test_after_the_last_try_one_waits_and_is_told_how_long(session: Session, clock: FixedClock):
    fail(session, clock, TRIES - 1)
    throttle.check(session, clock, KEY)
    fail(session, clock, 1)
    with pytest.raises(throttle.TooManyTries) as wait:
        throttle.check(session, clock, KEY)
    assert wait.value.facts["minutes"] == 15
    clock.advance(minutes=14, seconds=1)
    with pytest.raises(throttle.TooManyTries) as wait:
        throttle.check(session, clock, KEY)
    assert wait.value.facts["minutes"] == 1


def test_the_wait_ends_with_the_window_and_a_new_one_begins(session: Session, clock: FixedClock):
    fail(session, clock, TRIES)
    clock.move_to(clock.now() + WINDOW)
    throttle.check(session, clock, KEY)
    clock.advance(seconds=1)
    fail(session, clock, 1)
    throttle.check(session, clock, KEY)
    assert session.scalars(select(Throttle.failures)).all() == [1]


def test_success_forgets_the_failures(session: Session, clock: FixedClock):
    fail(session, clock, TRIES - 1)
    throttle.succeeded(session, KEY)
    throttle.succeeded(session, KEY)
    fail(session, clock, TRIES - 1)
    throttle.check(session, clock, KEY)


def test_one_key_waits_for_itself_only(session: Session, clock: FixedClock):
    fail(session, clock, TRIES)
    throttle.check(session, clock, throttle.key_of("sign-in", "jan"))
    throttle.check(session, clock, throttle.key_of("case", "marta"))


def test_a_key_does_not_show_whose_it_is():
    assert "marta" not in KEY
    assert len(throttle.key_of("sign-in", "x" * 10_000)) < 120


def test_tries_at_once_are_all_counted(storage: Storage, clock: FixedClock):
    def once(_number: int) -> None:
        with storage.writing() as session:
            throttle.failed(session, clock, KEY)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(once, range(24)))
    with storage.reading() as session:
        assert session.get_one(Throttle, KEY).failures == 24


def test_what_is_over_is_not_kept(session: Session, clock: FixedClock):
    """Nobody can fill the table by trying names that do not exist."""
    for number in range(5):
        fail(session, clock, 1, throttle.key_of("case", str(number)))
    clock.move_to(clock.now() + WINDOW + dt.timedelta(seconds=1))
    fail(session, clock, 1)
    assert session.scalars(select(Throttle.key)).all() == [KEY]
