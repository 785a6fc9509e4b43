"""axe on every page of the program in three languages: whatever address answers a plain request is looked at.

In Polish as a browser opens it, scripts and contrast included. In the other languages the same elements stand in the
same colours with other words, so axe looks at the structure alone and contrast, four fifths of its time, is left out.
That they do stand in the same colours is looked at too: what colours hang on (elements, classes, meanings) is the same
on a page in every language, as many times, so what axe measured in Polish holds for all. The hand-written walks
(test_axe_staff.py and its neighbours) look at chosen pages in the dark and with errors.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from kernel.clock import Clock, FixedClock
from kernel.permissions import Role
from office.models import Person
from office.sign_in import open_sign_in
from tests.accessibility import found_by_axe, hand_axe_to
from tests.browser import quiet_page, served
from tests.cast import NOW
from tests.journeys.every_page import CONCERNED, Furnished, PageOf, furnish, pages
from tests.journeys.sample_office import sample_office
from tests.pages import CheckedClient
from tests.program import program

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
ANSWERS: Final = (200, 302, 303, 409, 410)
"""A page, one that leads on, one that says why not now, one that says that it is over."""

MOST_CERTAINLY: Final = 120
"""Pages there are at least: far fewer would mean that the walk got lost."""

ELEMENT: Final = re.compile(r"<([a-z][a-z0-9]*)\b([^>]*)>")
COLOURED: Final = re.compile(r'(?<=\s)(?:class|data-is|aria-current|aria-invalid|style)="[^"]*"')
ABOUT_POLISH: Final = 'pclass="soft"'
"""The line that says, in other languages, that the handbook is in Polish: grey words as on every page."""

CHART: Final = '<svg xmlns="http://www.w3.org/2000/svg"/>'

CHANGE: Final = """async (html) => {
  const next = new DOMParser().parseFromString(html, "text/html");
  document.replaceChild(document.adoptNode(next.documentElement), document.documentElement);
  const sheets = [...document.querySelectorAll("link[rel=stylesheet]")].filter((link) => !link.sheet);
  await Promise.all(sheets.map((link) => new Promise((done) => { link.onload = done; link.onerror = done; })));
}"""
"""Puts another page into the window: quicker than opening it, and its scripts do not run."""


@dataclass
class Shown:
    """The program on the furnished office, and all its pages."""

    app: Flask
    pages: list[PageOf]
    cookies: dict[Role, str]
    """What a browser carries that is signed in as somebody."""
    painted: dict[str, Counter[str]]
    """What colours hang on, by the Polish address of a page."""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """The sample office on the day of the tests, with everything a page could show."""
    folder = tmp_path_factory.mktemp("every_page")
    storage, clock = sample_office(folder, NOW.date(), scale=0.01), FixedClock(NOW)
    app = next(program(storage, clock, folder))
    app.config["SESSION_COOKIE_SECURE"] = False
    with storage.writing() as session:
        furnished = furnish(session, clock)
        tokens = {role: _signed_in(session, clock, furnished, role) for role in CONCERNED}
    with storage.reading() as session:
        answered = ((page, _answer(app, page, tokens)) for page in pages(app, session, furnished))
        found = {page.address: (page, html) for page, html in answered if html}
    signing: Any = app.session_interface
    sign = signing.staff.get_signing_serializer(app).dumps
    cookies = {role: sign({"token": token}) for role, token in tokens.items()}
    yield Shown(
        app, [page for page, _ in found.values()], cookies, {at: painted(html) for at, (_, html) in found.items()}
    )
    storage.close()


def _signed_in(session: Session, clock: Clock, furnished: Furnished, role: Role) -> str:
    person = session.get_one(Person, furnished.office.member(role).person_id)
    return open_sign_in(session, clock, person, hours=10).token


def painted(html: str) -> Counter[str]:
    """How often each element stands on a page with the classes and meanings that give it its colours."""
    found = ((name, "".join(sorted(COLOURED.findall(rest)))) for name, rest in ELEMENT.findall(html))
    return Counter(name + colours for name, colours in found if colours)


def _answer(app: Flask, page: PageOf, tokens: dict[Role, str]) -> str:
    """The page a reader is answered with; empty for a file and for what leads on. What is not there is a fault."""
    app.test_client_class = CheckedClient
    client = app.test_client()
    if page.role:
        with client.session_transaction("/staff/pl/") as cookie:
            cookie["token"] = tokens[page.role]
    with client.get(page.address) as answer:
        if answer.mimetype == "text/html":
            assert answer.status_code in ANSWERS, page
        is_page = answer.mimetype == "text/html" and not 300 <= answer.status_code < 400
        return answer.get_data(as_text=True) if is_page else ""


@contextmanager
def windows(browser: Browser, shown: Shown) -> Iterator[Callable[[Role | None], Page]]:
    """A browser window for each role, opened when it is asked for first."""
    with ExitStack() as stack:
        address = stack.enter_context(served(shown.app))
        opened: dict[Role | None, Page] = {}

        def window(role: Role | None) -> Page:
            if role not in opened:
                page = opened[role] = stack.enter_context(quiet_page(browser, address))
                hand_axe_to(page)
                page.route(
                    "**/results/charts/**", lambda route: route.fulfill(body=CHART, content_type="image/svg+xml")
                )
                if role:
                    cookie = {"name": "staff", "value": shown.cookies[role], "domain": "127.0.0.1", "path": "/staff"}
                    page.context.add_cookies([cookie])  # type: ignore[list-item]
            return opened[role]

        yield window


def looked_at(page: Page, *, contrast: bool) -> list[str]:
    """What axe finds on the page as it stands."""
    return found_by_axe(page, TAGS, {} if contrast else {"color-contrast": {"enabled": False}})


def test_axe_finds_nothing_on_any_page(browser: Browser, shown: Shown):
    assert len(shown.pages) > MOST_CERTAINLY
    broken = {}
    with windows(browser, shown) as window:
        for one in shown.pages:
            page = window(one.role)
            page.goto(one.address, timeout=60_000)
            if found := looked_at(page, contrast=True):
                broken[one.address] = found
    assert not broken, told(broken)


@pytest.mark.parametrize("lang", ["en", "uk"])
def test_axe_finds_nothing_on_any_page_in_another_language(browser: Browser, shown: Shown, lang: str):
    broken = {}
    with windows(browser, shown) as window:
        for one in shown.pages:
            page, address = window(one.role), one.in_language(lang)
            if page.url == "about:blank":
                page.goto(f"/staff/{lang}/sign-in" if one.role is None else f"/staff/{lang}/account")
            html = page.request.get(address).text()
            page.evaluate(CHANGE, html)
            assert page.evaluate("document.documentElement.lang") == lang or "/pl/" not in one.address
            found = looked_at(page, contrast=False)
            here, polish = painted(html), shown.painted[one.address]
            other = set((here - polish) + (polish - here)) - ({ABOUT_POLISH} if "/help" in address else set())
            if other:
                found.append(f"coloured otherwise than in Polish: {other}")
            if found:
                broken[address] = found
    assert not broken, told(broken)


def told(broken: dict[str, list[str]]) -> str:
    """What is wrong where, a page after the other."""
    return "\n".join(f"{address}\n  " + "\n  ".join(found) for address, found in broken.items())
