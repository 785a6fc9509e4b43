"""A real browser for the stories: Chromium through Playwright, and our own server in a thread."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = "apt-get install -y --no-install-recommends chromium"
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PHONE, TABLET, DESKTOP = (390, 844), (1280, 800), (1440, 900)
"""The sizes every screen is looked at (CSS pixels)."""


def executable() -> str:
    """The path of Chromium. Without one: failure in CI, a loud skip elsewhere."""
    for name in CANDIDATES:
        path = shutil.which(name)
        if path:
            return path
    message = f"NO BROWSER: the browser tests did not run. Install one: {INSTALL}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running Chromium that reaches this machine only."""
    from playwright.sync_api import sync_playwright

    path = executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, headless=True, chromium_sandbox=False, args=ARGUMENTS
        )
        yield browser
        browser.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The app on a free port of this machine; yields its address without a slash at the end."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def quiet_page(browser: Browser, address: str, size: tuple[int, int] = TABLET) -> Iterator[Page]:
    """A page in a context of its own; an error in its console or its scripts fails the test at the end."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        is_expected = "status of 4" in message.text  # a refused form is an answer, not an accident
        if message.type in {"error", "warning"} and not is_expected:
            complaints.append(message.text)

    width, height = size
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": height}, locale="pl-PL", timezone_id="Europe/Warsaw"
    )
    page = context.new_page()
    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(10_000)
    try:
        yield page
    finally:
        context.close()
    assert not complaints, "the browser complained: " + "; ".join(complaints)
