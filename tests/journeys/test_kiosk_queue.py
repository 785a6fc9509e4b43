"""Every answer arrives once, whatever the line, the server and the tablet do: surveys in a real browser, and lies."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from kernel.clock import FixedClock
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.journeys.kiosk_line import (
    HTML,
    PORTAL,
    PORTALS_ERROR,
    Heard,
    Line,
    assert_each_came_once,
    honest,
    pair,
    send_now,
    sends_all,
    stored,
    until,
    wait_there,
    wait_until_sent,
    waiting,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])

NO_RECEIPTS = {
    "a portal's page": Heard(headers=HTML, body=PORTAL),
    "no content": Heard("204 No Content", (), b""),
    "a way elsewhere": Heard("302 Found", (("Location", "/pl/"),), b""),
    "another's JSON": Heard(body=b'{"ok": true}'),
    "a forgery": Heard(body=b'{"receipt": "{\\"items\\": []}", "signature": "00"}'),
    "nothing": Heard(body=b"null"),
    "an error": PORTALS_ERROR,
}

MANY = 10_000
NOTED = """() => {
  const later = window.setTimeout;
  window.waits = [];
  window.setTimeout = (work, ms, ...facts) => { waits.push(ms); return later(work, ms, ...facts); };
}"""


def test_the_tablet_is_killed_between_the_receipt_and_the_deletion(
    tablet: Page, line: Line, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    device = pair(tablet, storage, clock, office)
    tablet.evaluate("() => { crypto.subtle.verify = () => new Promise(() => {}) }")  # it came, unread
    sent = wait_there(tablet, 1)
    send_now(tablet)
    assert len(stored(storage, 1)) == 1
    assert waiting(tablet) == sent
    context = tablet.context
    tablet.close(run_before_unload=False)
    again = context.new_page()
    again.goto("/kiosk")
    wait_until_sent(again)
    assert line.asked.count("responses") == 2
    assert_each_came_once(storage, device, sent)


def test_what_is_no_receipt_deletes_nothing(
    tablet: Page, line: Line, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    """A portal's page, an empty answer, a redirect, a forgery, a receipt of yesterday: the answer stays and waits."""
    device, heard = pair(tablet, storage, clock, office), list[Heard]()

    def remember(name: str, truly: Callable[[], Heard]) -> Heard:
        heard.append(truly())
        return heard[-1]

    line.lie = remember
    sent = wait_there(tablet, 1)
    send_now(tablet)
    wait_until_sent(tablet)
    lies = iter([*NO_RECEIPTS.values(), heard[-1], heard[-1]])  # the last: a true receipt, of another request
    line.lie = lambda name, truly: next(lies, PORTALS_ERROR) if name == "responses" else truly()
    sent += wait_there(tablet, 1)
    told = line.asked.count("responses") + len(NO_RECEIPTS) + 2

    def hurry() -> bool:
        send_now(tablet)  # nothing as long as the one before has not been given up
        return line.asked.count("responses") > told

    until(hurry)
    assert waiting(tablet) == sent[1:]
    assert len(stored(storage, 1)) == 1
    line.lie = honest
    until(lambda: sends_all(tablet))
    assert_each_came_once(storage, device, sent)


def tried(line: Line, count: int) -> Callable[[], bool]:
    """Whether the tablet tried so often."""
    return lambda: line.tries() == count


def is_sent_after(page: Page, milliseconds: int) -> bool:
    """Whether nothing waits any more after that time of the page's clock."""
    page.clock.run_for(milliseconds)
    return not waiting(page)


def test_a_storm_of_errors_is_waited_out_ever_longer_up_to_five_minutes(
    tablet: Page, line: Line, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    """1, 2, 4 ... seconds, each less up to half of it by chance; errors of server and proxy, a line that breaks."""
    tablet.clock.install(time=clock.now())
    device = pair(tablet, storage, clock, office)
    tablet.clock.pause_at(clock.now().timestamp() + 60)
    tablet.evaluate(NOTED)
    storms = itertools.cycle([PORTALS_ERROR, Heard("502 Bad Gateway", HTML, b""), None])
    line.lie = lambda _name, _truly: next(storms)
    sent = wait_there(tablet, 1)
    send_now(tablet)
    for number, seconds in enumerate((1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300)):
        wait = tablet.wait_for_function("(count) => waits[count]", arg=number).json_value()
        before = line.tries()
        assert seconds * 500 <= wait <= seconds * 1000
        tablet.clock.run_for(int(wait) - 1)
        assert line.tries() == before
        tablet.clock.run_for(2)
        until(tried(line, before + 1))
    assert waiting(tablet) == sent
    line.lie = honest
    until(lambda: is_sent_after(tablet, 300_000))
    assert_each_came_once(storage, device, sent)


def test_ten_thousand_answers_of_weeks_without_a_network_arrive_once(
    tablet: Page, line: Line, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    """In batches of fifty, while every fortieth receipt is lost and the tablet is switched off in the middle."""
    device, chance = pair(tablet, storage, clock, office), random.Random(20261126)
    line.lie = lambda _name, _truly: PORTALS_ERROR
    sent = wait_there(tablet, MANY)

    def lossy(name: str, truly: Callable[[], Heard]) -> Heard:
        said = truly()
        return Heard("502 Bad Gateway", HTML, b"") if name == "responses" and chance.random() < 1 / 40 else said

    line.lie = lossy
    send_now(tablet)
    until(lambda: line.asked.count("responses") > MANY / 50 / 2, 120, 0.1)
    tablet.reload()
    wait_until_sent(tablet, 120)
    assert_each_came_once(storage, device, sent)
    assert line.asked.count("responses") < MANY / 50 * 1.3
