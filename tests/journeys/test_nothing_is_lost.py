"""Two people on one case see each other, and words survive a closed tab, in a real browser."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from playwright.sync_api import expect

from kernel.clock import FixedClock
from kernel.permissions import Role
from storage.session import Storage
from tests import browser as browsers
from tests.cast import FoundedOffice
from tests.journeys.test_axe_staff import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.mark.parametrize("backend", ["sqlite"])
def test_two_see_each_other_and_a_closed_tab_loses_no_word(
    browser: Browser, page: Page, address: str, app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice,
    filed: uuid.UUID,
):  # fmt: skip
    case = f"{address}/staff/pl/case/{filed}"
    Visitor(page, address, app, storage, clock).sign_in(office, Role.HANDLER)
    page.goto(f"{case}/draft")
    page.get_by_label("Treść odpowiedzi").fill("Połowa odpowiedzi")
    with page.expect_response(lambda answer: answer.url.endswith("/unsent")) as kept:
        page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert kept.value.ok
    expect(page.locator("[data-kept]")).to_contain_text("Szkic zachowany")
    page.locator("form[data-keep]").evaluate("form => form.dispatchEvent(new Event('submit'))")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.get_by_label("Treść odpowiedzi").fill("Połowa odpowiedzi, a po powrocie reszta")
    with page.expect_response(lambda answer: answer.url.endswith("/unsent")) as kept:
        page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert kept.value.ok
    with browsers.quiet_page(browser, address) as other:
        Visitor(other, address, app, storage, clock).sign_in(office, Role.HEAD)
        other.goto(case)
        expect(other.get_by_text("Próba (handler) pisze odpowiedź w tej sprawie")).to_be_visible()
        with page.expect_response(lambda answer: answer.url.endswith("/here")):
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.get_by_text("Próba (head) ma otwartą tę sprawę")).to_be_visible()
    context = page.context
    page.close()
    again = context.new_page()
    again.goto(f"{case}/draft")
    expect(again.get_by_label("Treść odpowiedzi")).to_have_value("Połowa odpowiedzi, a po powrocie reszta")
    expect(again.get_by_text("W formularzu jest niewysłany szkic")).to_be_visible()
    again.close()


@pytest.mark.parametrize("backend", ["sqlite"])
def test_what_was_sent_comes_back_from_no_other_window(
    page: Page, address: str, app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    form = f"{address}/staff/pl/case/{filed}/note"
    Visitor(page, address, app, storage, clock).sign_in(office, Role.HANDLER)
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(form)
        tab.locator("#step [name=text]").fill("Pani dzwoniła.")
    clock.advance(seconds=5)
    page.locator("#step button.button").first.click()
    expect(page).to_have_url(f"{address}/staff/pl/case/{filed}")
    clock.advance(seconds=5)
    with other.expect_response(lambda answer: answer.url.endswith("/unsent")) as late:
        other.evaluate("dispatchEvent(new Event('pagehide'))")
    assert late.value.status == 409
    expect(other.locator("[data-kept]")).to_contain_text("Ten formularz już wysłano")
    page.goto(form)
    expect(page.locator("#step [name=text]")).to_have_value("")
    expect(page.get_by_text("W formularzu jest niewysłany szkic")).to_have_count(0)
    other.close()


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_form_continued_after_signing_in_again_is_kept_when_its_tab_is_closed(
    page: Page, address: str, app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    form = f"{address}/staff/pl/case/{filed}/note"
    Visitor(page, address, app, storage, clock).sign_in(office, Role.HANDLER)
    page.goto(form)
    text = page.locator("#step [name=text]")
    text.fill("Pani dzwoniła.")
    Visitor(page, address, app, storage, clock).sign_in(office, Role.HANDLER)  # a new one, with other tokens
    with page.expect_response(lambda answer: answer.url.endswith("/unsent")) as kept:  # at once, or when it is closed
        with page.expect_event("load"), page.expect_response(lambda answer: answer.status == 422):
            page.locator("#step button.button").first.click()
        expect(text).to_have_value("Pani dzwoniła.")
        page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert kept.value.ok
    page.goto(form)
    expect(text).to_have_value("Pani dzwoniła.")
    expect(page.get_by_text("W formularzu jest niewysłany szkic")).to_be_visible()
