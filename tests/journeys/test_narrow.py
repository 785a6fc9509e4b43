"""A clerk's and a head's pages on a telephone: no word and no table is wider than it, in any language."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

import pytest
from flask import Flask

from complaints.actions import hold
from complaints.actions.saved_views import save_view
from kernel.clock import FixedClock
from kernel.ids import new_id
from kernel.permissions import RESIDENT, Role
from storage.session import Storage
from tests import browser as browsers
from tests.cast import FoundedOffice
from tests.complaints.handling import assigned, filing
from tests.journeys.test_axe_staff import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TELEPHONE: Final = (390, 844)
LONG: Final = "Niesprawiedliwe rozpatrzenie przewinienia Konstantynopolitańczykowianeczek"
"""With one of the longest words of the language."""
PAGES: Final = {
    Role.HEAD: (
        "queue", f"queue?q={LONG.split()[-1]}", "queue/views?q=dziura", "case", "department", "department/week",
        "holding-list", "absences",
    ),
    Role.CLERK: ("desk", "register", "calls", "calls/new"),
}  # fmt: skip
TOO_WIDE: Final = """() => [...document.querySelectorAll("main *")]
    .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .filter(one => { for (let at = one; at !== document.body; at = at.parentElement)
        if (getComputedStyle(at).overflowX !== "visible") return false;
        return !one.closest("details:not([open])"); })
    .map(one => `${one.tagName} ${one.textContent.trim().slice(0, 40)}`).slice(0, 5)"""


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("lang", ["pl", "en", "uk"])
def test_nothing_is_wider_than_a_telephone(
    browser: Browser, address: str, app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, lang: str
):
    case = planted(storage, clock, office)
    wrong = {}
    for role, places in PAGES.items():
        with browsers.quiet_page(browser, address, TELEPHONE) as page:
            Visitor(page, address, app, storage, clock).sign_in(office, role)
            for place in places:
                page.goto(f"/staff/{lang}/{f'case/{case}' if place == 'case' else place}")
                width = page.evaluate("document.documentElement.scrollWidth")
                wide = page.evaluate(TOO_WIDE)
                if width > TELEPHONE[0] or wide:
                    wrong[place] = (width, wide)
    assert wrong == {}


def planted(storage: Storage, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    """Long words everywhere: a case that is late, one that ends this week, and a filing that waits."""
    with storage.writing() as session:
        days = {"received_on": clock.today().replace(month=10, day=1)}
        late = assigned(session, clock, office, subject=LONG, **days).id
        assigned(session, clock, office, subject=LONG, received_on=clock.today().replace(month=10, day=23))
        save_view(session, clock, office.actor(Role.HEAD), LONG[-60:], "q=dziura")
        hold(session, clock, RESIDENT, filing(office, subject=LONG, submission_id=new_id()), new_id(), shown=0)
        return late
