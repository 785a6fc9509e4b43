"""A tablet in a browser, not yet paired and paired; and the line it speaks on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from kernel.clock import FixedClock
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.journeys.kiosk_line import Line, pair

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def line(app: Flask) -> Line:
    """The line between tablet and server, on which a test may lie."""
    return Line(app)


@pytest.fixture
def tablet(browser: Browser, address: str) -> Iterator[Page]:
    """A page in a context of its own; scripts that fail fail the test, a network that is cut does not."""
    broken: list[str] = []
    context = browser.new_context(
        base_url=address, viewport={"width": 1280, "height": 800}, locale="pl-PL", timezone_id="Europe/Warsaw"
    )
    page = context.new_page()
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.set_default_timeout(10_000)
    yield page
    context.close()
    assert not broken


@pytest.fixture
def kiosk(tablet: Page, storage: Storage, clock: FixedClock, office: FoundedOffice) -> Page:
    """A page on a tablet that was just paired."""
    pair(tablet, storage, clock, office)
    return tablet
