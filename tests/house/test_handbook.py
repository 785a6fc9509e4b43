"""The handbook tells the truth about itself: chapters, links, pictures, and the words of screens it quotes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from kernel.permissions import Role
from office.routes.handbook import PARTS
from tests.house.test_translations import sentences, texts
from web import handbook

SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
CHAPTER = pytest.mark.parametrize("key", handbook.CHAPTERS)
QUOTED = re.compile(r"„([^”]+)”")
MOST_BYTES = 1_500_000
"""Ours: of all pictures together; they come with every copy of the program."""


def text_of(key: str) -> str:
    return (handbook.FOLDER / f"{key}.md").read_text(encoding="utf-8")


def chapter(key: str) -> handbook.Chapter:
    return handbook.chapter(key, "/pictures/NAME.png")


@cache
def said() -> frozenset[str]:
    """Every sentence the program says, all its forms."""
    return frozenset(" ".join(text.split()) for key in sentences() for text in texts(key))


def test_every_role_has_its_chapter_and_every_file_is_one():
    assert {role.value for role in Role} < set(handbook.CHAPTERS)
    assert {path.stem for path in handbook.FOLDER.glob("*.md")} == set(handbook.CHAPTERS)


@CHAPTER
def test_a_chapter_says_what_it_is_about_and_has_parts(key: str):
    found = chapter(key)
    assert found.title
    assert found.lead
    assert "<" not in found.title + found.lead
    assert len(found.contents) >= 3
    assert len({place for place, _ in found.contents}) == len(found.contents)


@CHAPTER
def test_what_a_chapter_quotes_from_the_screen_stands_there(key: str):
    """A button that was renamed is renamed here as well: „...” holds exactly what the program says."""
    lost = [words for words in QUOTED.findall(" ".join(text_of(key).split())) if words not in said()]
    assert lost == []


@CHAPTER
def test_links_lead_to_chapters_and_their_parts(key: str):
    root = html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(chapter(key).html)
    for link in root.iter("a"):
        target, _, place = (link.get("href") or "").partition("#")
        found = chapter(target or key)
        assert not place or place in dict(found.contents), link.get("href")


def test_every_picture_is_shown_and_says_what_it_shows():
    shown: dict[str, str] = {}
    for key in handbook.CHAPTERS:
        root = html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(chapter(key).html)
        for image in root.iter("img"):
            shown[Path(image.get("src") or "").stem] = image.get("alt") or ""
    assert set(shown) == {path.stem for path in handbook.PICTURES.iterdir()}
    assert all(len(words) > 20 for words in shown.values())
    assert sum(path.stat().st_size for path in handbook.PICTURES.iterdir()) < MOST_BYTES


def test_the_ways_from_pages_lead_to_parts_that_are_there():
    places = {place for key in handbook.CHAPTERS for place, _ in chapter(key).contents}
    assert set(PARTS.values()) <= places


@SQLITE
def test_pages_with_a_way_to_help_are_there(app: Flask):
    assert set(PARTS) <= set(app.view_functions)


def test_html_in_a_chapter_would_be_shown_as_it_stands():
    parser = handbook._parser()
    assert "<script" not in parser.render("<script>alert(1)</script>\n\n[a](javascript:alert(1))")
    assert "javascript:" not in parser.render("[a](javascript:alert(1))").replace("[a](javascript:", "")


@SQLITE
@pytest.mark.parametrize("lang", ["pl", "en", "uk"])
def test_help_is_there_for_every_role_in_every_language(signed_in: Callable[..., FlaskClient], lang: str):
    for role in Role:
        reader = signed_in(role)
        contents = reader.get(f"/staff/{lang}/help").text
        assert contents.index(f"/help/{role.value}") < contents.index("/help/everybody")
        own = reader.get(f"/staff/{lang}/help/{role.value}")
        assert own.status_code == 200
        assert '<article class="stack help" lang="pl">' in own.text


@SQLITE
def test_every_staff_page_leads_to_help_about_itself(signed_in: Callable[..., FlaskClient]):
    assert 'href="/staff/pl/help/handler#kolejka"' in signed_in(Role.HANDLER).get("/staff/pl/queue").text
    assert 'href="/staff/en/help/auditor#sprawdzenie-zapisu"' in signed_in(Role.AUDITOR).get("/staff/en/record").text
    assert 'href="/staff/pl/help/clerk"' in signed_in(Role.CLERK).get("/staff/pl/account").text


@SQLITE
def test_pictures_are_served_and_nothing_else_of_the_folder(signed_in: Callable[..., FlaskClient]):
    reader = signed_in(Role.CLERK)
    with reader.get("/staff/pl/help/pictures/kolejka.png") as answer:
        assert answer.status_code == 200
        assert answer.mimetype == "image/png"
    for name in ("nothing", "..%2Fclerk", "%2Fetc%2Fpasswd"):
        assert reader.get(f"/staff/pl/help/pictures/{name}.png").status_code == 404
    assert reader.get("/staff/pl/help/nothing").status_code == 404


@SQLITE
def test_strangers_are_asked_to_sign_in_before_help(client: FlaskClient, office: object):
    assert "/sign-in" in client.get("/staff/pl/help/clerk").location
    assert client.get("/staff/pl/help/pictures/kolejka.png").status_code == 302
