"""axe on the residents' pages, in three languages and both themes."""

from __future__ import annotations

import pytest

from tests.accessibility import assert_accessible

SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
PAGES = ("", "privacy", "accessibility", "contact", "nowhere")


@SQLITE
@pytest.mark.parametrize("lang", ["pl", "en", "uk"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_residents_pages(page, lang, theme):
    page.emulate_media(color_scheme=theme)
    for name in PAGES:
        page.goto(f"/{lang}/{name}")
        assert_accessible(page)


@SQLITE
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_residents_page_scrolls_sideways(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    for name in (*PAGES, "rate", "rated"):
        page.goto(f"/pl/{name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
