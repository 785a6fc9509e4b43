"""The modes of a tablet in a real browser: one tap with tiles, the test mode."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from kernel.permissions import SYSTEM
from surveys.kiosk.actions import set_pin
from surveys.models import Answer, Device
from tests.journeys.tablets import FIRST, on_a_tablet, press, stored, tap

SQLITE = pytest.mark.parametrize("backend", ["sqlite"])


def answers(storage):
    with storage.reading() as session:
        return {row.question: row.value or row.code for row in session.scalars(select(Answer))}


@SQLITE
def test_one_tap_can_be_taken_back_and_is_followed_by_up_to_three_tiles(browser, address, storage, clock, office):
    with on_a_tablet(browser, address, storage, clock, office, "one_tap") as page:
        page.get_by_role("heading", name=FIRST).wait_for()
        tap(page, "Bardzo dobrze")
        page.get_by_role("heading", name="Co wyszło dobrze?").wait_for()
        press(page, "Cofnij odpowiedź")
        page.get_by_role("heading", name=FIRST).wait_for()
        assert page.locator("input:checked").count() == 0
        tap(page, "Bardzo źle")
        page.get_by_role("heading", name="Co wymaga poprawy?").wait_for()
        assert page.get_by_role("button", name="Wyślij ocenę").is_visible()
        page.wait_for_timeout(550)
        for place in (0, 2, 5):
            page.locator(".option").nth(place).click()
        assert page.locator("input:disabled").count() == 3
        page.locator("form [data-undo]").wait_for(state="hidden")
        press(page, "Wyślij ocenę")
        page.get_by_role("heading", name="Dziękujemy").wait_for()
        (row,) = stored(storage, 1)
        assert (row.mode, row.language) == ("kiosk_tap", "pl")
        assert answers(storage) == {"q1": 1, "better": "time+courtesy+place"}


@SQLITE
def test_staff_try_it_out_behind_a_pin_and_an_empty_counter_ends_it(browser, address, storage, clock, office):
    with on_a_tablet(browser, address, storage, clock, office, "one_tap") as page:
        with storage.writing() as session:
            set_pin(session, clock, SYSTEM, session.scalars(select(Device)).one(), "204971")
        page.get_by_role("heading", name=FIRST).wait_for()
        page.keyboard.press("F9")
        page.get_by_label("PIN").fill("204970")
        press(page, "Zatwierdź")
        page.get_by_text("To nie jest PIN tego urządzenia.").wait_for()
        page.get_by_label("PIN").fill("204971")
        press(page, "Zatwierdź")
        banner = page.locator("#testing", has_text="Tryb testowy")
        banner.wait_for()
        tap(page, "Bardzo dobrze")
        page.get_by_role("heading", name="Co wyszło dobrze?").wait_for()
        page.clock.run_for(31_000)
        page.locator("[data-idle]").wait_for()
        assert banner.is_visible()
        page.clock.run_for(11_000)
        page.get_by_role("heading", name=FIRST).wait_for()
        assert banner.is_hidden()
        (row,) = stored(storage, 1)
        assert row.mode == "kiosk_tap"
        assert "test_mode" in row.flags.split()


@SQLITE
def test_five_taps_in_the_corner_call_the_pin_and_without_a_network_it_says_so(
    browser, address, storage, clock, office
):
    with on_a_tablet(browser, address, storage, clock, office, "survey") as page:
        page.get_by_role("heading", name=FIRST).wait_for()
        for _ in range(5):
            page.mouse.click(60, 60)
        page.context.set_offline(True)
        page.get_by_label("PIN").fill("204971")
        press(page, "Zatwierdź")
        page.get_by_text("PIN sprawdza serwer").wait_for()
        press(page, "Anuluj")
        page.get_by_role("heading", name=FIRST).wait_for()
