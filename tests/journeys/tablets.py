"""A tablet of the test office in the browser: paired, in a mode."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import select

from kernel.clock import Clock
from kernel.permissions import SYSTEM
from storage.session import Storage
from surveys.kiosk.actions import DeviceTyped, add_device, invite_device
from surveys.models import Response
from tests.cast import FoundedOffice
from tests.program import SECRET

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FIRST = "Jak ocenia Pani/Pan"
STANDS = 550
"""Milliseconds after which a screen takes taps."""


@contextmanager
def on_a_tablet(
    browser: Browser,
    address: str,
    storage: Storage,
    clock: Clock,
    office: FoundedOffice,
    mode: str,
    now: dt.datetime | None = None,
    **more: object,
) -> Iterator[Page]:
    """The page of a device that was just paired; a script that fails fails the test. ``now``: by its own clock."""
    broken: list[str] = []
    with storage.writing() as session:
        device = add_device(session, clock, SYSTEM, DeviceTyped(f"Tablet {mode}", office.desk.id, mode, clock.today()))
        code = invite_device(session, clock, SYSTEM, device, SECRET)
    size = {"width": 1024, "height": 768}
    context = browser.new_context(base_url=address, viewport=size, locale="pl-PL", **more)  # type: ignore[arg-type]
    page = context.new_page()
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.set_default_timeout(10_000)
    page.clock.install(time=now)
    page.goto(f"/kiosk#{code}")
    page.get_by_role("button", name="Sparuj").click()
    yield page
    context.close()
    assert not broken


def tap(page: Page, words: str) -> None:
    """Tap an answer once the screen has stood for a moment."""
    page.wait_for_timeout(STANDS)
    page.locator(".option", has_text=words).first.click()


def press(page: Page, words: str) -> None:
    """Tap a button once the screen has stood for a moment."""
    page.wait_for_timeout(STANDS)
    page.get_by_role("button", name=words).click()


def stored(storage: Storage, count: int, patience: float = 15.0) -> Sequence[Response]:
    """The responses, once there are so many."""
    until = time.monotonic() + patience
    while True:
        with storage.reading() as session:
            rows = session.scalars(select(Response)).all()
        if len(rows) >= count or time.monotonic() > until:
            return rows
        time.sleep(0.1)
