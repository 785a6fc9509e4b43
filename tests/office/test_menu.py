"""The menu of staff pages: a short one is a line of links, a long one folds residents' voices under one heading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

import pytest
from flask.testing import FlaskClient

from kernel.permissions import Role
from tests.filling import document

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])

PLAIN = {
    Role.CLERK: ["Obsługa", "Kolejka", "Rejestr", "Z papieru", "Wizyty"],
    Role.HANDLER: ["Kolejka", "Rejestr"],
    Role.HEAD: ["Wydział", "Kolejka", "Rejestr", "Opinie", "Wyniki", "Sygnały", "Nieobecności"],
    Role.AUDITOR: ["Kolejka", "Rejestr", "Opinie", "Wyniki", "Sygnały", "Audyt"],
    Role.MANAGEMENT: ["Kolejka", "Rejestr", "Opinie", "Wyniki", "Sygnały"],
    Role.ADMINISTRATOR: ["Ankiety", "Audyt", "Nieobecności", "Administracja"],
}
VOICES = ["Opinie", "Komentarze", "Ankiety", "Z papieru", "Wizyty"]
ACCOUNT = "/staff/pl/account"


def menu_on(client: FlaskClient, address: str = ACCOUNT) -> Element:
    """The menu of a page."""
    menu = document(client.get(address)).find(".//nav[@class='menu']")
    assert menu is not None
    return menu


def labels(links: Iterator[Element]) -> list[str]:
    return [(link.text or "").replace("\u00a0", " ") for link in links]


@pytest.mark.parametrize(("role", "entries"), PLAIN.items())
def test_a_short_menu_is_one_line_of_links(signed_in: Callable[..., FlaskClient], role: Role, entries: list[str]):
    menu = menu_on(signed_in(role))
    assert labels(menu.iterfind("./a")) == entries
    assert menu.find(".//details") is None


def test_a_quality_officer_finds_residents_voices_under_one_heading_and_every_entry_opens(
    signed_in: Callable[..., FlaskClient],
):
    officer = signed_in(Role.QUALITY_OFFICER)
    menu = menu_on(officer)
    assert labels(menu.iterfind("./a")) == ["Kolejka", "Rejestr", "Wyniki", "Sygnały", "Audyt"]
    assert labels(menu.iterfind("./details/ul/li/a")) == VOICES
    for link in menu.iter("a"):
        assert officer.get(link.get("href", "")).status_code == 200


def test_the_heading_says_that_one_is_under_it(signed_in: Callable[..., FlaskClient]):
    officer = signed_in(Role.QUALITY_OFFICER)
    for address, entry in (("surveys/comments", "Komentarze"), ("surveys/visits", "Wizyty"), ("queue", "Kolejka")):
        menu = menu_on(officer, f"/staff/pl/{address}")
        assert labels(menu.iterfind(".//a[@aria-current='page']")) == [entry]
        assert (menu.find("./details/summary[@data-here]") is not None) is (entry in VOICES)


def test_a_page_that_belongs_nowhere_marks_nothing(signed_in: Callable[..., FlaskClient]):
    assert menu_on(signed_in(Role.QUALITY_OFFICER)).find(".//*[@aria-current]") is None
