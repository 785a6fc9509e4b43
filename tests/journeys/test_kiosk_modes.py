"""The modes of a tablet in a real browser, and what keeps one person's fingers and answers from the next."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from sqlalchemy import select

from complaints.models import Complaint
from kernel.permissions import SYSTEM
from office.models import OpeningSchedule
from surveys.kiosk.actions import set_pin
from surveys.models import Answer, Device
from tests.accessibility import assert_accessible
from tests.journeys.kiosk_line import STORES
from tests.journeys.tablets import FIRST, STANDS, on_a_tablet, press, stored, tap

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
        assert_accessible(page)
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
        assert_accessible(page)
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


def stand_still(page):
    """Time passes from here on only when the test says so."""
    page.wait_for_timeout(600)
    page.clock.pause_at(dt.datetime.fromtimestamp(page.evaluate("Date.now()") / 1000 + 1, tz=dt.UTC))


@SQLITE
def test_taps_count_after_half_a_second_with_one_finger_and_the_thanks_lock_out_for_five(
    browser, address, storage, clock, office
):
    with on_a_tablet(browser, address, storage, clock, office, "one_tap") as page:
        first, thanks = (
            page.get_by_role("heading", name="How do you rate"),
            page.get_by_role("heading", name="Thank you"),
        )
        option, chosen = page.locator(".option", has_text="Very good"), page.locator("input:checked")
        page.get_by_role("heading", name=FIRST).wait_for()
        stand_still(page)
        page.get_by_role("button", name="English").click()
        first.wait_for()
        for passed in (0, 499):
            page.clock.run_for(passed)
            option.click()
            assert chosen.count() == 0
        page.clock.run_for(2)
        page.evaluate("dispatchEvent(new PointerEvent('pointerdown', { pointerId: 77 }))")
        option.click()
        assert chosen.count() == 0
        page.evaluate("dispatchEvent(new PointerEvent('pointerup', { pointerId: 77 }))")
        page.clock.run_for(10)
        option.hover()
        page.mouse.down()
        page.locator(".option", has_text="Fair").hover()
        page.mouse.up()
        page.clock.run_for(10)
        assert chosen.count() == 0
        option.click()
        assert chosen.count() == 1
        page.clock.run_for(301)
        page.get_by_role("heading", name="What went well?").wait_for()
        page.clock.run_for(501)
        page.locator("[type=submit]").click()
        thanks.wait_for()
        assert page.locator(".qr svg").is_visible()
        page.clock.run_for(2_900)
        assert stored(storage, 1, patience=0) == []
        page.clock.run_for(200)
        assert len(stored(storage, 1)) == 1
        page.clock.run_for(1_800)
        assert thanks.is_visible()
        page.clock.run_for(200)
        page.get_by_role("heading", name=FIRST).wait_for()


@SQLITE
def test_whoever_leaves_in_the_middle_counts_in_part_with_the_time_each_question_took(
    browser, address, storage, clock, office
):
    with on_a_tablet(browser, address, storage, clock, office, "survey") as page:
        page.get_by_role("heading", name=FIRST).wait_for()
        stand_still(page)
        page.locator(".option", has_text="Dobrze").first.click()
        page.clock.run_for(301)
        page.get_by_role("heading", name="Czy sprawa").wait_for()
        page.clock.run_for(2_000)
        page.locator(".option", has_text="Jest w toku").click()
        page.clock.run_for(301)
        page.get_by_role("heading", name="Jak łatwo").wait_for()
        page.clock.run_for(31_000)
        page.locator("[data-idle]").wait_for()
        page.clock.run_for(10_000)
        page.get_by_role("heading", name=FIRST).wait_for()
        (row,) = stored(storage, 1)
        assert (row.mode, "partial" in row.flags.split()) == ("kiosk_full", True)
        with storage.reading() as session:
            took = {one.question: one.took_ms for one in session.scalars(select(Answer))}
        assert took["q1"] is None
        assert 2_000 <= took["q2"] < 2_100


@SQLITE
def test_whoever_asks_for_more_time_gets_four_times_as_much(browser, address, storage, clock, office):
    with on_a_tablet(browser, address, storage, clock, office, "survey") as page:
        page.get_by_role("heading", name=FIRST).wait_for()
        stand_still(page)
        page.get_by_role("button", name="Potrzebuję więcej czasu").click()
        idle = page.locator("[data-idle]")
        page.clock.run_for(119_900)
        assert idle.count() == 0
        page.clock.run_for(200)
        assert "40 s" in idle.inner_text()
        page.clock.run_for(39_000)
        assert idle.count() == 1
        page.clock.run_for(1_000)
        page.get_by_role("heading", name=FIRST).wait_for()
        assert page.get_by_role("button", name="Potrzebuję więcej czasu").get_attribute("aria-pressed") == "false"


@SQLITE
def test_a_tablet_sleeps_when_the_office_does_by_the_clock_in_warsaw(browser, address, storage, clock, office):
    with storage.writing() as session:
        session.add(OpeningSchedule(valid_from_on=clock.today(), week="\n".join([*[""] * 5, "10-12", ""])))
    now = dt.datetime(2026, 11, 21, 8, 59, tzinfo=dt.UTC)
    with on_a_tablet(
        browser, address, storage, clock, office, "survey", now=now, timezone_id="America/New_York"
    ) as page:
        asleep = page.get_by_role("heading", name="Urząd jest teraz zamknięty")
        asleep.wait_for()
        page.clock.fast_forward("01:30")
        page.get_by_role("heading", name=FIRST).wait_for()
        page.clock.fast_forward("02:00:00")
        asleep.wait_for()


@SQLITE
def test_at_the_counter_a_complaint_is_filed_and_nothing_of_it_stays(browser, address, storage, clock, office):
    with on_a_tablet(browser, address, storage, clock, office, "counter") as page:
        page.get_by_role("button", name="Rozpocznij").wait_for()
        press(page, "Rozpocznij")
        steps = page.evaluate("history.length")
        page.get_by_role("heading", name="Czego dotyczy sprawa?").wait_for()
        page.wait_for_timeout(STANDS)
        page.locator("[value=skarga]").check()
        page.locator("[name=department]").select_option(index=1)
        page.locator("[name=subject]").fill("Kolejka przed okienkiem")
        press(page, "Українська")
        page.locator("html[lang=uk]").wait_for()
        assert page.locator("[name=subject]").input_value() == "Kolejka przed okienkiem"
        press(page, "Polski")
        page.locator("html[lang=pl]").wait_for()
        press(page, "Dalej")
        page.locator("[name=text]").fill("Czekam trzy godziny.")
        assert page.locator("[type=file]").count() == 0
        press(page, "Dalej")
        page.locator("[name=name]").fill("Jan Próbny")
        page.locator("[name=address]").fill("ul. Próbna 1, 00-001 Miasto")
        press(page, "Dalej")
        page.get_by_role("heading", name="Czy wszystko się zgadza?").wait_for()
        press(page, "Wyślij")
        page.get_by_role("button", name="Drukuj").wait_for()
        assert_accessible(page)
        with storage.reading() as session:
            number = session.scalars(select(Complaint.number)).one()
        assert page.get_by_text(f"{number}/2026").is_visible()
        with page.expect_response("**/api/kiosk/forget"):
            press(page, "Zakończ i wyczyść ekran")
        page.get_by_role("button", name="Rozpocznij").wait_for()
        assert_nothing_is_left(page, steps)


@SQLITE
def test_whoever_leaves_the_counter_leaves_nothing_and_without_a_network_it_says_so(
    browser, address, storage, clock, office
):
    with on_a_tablet(browser, address, storage, clock, office, "counter") as page:
        page.get_by_role("button", name="Rozpocznij").wait_for()
        press(page, "Rozpocznij")
        steps = page.evaluate("history.length")
        page.locator("[name=subject]").fill("Kolejka przed okienkiem")
        page.context.set_offline(True)
        press(page, "Dalej")
        page.get_by_text("Nie ma połączenia z urzędem").wait_for()
        assert_accessible(page)
        page.clock.run_for(31_000)
        page.wait_for_timeout(550)
        page.get_by_role("button", name="Tak, piszę dalej").click()
        assert page.locator("[name=subject]").input_value() == "Kolejka przed okienkiem"
        page.context.set_offline(False)
        page.clock.run_for(31_000)
        page.locator("[data-idle]").wait_for()
        with page.expect_response("**/api/kiosk/forget"):
            page.clock.run_for(11_000)
        page.get_by_role("button", name="Rozpocznij").wait_for()
        assert_nothing_is_left(page, steps)
        page.context.set_offline(True)
        press(page, "Rozpocznij")
        page.get_by_text("Formularz działa tylko z siecią.").wait_for()


def assert_nothing_is_left(page, steps):
    left = page.evaluate(STORES)
    assert (left["local"], left["session"], page.context.cookies()) == ({}, {}, [])
    everything = json.dumps(left, ensure_ascii=False) + page.content()
    assert not [words for words in ("Kolejka", "Próbny", "godziny") if words in everything]
    assert page.evaluate("history.length") == steps
