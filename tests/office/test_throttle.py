"""Counting failed tries: in the database, so that every process sees them, and none is lost between two of them."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from office import throttle
from office.models import Throttle
from office.rules import TRIES, WINDOW
from office.throttle import SWEPT_AT_ONCE
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


def crowd(session: Session, clock: FixedClock, many: int) -> None:
    """Windows of so many made-up keys."""
    session.add_all(Throttle(key=f"made-up:{one}", window_from_at=clock.now(), failures=1) for one in range(many))
    session.flush()


def test_a_flood_that_is_over_goes_by_and_by_and_no_request_pays_for_all_of_it(session: Session, clock: FixedClock):
    crowd(session, clock, 3 * SWEPT_AT_ONCE)
    clock.move_to(clock.now() + WINDOW + dt.timedelta(seconds=1))
    left = []
    for count in ("failed", "book", "begin_try", "failed"):
        if count == "failed":
            throttle.failed(session, clock, KEY)
        elif count == "book":
            throttle.book(session, clock, KEY, WINDOW, 1)
        else:
            throttle.begin_try(session, clock, throttle.limits("sign-in", "jan", throttle.Device("d")))
        left.append(session.scalar(select(func.count()).where(Throttle.key.startswith("made-up"))))
    assert left == [2 * SWEPT_AT_ONCE, SWEPT_AT_ONCE, 0, 0]


def test_an_own_window_that_is_over_begins_anew_though_others_went_before_it(session: Session, clock: FixedClock):
    fail(session, clock, TRIES)
    crowd(session, clock, 3 * SWEPT_AT_ONCE)
    clock.move_to(clock.now() + WINDOW + dt.timedelta(seconds=1))
    assert throttle.failed(session, clock, KEY) == 1
    throttle.check(session, clock, KEY)


def test_windows_that_are_over_are_found_by_an_index(session: Session, clock: FixedClock):
    """A guest on a made-up key costs the same, however many keys there are."""
    crowd(session, clock, 500)
    seen: list[tuple[str, Any]] = []
    engine, is_sqlite = session.get_bind(), session.get_bind().dialect.name == "sqlite"

    def note(_connection: object, _cursor: object, text: str, given: Any, *_rest: object) -> None:
        seen.append((text, given))

    event.listen(engine, "before_cursor_execute", note)
    throttle.book(session, clock, KEY, WINDOW, 1)
    event.remove(engine, "before_cursor_execute", note)
    (_counted, (swept, given)) = seen
    if not is_sqlite:
        session.execute(sql("SET LOCAL enable_seqscan = off"))
    told = session.connection().exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' * is_sqlite}{swept}", given)
    plan = "\n".join(str(row) for row in told)
    assert plan.count("ix_throttle_window_from_at") == 2, plan
    assert "SCAN throttle" not in plan, plan
    assert "Seq Scan" not in plan, plan


def test_tries_at_once_neither_wait_for_each_other_nor_are_lost_while_a_flood_goes(storage: Storage, clock: FixedClock):
    """Each sweeps windows the others begin anew: whoever swept first and counted then would wait in a circle."""
    keys = [[throttle.Limit(f"a:{one % 4}", 100), throttle.Limit(f"b:{one % 3}", 100)] for one in range(24)]
    with storage.writing() as session:
        crowd(session, clock, 5 * SWEPT_AT_ONCE)
        for limit in {limit for some in keys for limit in some}:
            throttle.failed(session, clock, limit.key)
    clock.move_to(clock.now() + WINDOW + dt.timedelta(seconds=1))

    def once(limits: list[throttle.Limit]) -> None:
        with storage.writing() as session:
            throttle.begin_try(session, clock, limits)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(once, keys))
    with storage.reading() as session:
        left = {row.key: row.failures for row in session.scalars(select(Throttle))}
    assert left == {**{f"a:{one}": 6 for one in range(4)}, **{f"b:{one}": 8 for one in range(3)}}
