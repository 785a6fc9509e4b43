"""The queue by keyboard: rows are walked, ticked and opened, nothing happens while somebody types; no barriers."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from complaints.models import Complaint
from kernel.permissions import Role
from tests.accessibility import assert_accessible
from tests.complaints.handling import received
from tests.journeys.test_complaint_journey import sign_in

FOCUSED = "document.activeElement.textContent"


@pytest.mark.parametrize("backend", ["sqlite"])
def test_rows_are_walked_ticked_given_and_opened_by_keyboard(page, storage, clock, office):
    with storage.writing() as session:
        for number in range(4):
            received(session, clock, office, subject=f"Sprawa_{number}")
            clock.advance(minutes=1)
    handler = office.member(Role.HANDLER).person_id
    sign_in(page, office.member(Role.HEAD).login)
    page.goto("/staff/pl/queue?state=open")
    assert_accessible(page)

    search = page.locator("input[type=search]")
    search.focus()
    page.keyboard.type("jxk/")
    assert search.input_value() == "jxk/"
    assert page.locator("input[name=case]:checked").count() == 0

    page.get_by_role("link", name="Przejdź na listę").click()
    for key in ("j", "ArrowDown", "x", "k", "x", "ArrowUp"):
        page.keyboard.press(key)
    assert page.evaluate(FOCUSED) == "Sprawa_0"
    assert page.locator("input[name=case]:checked").count() == 2
    assert page.locator("[data-all]").evaluate("box => box.indeterminate")
    page.locator("select[name=handler]").select_option(str(handler))
    with page.expect_navigation():
        page.get_by_role("button", name="Przydziel").click()
    with storage.reading() as session:
        given = session.scalars(select(Complaint.subject).where(Complaint.handler_id == handler)).all()
        assert sorted(given) == ["Sprawa_0", "Sprawa_1"]

    page.locator("[data-all]").check()
    assert page.locator("input[name=case]:checked").count() == 4
    page.locator("#list").focus()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.locator("#list").focus()
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Sprawa_0" in page.locator("main").inner_text()
