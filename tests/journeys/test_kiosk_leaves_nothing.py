"""After somebody walked away every store of the browser is read: nothing of them is left that says who they were."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kernel.clock import FixedClock
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.journeys.kiosk_line import PORTALS_ERROR, STORES, Line, honest, pair, send_now, stored, wait_until_sent

if TYPE_CHECKING:
    from playwright.sync_api import Page

ANONYMOUS = {
    "id", "seq", "given", "state", "version", "desk", "layout", "mode", "language", "answers", "flags", "times_ms",
}  # fmt: skip
"""All an answer that waits may hold: random, a number, a moment, the desk, and codes of answers. No words, no name."""


def touch(page: Page, place: int) -> None:
    """Choose an option while the clock of the page stands."""
    page.clock.run_for(600)
    page.locator(".option").nth(place).click()
    page.clock.run_for(400)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_nothing_of_the_last_person_is_left_in_any_store(
    tablet: Page, line: Line, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    tablet.clock.install(time=clock.now())
    pair(tablet, storage, clock, office)
    tablet.clock.pause_at(clock.now().timestamp() + 60)
    line.lie = lambda _name, _truly: PORTALS_ERROR  # what they gave has to wait
    before = tablet.evaluate("history.length")
    tablet.clock.run_for(600)
    tablet.get_by_role("button", name="English").click()
    touch(tablet, 0)
    tablet.get_by_role("heading", name="Was your matter settled").wait_for()
    touch(tablet, 1)
    tablet.clock.run_for(30_000)
    tablet.locator("[data-idle]").wait_for()
    tablet.clock.run_for(11_000)
    tablet.get_by_role("heading", name="Jak ocenia Pani/Pan").wait_for()

    left = tablet.evaluate(STORES)
    (item,) = left["databases"]["queue"]
    assert set(item) <= ANONYMOUS
    assert (item["answers"], item["flags"]) == ({"q1": "1", "q2": "in_progress"}, ["partial"])
    assert (left["local"], left["session"], left["cookie"], tablet.context.cookies()) == ({}, {}, "", [])
    assert all(path == "/kiosk" or path.startswith("/assets/") for path in left["caches"])
    page = tablet.content()
    assert item["id"] not in page
    assert "Was your matter" not in page
    assert (tablet.locator("input:checked").count(), tablet.locator("html").get_attribute("lang")) == (0, "pl")
    assert tablet.locator("form").first.get_attribute("autocomplete") == "off"
    assert tablet.evaluate("history.length") == before
    assert tablet.evaluate("history.state") is None
    assert "#" not in tablet.url

    line.lie = honest
    send_now(tablet)
    wait_until_sent(tablet)
    assert str(stored(storage, 1)[0].id) == item["id"]
    left = tablet.evaluate(STORES)
    assert (left["databases"]["queue"], left["databases"]["refused"]) == ([], [])
    assert item["id"] not in json.dumps(left)
