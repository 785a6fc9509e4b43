"""The tablet at the counter in a real browser: without a network, after somebody walked away, with a full store."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from surveys.models import Answer
from tests.journeys.kiosk_line import FAST, STORES, answer_all, stored, tap, wait_until_sent

SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
FULL = "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError') } }"


@SQLITE
def test_what_is_answered_without_a_network_arrives_once_when_it_is_back(kiosk, storage):
    kiosk.evaluate("navigator.serviceWorker.ready.then(() => true)")
    kiosk.wait_for_function("navigator.serviceWorker.controller !== null")
    kiosk.context.set_offline(True)
    kiosk.reload()
    answer_all(kiosk)
    kiosk.get_by_role("heading", name="Jak ocenia Pani/Pan").wait_for()
    assert len(kiosk.evaluate(STORES)["databases"]["queue"]) == 1
    assert stored(storage, 1, patience=0) == []
    kiosk.context.set_offline(False)
    (row,) = stored(storage, 1)
    with storage.reading() as session:
        answers = {one.question: one.value or one.code for one in session.scalars(select(Answer))}
    assert (row.mode, row.flags, answers) == ("kiosk_full", "clock_skew", {"q1": 5, "q2": "yes"})
    wait_until_sent(kiosk)


@SQLITE
def test_after_somebody_walked_away_nothing_of_them_is_left(kiosk, storage):
    kiosk.add_init_script(FAST)
    kiosk.reload()
    kiosk.get_by_role("heading", name="Jak ocenia Pani/Pan").wait_for()
    kiosk.wait_for_timeout(600)
    kiosk.get_by_role("button", name="English").click()
    kiosk.get_by_role("heading", name="How do you rate").wait_for()
    tap(kiosk, "Very bad")
    kiosk.get_by_role("heading", name="Was your matter").wait_for()
    kiosk.locator("[data-idle]").wait_for()
    kiosk.get_by_role("heading", name="Jak ocenia Pani/Pan").wait_for()
    (row,) = stored(storage, 1)
    assert (row.mode, row.language) == ("kiosk_tap", "en")
    wait_until_sent(kiosk)
    left = kiosk.evaluate(STORES)
    assert (left["local"], left["session"], left["cookie"]) == ({}, {}, "")
    assert (left["databases"]["queue"], left["databases"]["refused"]) == ([], [])
    assert all(path == "/kiosk" or path.startswith("/assets/") for path in left["caches"])
    assert str(row.id) not in json.dumps(left)
    assert kiosk.locator("input:checked").count() == 0


@SQLITE
def test_a_store_that_cannot_be_written_is_no_thanks(kiosk, storage):
    kiosk.evaluate(FULL)
    tap(kiosk, "Dobrze")
    kiosk.get_by_role("heading", name="Urządzenie nie działa").wait_for()
    assert stored(storage, 1, patience=0) == []
