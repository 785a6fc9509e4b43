"""Every screen of the tablet for everybody: axe, fingers, keys, large print, forced colours, our letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.accessibility import assert_accessible
from tests.journeys.kiosk_line import stored, tap

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
MEASURED = """() => {
  // CSS pixels: 96 of a target, 16 between two, 24 of letters. WCAG 2.5.5 asks for 44 of a target.
  const isSeen = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 1;
  const targets = [...document.querySelectorAll("main button, main .option")].filter(isSeen);
  const boxes = targets.map((one) => one.getBoundingClientRect());
  const small = targets.filter((_one, at) => Math.min(boxes[at].width, boxes[at].height) < 95.9)
    .map((one) => one.outerHTML);
  const near = [];
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b, j) => {
    const gap = Math.max(b.left - a.right, a.left - b.right, b.top - a.bottom, a.top - b.bottom);
    if (gap < 15.9) near.push([targets[i].innerText, targets[i + 1 + j].innerText, gap]);
  }));
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const letters = [];
  while (walker.nextNode()) {
    const { data, parentElement: home } = walker.currentNode;
    if (!data.trim() || home.closest(".sr, .skip, noscript, [hidden]") || !isSeen(home)) continue;
    const size = parseFloat(getComputedStyle(home).fontSize);
    if (size < 24) letters.push([data.trim(), size]);
  }
  const page = document.documentElement;
  const scrolls = [page.scrollWidth - page.clientWidth, page.scrollHeight - page.clientHeight];
  return { small, near, letters, scrolls };
}"""
UNDRAWN = """(letters) => {
  const draw = (letter) => {
    const canvas = new OffscreenCanvas(64, 64);
    const pen = canvas.getContext("2d");
    pen.font = `40px ${getComputedStyle(document.body).fontFamily}`;
    pen.fillText(letter, 8, 48);
    return pen.getImageData(0, 0, 64, 64).data.join();
  };
  const [hole, nothing] = [draw("\\uffff"), draw(" ")];
  return [...letters].filter((letter) => [hole, nothing].includes(draw(letter)));
}"""
LETTERS = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻґєіїҐЄІЇщюя’"


def assert_large_enough(page: Page) -> None:
    """Targets, gaps and letters on the screen as it stands, and nothing of it is outside."""
    found = page.evaluate(MEASURED)
    assert (found["small"], found["near"], found["letters"]) == ([], [], [])
    assert found["scrolls"] == [0, 0]


@pytest.mark.parametrize("language", ["Polski", "English", "Українська"])
def test_every_screen_is_accessible_and_large_enough(kiosk: Page, language: str):
    kiosk.wait_for_timeout(550)
    kiosk.get_by_role("button", name=language).click()
    for place in (4, 0, 2):
        assert_accessible(kiosk)
        assert_large_enough(kiosk)
        kiosk.wait_for_timeout(550)
        kiosk.locator(".option").nth(place).click()
        kiosk.wait_for_timeout(400)
    assert_large_enough(kiosk)
    assert kiosk.evaluate(UNDRAWN, LETTERS) == []
    for _number in range(4):
        kiosk.wait_for_timeout(550)
        kiosk.locator(".stage [type=submit]").click()
    kiosk.locator(".thanks").wait_for()
    assert_accessible(kiosk)
    assert_large_enough(kiosk)


def test_by_keys_alone_arrows_choose_and_enter_goes_on(kiosk: Page, storage):
    kiosk.wait_for_timeout(550)
    kiosk.keyboard.press("Tab")
    while kiosk.evaluate("document.activeElement.type") != "radio":
        kiosk.keyboard.press("Tab")
    for _step in range(2):
        kiosk.keyboard.press("ArrowRight")
    kiosk.wait_for_timeout(700)
    assert kiosk.get_by_role("heading", name="Jak ocenia Pani/Pan").is_visible()
    chosen = kiosk.locator("input:checked").get_attribute("value")
    kiosk.keyboard.press("Enter")
    kiosk.get_by_role("heading", name="Czy sprawa").wait_for()
    assert kiosk.evaluate("document.activeElement.tagName") == "H1"
    for number in range(2, 8):
        kiosk.get_by_role("heading", name=f"Pytanie {number} z 7").wait_for()
        kiosk.locator(".stage [type=submit]").focus()
        kiosk.keyboard.press("Enter")
    kiosk.get_by_role("heading", name="Dziękujemy").wait_for()
    assert [row.mode for row in stored(storage, 1)] == ["kiosk_full"]
    assert chosen in {"2", "3"}


def test_twice_as_large_forced_colours_and_no_motion_lose_nothing(kiosk: Page):
    kiosk.emulate_media(forced_colors="active", reduced_motion="reduce")
    tap(kiosk, "Dobrze")
    kiosk.get_by_role("heading", name="Czy sprawa").wait_for()
    assert_accessible(kiosk)
    assert kiosk.evaluate("document.getAnimations().length") == 0
    assert kiosk.evaluate("getComputedStyle(document.querySelector('.option')).borderTopWidth") != "0px"
    kiosk.wait_for_timeout(550)  # the screen has to stand for half a second
    kiosk.get_by_role("button", name="Wstecz").click()
    kiosk.get_by_role("heading", name="Jak ocenia Pani/Pan").wait_for()
    chosen = kiosk.locator(".option:has(:checked)")
    assert chosen.evaluate("(one) => getComputedStyle(one).outlineStyle") != "none"
    kiosk.set_viewport_size({"width": 640, "height": 400})  # 1280 x 800 at 200 %
    assert kiosk.evaluate("document.documentElement.scrollWidth") <= 640
    for place in range(5):
        option = kiosk.locator(".option").nth(place)
        option.scroll_into_view_if_needed()
        box = option.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 640
    assert_accessible(kiosk)


def test_the_warning_before_the_wipe_is_accessible_and_can_be_answered(kiosk: Page):
    kiosk.clock.install()
    kiosk.reload()
    kiosk.get_by_role("heading", name="Jak ocenia Pani/Pan").wait_for()
    kiosk.clock.run_for(600)
    kiosk.get_by_role("button", name="Potrzebuję więcej czasu").click()
    kiosk.clock.run_for(29_000)
    assert kiosk.locator("[data-idle]").count() == 0  # with more time it is two minutes
    kiosk.clock.run_for(91_500)
    kiosk.locator("[data-idle]").wait_for()
    assert_large_enough(kiosk)
    kiosk.clock.run_for(600)
    kiosk.get_by_role("button", name="Tak, odpowiadam dalej").click()
    kiosk.get_by_role("heading", name="Jak ocenia Pani/Pan").wait_for()
