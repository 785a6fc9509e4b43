"""axe-core on a page in a real browser. A failure to run is a failure, never a skip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def assert_accessible(page: Page) -> None:
    """No rule of WCAG 2.2 AA or of axe's best practice is broken on the page as it stands."""
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    result = Axe().run(page, options=options)
    assert result.response["passes"], "axe did not look at anything"
    broken = [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['failureSummary']}"
        for rule in result.response["violations"]
        for node in rule["nodes"]
    ]
    assert not broken, f"{page.url}\n" + "\n".join(broken)
