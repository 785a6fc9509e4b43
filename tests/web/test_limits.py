"""What one account, tablet or link may ask for: a sentence with the time to wait, and nothing typed is lost."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import re
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from kernel.clock import FixedClock
from kernel.permissions import Role
from office import throttle
from office.models import Throttle
from storage.session import Storage
from tests.filling import text
from tests.forms import hidden
from tests.house.test_cells import FILES
from tests.surveys.devices import ORIGIN
from web import counting, limits
from web.counting import Counters, Pace
from web.limits import BOUNDS, EXPORTS

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"])


@pytest.fixture
def strict(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of each."""
    app.extensions["limits_are_on"] = True
    paces = [dataclasses.replace(one.pace, most=2) for one in BOUNDS]
    bounds = tuple(dataclasses.replace(one, pace=pace) for one, pace in zip(BOUNDS, paces, strict=True))
    monkeypatch.setattr(limits, "BOUNDS", bounds)


MINUTE = dt.timedelta(minutes=1)
HEAVY = re.compile(FILES.pattern + r"|\.zip")
"""Files about many cases: tables, and archives of them."""


def alone(_key: str, _within: dt.timedelta, _many: int) -> None:
    """A database that cannot say."""


class Shared:
    """What all processes book together, and how often they had to ask."""

    def __init__(self, storage: Storage, clock: FixedClock) -> None:
        self.storage, self.clock, self.asked = storage, clock, 0

    def __call__(self, key: str, within: dt.timedelta, many: int) -> tuple[int, dt.datetime]:
        self.asked += 1
        with self.storage.writing() as session:
            return throttle.book(session, self.clock, key, within, many)


def passed(processes: Sequence[Counters], pace: Pace, clock: FixedClock, requests: int) -> int:
    """How many requests of one key pass, each sent to the next of the processes."""
    turn = itertools.cycle(processes)
    return sum(next(turn).over("k", pace, clock.now()) == 0 for _ in range(requests))


def test_a_window_ends_and_a_new_one_begins(clock: FixedClock):
    counters, pace = Counters(alone), Pace(2, MINUTE)
    assert [counters.over("k", pace, clock.now()) for _ in range(3)] == [0, 0, 60]
    clock.advance(seconds=61)
    assert counters.over("k", pace, clock.now()) == 0


@pytest.mark.parametrize("at_once", [1, 5, 10])
def test_many_processes_let_no_more_pass_than_one(storage: Storage, clock: FixedClock, at_once: int):
    shared, pace = Shared(storage, clock), Pace(40, MINUTE, at_once)
    assert passed([Counters(shared) for _ in range(4)], pace, clock, 200) == 40
    clock.advance(seconds=61)
    assert passed([Counters(shared)], pace, clock, 200) == 40


def test_what_was_asked_before_a_restart_is_remembered_but_for_one(storage: Storage, clock: FixedClock):
    shared, pace = Shared(storage, clock), Pace(10, MINUTE)
    assert passed([Counters(shared)], pace, clock, 50) == 10
    clock.advance(seconds=40)
    again = Counters(shared)
    assert [again.over("k", pace, clock.now()) for _ in range(3)] == [0, 20, 20]
    clock.advance(seconds=20)
    assert passed([again], pace, clock, 50) == 10


@pytest.mark.parametrize("asked", [1, 2, 5, 11, 12])
def test_a_process_that_is_started_again_and_again_lets_no_more_pass_and_holds_nobody_longer_than_the_window(
    storage: Storage, clock: FixedClock, asked: int
):
    """What it had booked and not used is lost with it until the window ends: one waits sooner, never passes more."""
    shared, pace, restarts = Shared(storage, clock), Pace(120, MINUTE, 10), 40
    let = sum(passed([Counters(shared)], pace, clock, asked) for _ in range(restarts))
    assert let <= pace.most + restarts, "but for the free one of each"
    clock.advance(seconds=61)
    assert passed([Counters(shared)], pace, clock, 200) == 120


def test_who_asks_once_in_a_window_asks_nothing_of_the_database(storage: Storage, clock: FixedClock):
    shared = Shared(storage, clock)
    counters = Counters(shared)
    for _ in range(5):
        assert counters.over("k", Pace(20, MINUTE, 10), clock.now()) == 0
        clock.advance(seconds=61)
    assert shared.asked == 0
    assert passed([counters], Pace(20, MINUTE, 10), clock, 50) == 20
    assert shared.asked == 2


def test_a_busy_database_leaves_each_process_its_own_count(clock: FixedClock):
    assert passed([Counters(alone)], Pace(20, MINUTE, 10), clock, 50) == 20


def test_made_up_keys_fill_neither_memory_nor_the_database(
    storage: Storage, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(counting, "MOST_KEYS", 20)
    counters, pace = Counters(Shared(storage, clock)), Pace(2, MINUTE)
    for number in range(200):
        clock.advance(seconds=20)
        for _ in range(2):
            counters.over(f"made up {number}", pace, clock.now())
    assert counters.size <= 20
    assert counters.over("made up 199", pace, clock.now()) == 60
    with storage.reading() as session:
        assert session.scalar(select(func.count()).select_from(Throttle)) == 15 * 60 // 20


def test_threads_that_make_room_and_threads_that_count_do_not_hinder_each_other(
    clock: FixedClock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(counting, "MOST_KEYS", 200)
    counters, pace, now = Counters(alone), Pace(2, MINUTE), clock.now()
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            asked = [
                pool.submit(lambda who: [counters.over(f"{who} {one}", pace, now) for one in range(10_000)], who)
                for who in range(4)
            ]
            waits = [wait for one in asked for wait in one.result()]
    finally:
        sys.setswitchinterval(before)
    assert waits == [0] * 40_000


@ON_SQLITE
def test_saves_of_one_account_wait_with_their_words_and_another_account_goes_on(
    strict: None, signed_in: Callable[..., FlaskClient], clock: FixedClock
):
    clerk, head = signed_in(Role.CLERK), signed_in(Role.HEAD)
    page = "/staff/pl/register"
    sent = {**hidden(clerk.get(page).get_data(as_text=True)), "subject": "Napisane długo"}
    answers = [clerk.post(page, data=sent) for _ in range(3)]
    assert [one.status_code for one in answers] == [422, 422, 429]
    assert answers[2].headers["Retry-After"] == "60"
    assert "Za dużo naraz: zapisów. Proszę spróbować ponownie za 1 minutę." in text(answers[2])
    assert "Napisane długo" in answers[2].get_data(as_text=True)
    assert head.post(page, data={"subject": "x"}).status_code != 429
    clock.advance(minutes=1)
    assert clerk.post(page, data=sent).status_code == 422


@ON_SQLITE
def test_files_of_one_account_wait(strict: None, signed_in: Callable[..., FlaskClient]):
    head = signed_in(Role.HEAD)
    answers = [head.get("/staff/pl/results.csv?month=2026-11") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert head.get("/staff/pl/queue").status_code == 200


@ON_SQLITE
def test_every_address_that_gives_a_table_is_an_export(app: Flask):
    tables = {rule.rule for rule in app.url_map.iter_rules() if HEAVY.search(rule.rule) and "/staff/" in rule.rule}
    no_export = {rule for rule in tables if not EXPORTS.search(rule)}
    assert {
        rule for rule in no_export if "import" not in rule and "posters" not in rule and "<kind>/" not in rule
    } == set()


@ON_SQLITE
def test_a_tablet_hears_a_named_error_and_another_one_goes_on(strict: None, client: FlaskClient):
    def sends(token: str) -> int:
        headers = {**ORIGIN, "Authorization": f"Bearer {token}"}
        return client.post("/api/kiosk/responses", json={"items": []}, headers=headers).status_code

    assert [sends("one") for _ in range(3)] == [401, 401, 429]
    assert sends("two") == 401


@ON_SQLITE
def test_a_link_opened_without_end_waits(strict: None, client: FlaskClient):
    answers = [client.get("/pl/follow-up/abc") for _ in range(3)]
    assert [one.status_code for one in answers] == [404, 404, 429]
    assert client.get("/pl/follow-up/other").status_code == 404


@ON_SQLITE
def test_the_count_is_kept_in_the_database_and_holds_for_the_next_process(
    strict: None, app: Flask, signed_in: Callable[..., FlaskClient], storage: Storage
):
    clerk, head = signed_in(Role.CLERK), signed_in(Role.HEAD)
    page = "/staff/pl/register"
    sent = {**hidden(clerk.get(page).get_data(as_text=True)), "subject": "Napisane długo"}
    assert [clerk.post(page, data=sent).status_code for _ in range(3)] == [422, 422, 429]
    table = "/staff/pl/results.csv?month=2026-11"
    assert [head.get(table).status_code for _ in range(3)] == [200, 200, 429]
    limits_of_another = Counters(app.extensions["limits"]._book)
    app.extensions["limits"] = limits_of_another
    assert [clerk.post(page, data=sent).status_code for _ in range(2)] == [422, 429]
    assert [head.get(table).status_code for _ in range(2)] == [200, 429]


@ON_SQLITE
def test_a_page_is_given_while_somebody_else_writes(
    strict: None, signed_in: Callable[..., FlaskClient], storage: Storage
):
    head = signed_in(Role.HEAD)
    table = "/staff/pl/results.csv?month=2026-11"
    with storage.writing() as other:
        other.execute(delete(Throttle))
        answers = [head.get(table).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
