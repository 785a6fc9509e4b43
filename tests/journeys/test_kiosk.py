"""The tablet at the counter in a real browser: without a network, with lost receipts, after somebody walked away."""

from __future__ import annotations

import json
import time

import pytest
from sqlalchemy import select

from kernel.permissions import SYSTEM
from surveys.kiosk.actions import invite_device
from surveys.kiosk.queries import numbers_of
from surveys.models import Answer, Device, Response
from tests.program import SECRET
from tests.surveys.devices import set_up

SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
FAST = """
  // A minute of patience passes in a moment; the order of things stays what it is.
  const later = window.setTimeout;
  window.setTimeout = (work, ms = 0, ...facts) => later(work, ms >= 1000 ? ms / 6 : ms, ...facts);
"""
FULL = "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError') } }"
STORES = """async () => {
  const found = { local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie };
  found.caches = [];
  for (const name of await caches.keys())
    for (const asked of await (await caches.open(name)).keys()) found.caches.push(new URL(asked.url).pathname);
  found.databases = {};
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((done) => {
      const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result);
    });
    for (const store of base.objectStoreNames) {
      found.databases[store] = await new Promise((done) => {
        const asked = base.transaction(store).objectStore(store).getAll(); asked.onsuccess = () => done(asked.result);
      });
    }
    base.close();
  }
  return found;
}"""

EMPTY = """() => new Promise((done) => {
  const asked = indexedDB.open("interesant-kiosk");
  asked.onsuccess = () => {
    const counted = asked.result.transaction("queue").objectStore("queue").count();
    counted.onsuccess = () => { asked.result.close(); done(counted.result === 0); };
  };
})"""
"""Whether nothing waits on the tablet."""


@pytest.fixture
def tablet(browser, address, request):
    """A page in a context of its own; scripts that fail fail the test, a network that is cut does not."""
    broken: list[str] = []
    workers = "block" if "receipt" in request.node.name else "allow"  # what a worker lets pass cannot be tampered with
    size = {"width": 1280, "height": 800}
    context = browser.new_context(base_url=address, viewport=size, locale="pl-PL", service_workers=workers)
    page = context.new_page()
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.set_default_timeout(10_000)
    yield page
    context.close()
    assert not broken


@pytest.fixture
def kiosk(tablet, storage, clock, office):
    """A page on a tablet that was just paired."""
    page = tablet
    with storage.writing() as session:
        code = invite_device(session, clock, SYSTEM, set_up(session, clock, office), SECRET)
    page.goto(f"/kiosk#{code}")
    page.get_by_role("button", name="Sparuj").click()
    page.get_by_role("heading", name="Jak ocenia Pani/Pan").wait_for()
    return page


def tap(page, name):
    page.wait_for_timeout(550)  # the screen has to stand for half a second
    page.locator(".option", has_text=name).first.click()


def answer_all(page):
    tap(page, "Bardzo dobrze")
    page.get_by_role("heading", name="Czy sprawa").wait_for()
    tap(page, "Tak")
    for number in range(3, 8):
        page.get_by_role("heading", name=f"Pytanie {number} z 7").wait_for()
        page.wait_for_timeout(550)
        page.locator(".stage [type=submit]").click()
    page.get_by_role("heading", name="Dziękujemy").wait_for()


def stored(storage, count, patience=15.0):
    """The responses, once there are so many."""
    until = time.monotonic() + patience
    while True:
        with storage.reading() as session:
            rows = session.scalars(select(Response)).all()
        if len(rows) >= count or time.monotonic() > until:
            return rows
        time.sleep(0.1)


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
    kiosk.wait_for_function(EMPTY)


@SQLITE
def test_a_lost_receipt_is_asked_for_again_and_the_answer_counts_once(kiosk, storage, app):
    """The server stored the answer, the line broke, the tab was killed; the next start sends it again."""
    whole, lost = app.wsgi_app, []

    def breaking(environ, start_response):
        if environ["PATH_INFO"] != "/api/kiosk/responses":
            return whole(environ, start_response)
        lost.append(b"".join(whole(environ, lambda *_facts: None)))
        start_response("502 Bad Gateway", [("Content-Type", "text/plain")])
        return [b"broken"]

    app.wsgi_app = breaking
    answer_all(kiosk)
    assert len(stored(storage, 1)) == 1
    app.wsgi_app = whole
    kiosk.reload()
    kiosk.wait_for_function(EMPTY)
    assert b"receipt" in lost[0]
    with storage.reading() as session:
        assert len(session.scalars(select(Response)).all()) == 1
        numbers = numbers_of(session, session.scalars(select(Device.id)).one())
        assert (numbers.highest, numbers.count, numbers.missing) == (1, 1, 0)


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
    kiosk.wait_for_function(EMPTY)
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
