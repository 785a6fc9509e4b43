"""The modes of a tablet in a real browser: one tap with tiles."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from surveys.models import Answer
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
