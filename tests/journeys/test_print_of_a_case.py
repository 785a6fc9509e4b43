"""The page of a case on paper: the deadline and its reasons are there, buttons and menus are not."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from kernel.clock import FixedClock
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.journeys.test_axe_staff import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

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
