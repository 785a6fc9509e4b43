"""What the stories of the tablet share: touching its screen, looking into its stores, lying on its line."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from flask import Flask
from sqlalchemy import select

from kernel.clock import Clock
from kernel.permissions import SYSTEM
from storage.session import Storage
from surveys.kiosk.actions import invite_device
from surveys.kiosk.queries import numbers_of
from surveys.models import Delivery, Device, Response
from tests.cast import FoundedOffice
from tests.program import SECRET
from tests.surveys.devices import set_up

if TYPE_CHECKING:
    from playwright.sync_api import Page

FAST = """
  // A minute of patience passes in a moment; the order of things stays what it is.
  const later = window.setTimeout;
  window.setTimeout = (work, ms = 0, ...facts) => later(work, ms >= 1000 ? ms / 6 : ms, ...facts);
"""
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

EMPTY = """async () => {
  const base = await new Promise((done) => {
    const asked = indexedDB.open("interesant-kiosk"); asked.onsuccess = () => done(asked.result);
  });
  const left = await new Promise((done) => {
    const asked = base.transaction("queue").objectStore("queue").count(); asked.onsuccess = () => done(asked.result);
  });
  base.close();
  return left === 0;
}"""
"""Whether nothing waits on the tablet."""

QUEUED = f"async () => (await ({STORES})()).databases.queue"
"""What waits on the tablet."""


SEED = """async (count) => {
  const base = await new Promise((done) => {
    const asked = indexedDB.open("interesant-kiosk"); asked.onsuccess = () => done(asked.result);
  });
  const step = base.transaction(["device", "queue"], "readwrite");
  const contents = await new Promise((done) => {
    const asked = step.objectStore("device").get("contents"); asked.onsuccess = () => done(asked.result);
  });
  const first = await new Promise((done) => {
    const asked = step.objectStore("device").get("next"); asked.onsuccess = () => done(asked.result ?? 1);
  });
  const { version, desk, layout } = contents;
  const ids = [];
  for (let seq = first; seq < first + count; seq += 1) {
    const answers = { q1: String(1 + (seq % 5)) };
    const common = { version, desk, layout, mode: "kiosk_tap", language: "pl", flags: [], state: "ready" };
    ids.push(crypto.randomUUID());
    step.objectStore("queue").put({ ...common, seq, id: ids.at(-1), given: Date.now() - 60000, answers });
  }
  step.objectStore("device").put(first + count, "next");
  await new Promise((done) => (step.oncomplete = done));
  base.close();
  return ids;
}"""
"""Fill the queue with so many answers, as if the network had been gone; gives back their ids."""


@dataclass(frozen=True)
class Heard:
    """What the tablet hears: a status line, headers, a body."""

    status: str = "200 OK"
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    body: bytes = b"{}"


PORTAL = b"<!doctype html><title>Wi-Fi</title><form><input name=room></form>"
HTML = (("Content-Type", "text/html; charset=utf-8"),)
PORTALS_ERROR = Heard("500 Internal Server Error", HTML, PORTAL)

Lie = Callable[[str, Callable[[], Heard]], Heard | None]
"""Given the last word of an address and the server that would answer truly, what is answered; None: the line breaks."""


def honest(_name: str, truly: Callable[[], Heard]) -> Heard:
    """What the server says."""
    return truly()


class Line:
    """The line between the tablet and the server. ``asked``: the addresses the tablet asked, in their order."""

    def __init__(self, app: Flask) -> None:
        self.lie: Lie = honest
        self._whole, self.asked = app.wsgi_app, list[str]()
        app.wsgi_app = self  # type: ignore[method-assign]

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """As WSGI asks."""
        folder, _slash, name = environ["PATH_INFO"].rpartition("/")
        if folder != "/api/kiosk":
            return self._whole(environ, start_response)
        self.asked.append(name)
        heard = self.lie(name, lambda: self._truly(environ))
        if heard is None:
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            heard = Heard()  # nobody hears it
        start_response(heard.status, [*heard.headers, ("Content-Length", str(len(heard.body)))])
        return [heard.body]

    def tries(self) -> int:
        """How often the tablet tried to send, or asked whether it can."""
        return sum(name in {"responses", "ping"} for name in self.asked)

    def _truly(self, environ: Any) -> Heard:
        said: list[Any] = []
        answer: Any = self._whole(environ, cast(Any, lambda status, headers, *_error: said.extend((status, headers))))
        body = b"".join(answer)
        answer.close()  # the database's session ends with the answer
        kept = tuple((name, value) for name, value in said[1] if name.lower() != "content-length")
        return Heard(said[0], kept, body)


def pair(page: Page, storage: Storage, clock: Clock, office: FoundedOffice) -> Device:
    """Pair a tablet with a new device at the desk of the test office."""
    with storage.writing() as session:
        device = set_up(session, clock, office)
        code = invite_device(session, clock, SYSTEM, device, SECRET)
        session.flush()
        session.expunge(device)
    page.goto(f"/kiosk#{code}")
    page.get_by_role("button", name="Sparuj").click()
    page.get_by_role("heading", name="Jak ocenia Pani/Pan").wait_for()
    return device


def until(is_so: Callable[[], object], patience: float = 15.0, pause: float = 0.02) -> None:
    """Wait until something is so; fail when it does not come."""
    last = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < last, "it did not come about"
        time.sleep(pause)


def wait_until_sent(page: Page, patience: float = 15.0) -> None:
    """Wait until nothing waits on the tablet. Playwright's own waiting takes a promise for a yes."""
    until(lambda: page.evaluate(EMPTY) is True, patience, 0.1)


def wait_there(page: Page, count: int) -> list[str]:
    """Let so many answers wait on the tablet; their ids in order."""
    found: list[str] = page.evaluate(SEED, count)
    return found


def waiting(page: Page) -> list[str]:
    """The ids of the answers that wait on the tablet, in order."""
    return [one["id"] for one in page.evaluate(QUEUED)]


def sends_all(page: Page) -> bool:
    """Let the tablet try once more; whether nothing waits on it."""
    send_now(page)
    return not waiting(page)


def send_now(page: Page) -> None:
    """Let the tablet try to send, unless it is just doing so."""
    page.evaluate("dispatchEvent(new Event('online'))")


def tap(page: Page, name: str) -> None:
    """Choose an option by its word."""
    page.wait_for_timeout(550)  # the screen has to stand for half a second
    page.locator(".option", has_text=name).first.click()


def answer_one(page: Page, name: str = "Dobrze") -> None:
    """Answer the first question and leave the others out."""
    tap(page, name)
    skip_to_thanks(page, 2)


def answer_all(page: Page) -> None:
    """Answer two questions and leave the others out."""
    tap(page, "Bardzo dobrze")
    page.get_by_role("heading", name="Czy sprawa").wait_for()
    tap(page, "Tak")
    skip_to_thanks(page, 3)


def skip_to_thanks(page: Page, first: int) -> None:
    """Leave out what is asked from a question on."""
    for number in range(first, 8):
        page.get_by_role("heading", name=f"Pytanie {number} z 7").wait_for()
        page.wait_for_timeout(550)
        page.locator(".stage [type=submit]").click()
    page.get_by_role("heading", name="Dziękujemy").wait_for()


def stored(storage: Storage, count: int, patience: float = 15.0) -> Sequence[Response]:
    """The responses, once there are so many."""
    last = time.monotonic() + patience
    while True:
        with storage.reading() as session:
            rows = session.scalars(select(Response)).all()
        if len(rows) >= count or time.monotonic() > last:
            return rows
        time.sleep(0.05)


def assert_each_came_once(storage: Storage, device: Device, ids: Sequence[str]) -> None:
    """Accepted are exactly the answers with these ids: none lost, none doubled, no number missing."""
    with storage.reading() as session:
        accepted = [str(one) for one in session.scalars(select(Response.id))]
        delivered = [str(one) for one in session.scalars(select(Delivery.submission_id))]
        numbers = numbers_of(session, device.id)
    assert sorted(accepted) == sorted(delivered) == sorted(set(ids))
    assert (numbers.count, numbers.missing) == (len(set(ids)), 0)
