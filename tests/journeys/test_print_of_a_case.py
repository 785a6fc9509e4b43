"""On paper: of a case the deadline and its reasons are there, buttons and menus are not; a week is one sheet."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from complaints.queries.department import SHEET_LINES
from kernel.clock import FixedClock
from kernel.permissions import Role
from office.models import Person
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import assigned
from tests.journeys.test_axe_staff import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

DOZEN = 12
A4_WIDTH, A4_HEIGHT = 658, 971
"""What margins of 18 and 20 mm leave of the paper, in CSS pixels."""


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_deadline_is_printed_with_its_days_and_its_reasons(
    page: Page, address: str, app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    visitor = Visitor(page, address, app, storage, clock)
    visitor.sign_in(office, Role.HANDLER)
    page.goto(f"{address}/staff/pl/case/{filed}")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4_WIDTH, "height": A4_HEIGHT})
    card = page.locator(".deadline")
    for words in ("21\u00a0grudnia 2026", "Dlaczego ten dzień", "art. 57 § 3 KPA", "Reguła"):
        assert card.get_by_text(words).first.is_visible(), words
    assert card.locator("table.days time").count() == 31
    assert card.locator("table.days time").last.is_visible()
    possible = card.locator("details li").all()
    assert possible
    assert all(duty.is_visible() for duty in possible), "paper cannot be opened"
    assert not any(button.is_visible() for button in page.locator(".button, nav, #act").all())
    box = card.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= A4_WIDTH, "it fits on the paper"


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("lang", ["pl", "uk"])
def test_the_sheet_of_a_full_week_is_one_page(
    page: Page, address: str, app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, lang: str
):
    """A department of a dozen people, as many late cases as the sheet lists, and more."""
    with storage.writing() as session:
        some = session.get_one(Person, office.member(Role.HANDLER).person_id)
        for number in range(SHEET_LINES + 5):
            late = assigned(session, clock, office, received_on=clock.today().replace(month=10, day=1))
            if number < DOZEN:
                name = f"Próbna Brzęczyszczykiewicz-Niebylska {number}"
                other = Person(display_name=name, post=some.post, login=f"osoba.{number}", password_hash="", salt="")
                session.add(other)
                session.flush()
                late.handler_id = other.id
    Visitor(page, address, app, storage, clock).sign_in(office, Role.HEAD)
    page.goto(f"{address}/staff/{lang}/department/week")
    assert page.locator("table").last.locator("tbody tr").count() == SHEET_LINES
    assert page.locator("table").first.locator("tbody tr").count() == DOZEN + 2
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True))) == 1
