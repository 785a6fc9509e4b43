"""The server is killed between the commit of a tablet's answers and its reply: they are stored once all the same."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from kernel.clock import FixedClock, SystemClock
from kernel.permissions import SYSTEM
from storage.session import Storage
from surveys.kiosk.actions import invite_device
from surveys.kiosk.queries import numbers_of
from surveys.models import Response
from tests.cast import FoundedOffice, file_complaint
from tests.failing.serving import LAST_BREATH, SECRET, WARM, mother
from tests.journeys.kiosk_line import send_now, until, wait_there, wait_until_sent, waiting
from tests.surveys.devices import set_up

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="NO FORK: killing the server was not tried on Windows")


def accepted(storage: Storage) -> list[str]:
    with storage.reading() as session:
        return sorted(str(one) for one in session.scalars(select(Response.id).where(Response.id != WARM)))


@pytest.mark.parametrize("backend", ["sqlite"])
def test_killed_between_commit_and_reply(browser: Browser, storage: Storage, office: FoundedOffice, tmp_path: Path):
    with storage.writing() as session:
        clock = FixedClock(SystemClock().now())  # the servers' own
        file_complaint(session, clock, office)
        device = set_up(session, clock, office)
        code = invite_device(session, clock, SYSTEM, device, SECRET)
        device_id = device.id
    with mother(storage.url, tmp_path) as served:
        served.bear()
        context = browser.new_context(base_url=f"http://127.0.0.1:{served.port}", locale="pl-PL")
        page = context.new_page()
        page.goto(f"/kiosk#{code}")
        page.get_by_role("button", name="Sparuj").click()
        page.get_by_role("heading", name="Jak ocenia Pani/Pan").wait_for()
        sent = wait_there(page, 3)
        (tmp_path / LAST_BREATH).touch()
        send_now(page)
        until(lambda: accepted(storage) == sorted(sent))
        until(lambda: not (tmp_path / LAST_BREATH).exists())
        assert waiting(page) == sent  # it heard nothing and keeps them
        served.bear()
        wait_until_sent(page)
        context.close()
    assert accepted(storage) == sorted(sent)
    with storage.reading() as session:
        numbers = numbers_of(session, device_id)
    assert (numbers.count, numbers.missing) == (3, 0)
