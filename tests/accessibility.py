"""axe-core on a page in a real browser. A failure to run is a failure, never a skip."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import axe_playwright_python

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE: Final = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

LOOK: Final = """async (options) => {
  const told = await axe.run(document, options);
  return [told.passes.length, told.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id} (${rule.impact}): ${node.target} ${node.failureSummary}`))];
}"""
"""Only what is wrong comes out of the browser, not all that was looked at."""


def assert_accessible(page: Page) -> None:
    """No rule of WCAG 2.2 AA or of axe's best practice is broken on the page as it stands."""
    broken = found_by_axe(page, TAGS)
    assert not broken, f"{page.url}\n" + "\n".join(broken)


def found_by_axe(page: Page, tags: list[str], rules: dict[str, Any] | None = None) -> list[str]:
    """What axe finds on the page as it stands; ``rules``: those that are looked at otherwise than axe does."""
    if not page.evaluate("'axe' in window"):
        hand_axe_to(page)
        page.evaluate(AXE)
    options = {"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"], "rules": rules or {}}
    passed, broken = page.evaluate(LOOK, options)
    assert passed, "axe did not look at anything"
    return list(broken)


def hand_axe_to(page: Page) -> None:
    """Give axe to a window for all pages it will open: half a megabyte with each of them took a tenth of the time."""
    page.add_init_script(AXE)
