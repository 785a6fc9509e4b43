"""The other ways in, in a browser: the questions after a case, and pages that say why there is nothing to fill in."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from playwright.sync_api import Page

from complaints.rules.follow_up import link_token
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM
from storage.session import Storage
from surveys.actions import publish
from surveys.instruments import load
from surveys.rules.follow_up import AFTER_A_CASE
from tests.accessibility import assert_accessible
from tests.cast import FoundedOffice
from tests.complaints.handling import Reply, answered, assigned

SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def link(app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice) -> str:
    """The end of the address of the questions about a settled case."""
    with storage.writing() as session:
        publish(session, clock, SYSTEM, load(AFTER_A_CASE))
        case = assigned(session, clock, office)
        answered(session, clock, office, case, Reply("bezzasadna", settled_on=clock.today()))
        found: uuid.UUID = case.id
    return f"follow-up/{link_token(app.config['SETTINGS'].secret_key, found)}"


@SQLITE
@pytest.mark.parametrize(("lang", "width"), [("pl", 390), ("uk", 1280)])
def test_the_questions_after_a_case_are_answered_by_keyboard_and_axe_finds_nothing(
    page: Page, link: str, lang: str, width: int
):
    page.set_viewport_size({"width": width, "height": 800})
    for dead in (f"/{lang}/rate/unknown", f"/{lang}/follow-up/unknown"):
        page.goto(dead)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(f"/{lang}/{link}")
    assert_accessible(page)
    page.locator("input[name=f1][value='2']").focus()
    page.keyboard.press("Space")
    for _question in range(3):
        page.locator("[data-forward]").press("Enter")
    with page.expect_navigation(wait_until="load"):
        page.locator("[data-send-button]:visible, [data-forward]:visible").last.press("Enter")
    assert page.url.endswith("/thanks")
    assert_accessible(page)
    page.goto(f"/{lang}/{link}")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
