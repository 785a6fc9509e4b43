"""What one account, tablet or link may ask for: a sentence with the time to wait, and nothing typed is lost."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kernel.clock import FixedClock
from kernel.permissions import Role
from tests.filling import text
from tests.forms import hidden
from tests.house.test_cells import FILES
from tests.surveys.devices import ORIGIN
from web import limits
from web.limits import BOUNDS, EXPORTS, Counters

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"])


@pytest.fixture
def strict(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of each."""
    app.extensions["limits_are_on"] = True
    monkeypatch.setattr(limits, "BOUNDS", tuple(dataclasses.replace(one, most=2) for one in BOUNDS))


def test_a_window_ends_and_a_new_one_begins(clock: FixedClock):
    counters, bound = Counters(), dataclasses.replace(BOUNDS[0], most=2)
    assert [counters.over("k", bound, clock.now()) for _ in range(3)] == [0, 0, 60]
    clock.advance(seconds=61)
    assert counters.over("k", bound, clock.now()) == 0


def test_made_up_keys_fill_no_memory_and_the_latest_are_counted_on(clock: FixedClock, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "MOST_KEYS", 20)
    counters, bound = Counters(), dataclasses.replace(BOUNDS[0], most=2)
    for number in range(200):
        clock.advance(seconds=1)
        counters.over(f"made up {number}", bound, clock.now())
    assert counters.size <= 20
    assert [counters.over("made up 199", bound, clock.now()) for _ in range(2)] == [0, 59 + 1]


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
    tables = {rule.rule for rule in app.url_map.iter_rules() if FILES.search(rule.rule) and "/staff/" in rule.rule}
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
