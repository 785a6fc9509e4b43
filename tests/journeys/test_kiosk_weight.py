"""How heavy the tablet's page is up to its first question: few requests, few bytes, nothing foreign, no jumps."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from kernel.clock import FixedClock
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.journeys.kiosk_line import pair, until

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
MOST_REQUESTS, MOST_BYTES, MOST_KEPT = 6, 40_000, 150_000
"""Up to the first usable question, compressed; and what the service worker keeps."""

WATCHED = """() => {
  window.jumped = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => (jumped += one.value)))
    .observe({ type: "layout-shift", buffered: true });
}"""
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const asked of await cache.keys()) found.push((await (await cache.match(asked)).text()).length);
  }
  return found;
}"""


def test_the_first_question_comes_with_few_requests_and_few_bytes(
    tablet: Page, address: str, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    said: list[str] = []
    pair(tablet, storage, clock, office)
    tablet.add_init_script(f"({WATCHED})()")
    tablet.on("console", lambda message: said.append(message.text))
    until(lambda: len(tablet.evaluate(KEPT)) == 3)
    kept = sum(tablet.evaluate(KEPT))
    answers: list[Response] = []
    again = tablet.context.new_page()  # another start; the worker of the first one stands aside
    again.context.on("response", lambda one: answers.append(one))
    again.add_init_script(f"({WATCHED})()")
    again.on("console", lambda message: said.append(message.text))
    again.goto("/kiosk")
    again.get_by_role("heading", name="Jak ocenia Pani/Pan").wait_for()
    fetched = [one for one in answers if not one.url.endswith(("/beat", "/worker.js"))]
    again.wait_for_timeout(500)
    sizes = {one.url: len(gzip.compress(one.body(), 6)) for one in fetched}
    assert len(fetched) <= MOST_REQUESTS, list(sizes)
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    assert all(url.startswith(f"{address}/") for url in sizes)
    assert kept <= MOST_KEPT
    assert again.evaluate("jumped") < 0.01
    assert said == []
    print(f"\n{len(fetched)} requests, {sum(sizes.values())} bytes compressed; kept {kept} bytes plain")
