"""A resident rates today's service in a real browser: one question a screen, by tap and by keyboard."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from surveys.models import Answer, Response
from tests.accessibility import assert_accessible

SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
ARMED = 550
"""Milliseconds after which a screen takes taps."""
LINGERED = 350
"""Milliseconds after which a chosen answer has been seen and the next question stands there."""


def answers(storage):
    with storage.reading() as session:
        query = select(Answer.question, Answer.value, Answer.code).order_by(Answer.question)
        return [(row.question, row.value or row.code) for row in session.execute(query)]


def tap(page, place):
    page.wait_for_timeout(ARMED)
    page.locator("[data-now] input[type=radio]").nth(place).click()


def at_question(page, number):
    page.locator("[data-dots] li").nth(number - 1).and_(page.locator("[aria-current=step]")).wait_for(state="attached")


@SQLITE
def test_seven_taps_and_a_button_rate_the_service(page, storage):
    page.goto("/pl/rate")
    for number, place in enumerate([3, 0, 4, 1, 5, 2, 4], start=1):
        at_question(page, number)
        tap(page, place)
    at_question(page, 8)
    page.get_by_role("button", name="Wyślij ocenę").click()
    page.wait_for_url("**/pl/rated")
    assert page.get_by_role("heading", name="Dziękujemy.").is_visible()
    assert answers(storage) == [
        ("q1", 4), ("q2", "yes"), ("q3", 5), ("q4", 2), ("q5", "na"), ("q6", 3), ("q7", 5),
    ]  # fmt: skip


@SQLITE
def test_arrow_keys_only_choose_and_enter_goes_on(page, storage):
    page.goto("/pl/rate")
    page.locator("[data-now] input[type=radio]").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(ARMED)
    at_question(page, 1)
    assert page.locator("input[name=q1]:checked").get_attribute("value") == "3"
    page.keyboard.press("Enter")
    at_question(page, 2)
    assert "Czy sprawa została" in page.evaluate("document.activeElement.textContent").replace("\u00a0", " ")
    for number in range(2, 8):
        at_question(page, number)
        page.get_by_role("button", name="Pomiń").press("Enter")
    page.get_by_role("button", name="Wyślij ocenę").press("Enter")
    page.wait_for_url("**/pl/rated")
    assert answers(storage) == [("q1", 3)]


@SQLITE
def test_the_first_question_cannot_be_left_out_and_says_so_where_it_is(page, storage):
    page.goto("/pl/rate")
    page.get_by_role("button", name="Dalej").click()
    assert page.get_by_role("alert").filter(has_text="Proszę wybrać jedną odpowiedź").is_visible()
    at_question(page, 1)


@SQLITE
def test_back_shows_what_was_chosen_and_lets_one_change_it(page, storage):
    page.goto("/pl/rate")
    tap(page, 0)
    at_question(page, 2)
    page.get_by_role("button", name="Wstecz").click()
    at_question(page, 1)
    assert page.locator("input[name=q1]:checked").get_attribute("value") == "1"
    tap(page, 4)
    at_question(page, 2)
    assert page.locator("input[name=q1]:checked").get_attribute("value") == "5"


@SQLITE
def test_a_change_of_language_stays_at_the_question_and_keeps_the_answers(page):
    page.goto("/pl/rate")
    tap(page, 4)
    at_question(page, 2)
    page.get_by_role("button", name="English").click()
    page.wait_for_url("**/en/rate")
    at_question(page, 2)
    assert page.get_by_role("heading", name=re.compile("Was your matter settled today")).is_visible()
    assert page.locator("input[name=q1]:checked").get_attribute("value") == "5"


@SQLITE
def test_a_hasty_double_tap_answers_one_question(page):
    """The page's own clock stands still between the taps, so that no slow machine makes the hasty one patient."""
    page.clock.install(time=0)
    page.goto("/pl/rate")
    page.clock.pause_at(60_000)
    page.locator("[data-now] input[type=radio]").nth(2).dblclick()
    page.clock.run_for(LINGERED)
    at_question(page, 2)
    page.locator("[data-now] input[type=radio]").nth(0).click()
    assert page.locator("input[name=q2]:checked").count() == 0
    page.clock.run_for(ARMED)
    at_question(page, 2)
    page.locator("[data-now] input[type=radio]").nth(0).click()
    page.clock.run_for(LINGERED)
    at_question(page, 3)


@SQLITE
def test_without_scripts_the_whole_survey_stands_on_one_page(browser, address, storage):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/pl/rate")
    page.locator("input[name=q1]").nth(1).check(force=True)
    page.locator("input[name=q7]").nth(4).check(force=True)
    page.get_by_role("button", name="Wyślij ocenę").last.click()
    page.wait_for_url("**/pl/rated")
    context.close()
    assert answers(storage) == [("q1", 2), ("q7", 5)]


@SQLITE
@pytest.mark.parametrize("lang", ["pl", "en", "uk"])
def test_axe_finds_nothing_on_any_screen_of_the_survey(page, lang):
    page.goto(f"/{lang}/rate")
    for place in [4, 0, 0, 5]:
        assert_accessible(page)
        tap(page, place)
        page.wait_for_timeout(350)
    assert_accessible(page)
    page.goto(f"/{lang}/rated")
    assert_accessible(page)


@SQLITE
def test_an_answer_carries_neither_address_nor_browser(page, storage):
    page.goto("/pl/rate")
    with storage.reading() as session:
        columns = {column.name for column in Response.__table__.columns}
        assert session.scalars(select(Response)).all() == []
    assert not columns & {"ip", "user_agent", "name"}
