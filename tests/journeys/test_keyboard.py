"""A day at the desk with the keyboard alone: a letter is registered, answered, approved. And pages at 400 percent.

Every step of the Tab key is watched: it goes on, and where it stands can be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.models import Complaint
from complaints.rules.kinds import Kind
from complaints.rules.moves import State
from kernel.clock import FixedClock
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.courses import case_in
from tests.journeys.test_axe_staff import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])

MOST_STEPS: Final = 160
"""Ours: presses of Tab within which everything of a page is reached; the longest form has about a hundred places."""

STANDS_ON: Final = """(selector) => {
  const here = document.activeElement;
  const outlined = [here, here.closest("label, .choice, tr, .rows a")].filter(Boolean).some((one) =>
    [null, "::after"].some((part) => {
      const style = getComputedStyle(one, part);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    }));
  const all = [...document.querySelectorAll("*")];
  return [here.matches(selector), outlined || here === document.body, all.indexOf(here), here.outerHTML.slice(0, 120)];
}"""
"""Whether one stands on what is looked for, whether that can be seen, and which element of the page it is."""


class Keys:
    """Somebody without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def go_to(self, selector: str) -> None:
        """Go on with Tab until one stands there."""
        before = None
        for _ in range(MOST_STEPS):
            self.press("Tab")
            is_there, is_seen, place, what = self.page.evaluate(STANDS_ON, selector)
            is_in_parts = 'type="datetime-local"' in what  # outlined within: day, month, year, time
            assert is_seen or is_in_parts, f"nobody sees where the keyboard stands: {what}"
            assert place != before or is_in_parts, f"the keyboard is caught: {what}"
            if is_there:
                return
            before = place
        pytest.fail(f"the keyboard does not reach {selector}")

    def type_into(self, selector: str, words: str) -> None:
        """Go to a field and write."""
        self.go_to(selector)
        self.page.keyboard.type(words)

    def choose(self, selector: str, words: str) -> None:
        """Go to a list and take what begins with these words."""
        self.type_into(selector, words)

    def follow(self, selector: str) -> None:
        """Go to a link or a button and press Enter."""
        self.go_to(selector)
        with self.page.expect_navigation(wait_until="load"):
            self.press("Enter")


@pytest.fixture
def visitor(page: Page, address: str, app: Flask, storage: Storage, clock: FixedClock) -> Visitor:
    """Somebody at a desk."""
    return Visitor(page, address, app, storage, clock)


@pytest.fixture
def keys(page: Page) -> Keys:
    """The same somebody's hands."""
    return Keys(page)


def test_the_first_key_leads_past_the_menu(visitor: Visitor, keys: Keys, office: FoundedOffice):
    visitor.sign_in(office, Role.HEAD)
    visitor.page.goto("/staff/pl/queue")
    keys.press("Tab")
    assert visitor.page.locator(".skip:focus").is_visible()
    keys.press("Enter")
    assert visitor.page.locator("main:focus").count() == 1
    keys.press("Tab")
    assert visitor.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_clerk_registers_a_letter_by_keyboard(visitor: Visitor, keys: Keys, storage: Storage, office: FoundedOffice):
    page = visitor.page
    visitor.sign_in(office, Role.CLERK)
    page.goto("/staff/pl/register")
    keys.follow("main form .button:not([name=attach])")
    errors = page.locator(".errors[role=alert]")
    assert errors.evaluate("(one) => one === document.activeElement"), "whoever comes back stands on what is wrong"
    assert page.title().startswith("Błąd:")
    keys.go_to(".errors a")
    target = page.evaluate("document.activeElement.getAttribute('href')")
    keys.press("Enter")
    assert page.url.endswith(target)
    page.goto("/staff/pl/register")
    keys.go_to("[name=elsewhere]")
    keys.press("Space")
    keys.go_to("[name=kind]")
    keys.press("Space")
    keys.type_into("[name=name]", "Osoba Próbna")
    keys.type_into("[name=address]", "ul. Próbna 2, 00-001 Próbowo")
    keys.choose("[name=department]", "Urz")
    keys.type_into("[name=subject]", "Kolejka do stanowiska")
    keys.type_into("[name=text]", "Czekanie trwało trzy godziny.")
    keys.follow("main form .button:not([name=attach])")
    assert "Zarejestrowano" in page.locator("h1").inner_text()
    with storage.reading() as session:
        assert session.scalars(select(Complaint.subject)).all() == ["Kolejka do stanowiska"]


def test_a_handler_answers_and_a_head_approves_by_keyboard(
    visitor: Visitor, keys: Keys, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        case = case_in(session, clock, office, Kind.SKARGA, State.ASSIGNED).id
    page = visitor.page
    visitor.sign_in(office, Role.HANDLER)
    page.goto("/staff/pl/queue")
    keys.follow(f"main a[href*='{case}']")
    keys.follow("main a[href$='/draft']")
    keys.go_to("[name=outcome]")
    keys.press("Space")
    keys.type_into("[name=text]", "Przepraszamy, uruchomimy drugie stanowisko.")
    keys.type_into("[name=signatory]", "Anna Próbna")
    keys.type_into("[name=post]", "inspektor")
    keys.follow("main form .button[type=submit]:not(.button--quiet)")
    with storage.reading() as session:
        assert session.get_one(Complaint, case).state == State.FOR_APPROVAL
    page.context.clear_cookies()
    visitor.sign_in(office, Role.HEAD)
    page.goto(f"/staff/pl/case/{case}")
    keys.follow("main a[href$='/approve']")
    keys.follow("main form .button[type=submit]:not(.button--quiet)")
    with storage.reading() as session:
        assert session.get_one(Complaint, case).state == State.APPROVED


WIDTH: Final = 320
"""CSS pixels: 1280 at 400 percent. Source: WCAG 2.1, 1.4.10."""

SIDEWAYS: Final = """() => {
  const page = document.documentElement;
  const inside = (one) => one.parentElement?.closest(".scroll, [tabindex='0'][role]");
  const wide = [...document.querySelectorAll("main *")].filter((one) =>
    one.getBoundingClientRect().right > page.clientWidth + 1 && one.checkVisibility() && !inside(one));
  return [page.scrollWidth - page.clientWidth, wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 150))];
}"""
"""How far the page scrolls sideways, and what sticks out. Tables may scroll in a frame of their own (1.4.10)."""


def test_staff_pages_need_no_scrolling_sideways_at_400_percent(
    visitor: Visitor, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        case = case_in(session, clock, office, Kind.SKARGA, State.FOR_APPROVAL).id
    page, staff = visitor.page, "/staff/pl"
    page.set_viewport_size({"width": WIDTH, "height": 256})
    pages = {
        Role.HEAD: ("queue", "department", "register", f"case/{case}", f"case/{case}/approve", "results", "absences"),
        Role.HANDLER: ("queue", f"case/{case}", "account", "help", "help/handler"),
        Role.QUALITY_OFFICER: ("surveys/questionnaires", "surveys/comments", "feedback", "surveys/paper"),
        Role.ADMINISTRATOR: ("administration", "administration/people", "administration/outbox"),
        Role.AUDITOR: ("record", "record/evidence"),
    }  # fmt: skip
    for role, addresses in pages.items():
        visitor.sign_in(office, role)
        for address in addresses:
            page.goto(f"{staff}/{address}", timeout=60_000)
            assert page.evaluate(SIDEWAYS) == [0, []], (role, address)
