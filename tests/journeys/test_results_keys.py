"""Results with the keyboard alone: a figure and its cases, a view, an edition, a pack, a signal explained."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy import select

from analytics.models import PackOrder, PublishedMonth, ResultsView
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM, Role
from quality.actions import Seen, open_reviews
from quality.models import Review
from storage.session import Storage
from tests.analytics.filling import settled
from tests.cast import FoundedOffice
from tests.journeys.test_axe_staff import Visitor
from tests.journeys.test_keyboard import Keys

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
STANDS = "(one) => one === document.activeElement"


def given_the_keyboard(place: Locator, why: str | None = None) -> None:
    """That a place has the focus; a script gives it once the page is there, so it is waited for."""
    from playwright.sync_api import expect  # only where there is a browser

    expect(place, why).to_be_focused()


RESULTS = "/staff/pl/results"
SEPTEMBER = "Urząd Stanu Cywilnego: wrzesień\u00a02026"


@pytest.fixture
def keys(page: Page) -> Keys:
    """Somebody's hands."""
    return Keys(page)


@pytest.fixture
def visitor(
    page: Page, address: str, app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
) -> Visitor:
    """Somebody at a desk of an office that settled forty cases in September, all on time."""
    with storage.writing() as session:
        for number in range(40):
            day = dt.date(2026, 9, 1 + number % 20)
            session.add(settled(number + 1, day + dt.timedelta(days=5), day, department_id=office.home.id))
    return Visitor(page, address, app, storage, clock)


def test_a_head_chooses_a_period_and_goes_from_a_figure_to_its_cases_and_back(
    visitor: Visitor, keys: Keys, office: FoundedOffice
):
    page = visitor.page
    visitor.sign_in(office, Role.HEAD)
    page.goto(f"{RESULTS}/dashboard")
    keys.press("Tab", "Enter")  # past the menu
    keys.go_to(".views summary")
    keys.press("Enter", "Tab")
    assert page.locator(".views li a:focus").is_visible()
    keys.press("Escape")
    assert page.locator(".views summary").first.evaluate(STANDS), "what is closed gives the keyboard back"
    assert page.locator(".views li a").first.is_hidden()
    keys.choose("[name=month]", "wrz")
    keys.go_to(".seldom summary")
    assert page.locator("[name=compare]").is_hidden()
    keys.press("Enter")
    keys.choose("[name=compare]", "Pop")
    keys.follow(".filters button")
    assert page.locator("h1").inner_text() == SEPTEMBER
    assert page.locator(".seldom[open] [name=compare]").input_value() == "previous", "what is chosen stays in sight"
    keys.follow("main a[href*='measure=on_time']")
    assert page.locator("h1").inner_text() == "Załatwione na czas"
    assert page.locator("tbody tr").count() == 40
    keys.follow(".head a")
    assert page.locator("h1").inner_text() == SEPTEMBER, "back to the month one came from"


def test_a_view_is_named_by_keyboard_and_a_name_that_is_missing_is_said(
    visitor: Visitor, keys: Keys, storage: Storage, office: FoundedOffice
):
    page = visitor.page
    visitor.sign_in(office, Role.HEAD)
    page.goto(f"{RESULTS}/dashboard?month=2026-09")
    keys.follow("main a[href*='results/views?page=dashboard']")
    keys.follow("main form .button")
    given_the_keyboard(page.locator(".errors[role=alert]"))
    assert page.title().startswith("Błąd:")
    keys.type_into("[name=name]", "Wrzesień")
    keys.follow("main form .button")
    assert page.locator(".said [role=status]").is_visible()
    keys.follow("main section a")
    assert page.locator("h1").inner_text() == SEPTEMBER
    with storage.reading() as session:
        assert session.scalars(select(ResultsView.name)).all() == ["Wrzesień"]


def test_a_month_is_published_and_a_pack_asked_for_by_keyboard(
    visitor: Visitor, keys: Keys, storage: Storage, office: FoundedOffice
):
    page = visitor.page
    visitor.sign_in(office, Role.QUALITY_OFFICER)
    page.goto(f"{RESULTS}?month=2026-09")
    keys.follow("main a[href*='/results/publish']")
    keys.follow("main form .button[type=submit]")
    assert page.locator(".said [role=status]").inner_text().strip() == "Miesiąc jest opublikowany."
    page.goto(f"{RESULTS}/packs")
    keys.choose("[name=last]", "wrz")
    keys.follow("main form .button")
    given_the_keyboard(page.locator(".errors[role=alert]"), "October to September is no run of months")
    keys.go_to(".errors a")
    keys.press("Enter")
    assert page.locator("[name=last]").evaluate(STANDS)
    keys.press("Shift+Tab")
    page.keyboard.type("wrz")
    keys.follow("main form .button")
    assert page.locator(".said [role=status]").is_visible()
    with storage.reading() as session:
        assert session.scalars(select(PublishedMonth.month)).all() == ["2026-09"]
        orders = session.execute(select(PackOrder.period, PackOrder.edition).order_by(PackOrder.edition)).all()
        own, edition = ("2026-09", 0), ("2026-09", 1)
        assert [tuple(one) for one in orders] == [own, edition], "the one asked for, and the edition's own"


def test_a_signal_is_explained_by_keyboard(
    visitor: Visitor, keys: Keys, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        figures = ("outside", "below", "concerning", "laney", "0.2", "0.85", "0.6", "1.0", 7)
        open_reviews(session, clock, SYSTEM, [Seen("on_time", 1, "complaints", None, "2026-09", *figures)])
    page = visitor.page
    visitor.sign_in(office, Role.QUALITY_OFFICER)
    page.goto("/staff/pl/quality/reviews")
    keys.follow("tbody a")
    keys.follow("main a[href$='/conclude']")
    keys.follow("main form .button[type=submit]")
    given_the_keyboard(page.locator(".errors[role=alert]"))
    assert page.locator("[aria-invalid=true]").count() == 2
    keys.press("Tab", "Enter")
    assert page.locator("[name=kind]").evaluate(STANDS)
    page.keyboard.type("Zn")
    keys.type_into("[name=words]", "Awaria systemu w jednym tygodniu.")
    keys.follow("main form .button[type=submit]")
    assert page.locator(".said [role=status]").is_visible()
    with storage.reading() as session:
        assert session.scalars(select(Review.conclusion)).one() is not None
