"""The language is a part of the address: every page has its two sisters, and nothing else remembers a language."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.filling import document

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
PUBLIC = ("", "complaint", "case", "rate", "privacy", "accessibility", "contact", "complaint/thanks")


@pytest.mark.parametrize("page", PUBLIC)
def test_every_public_page_says_its_language_and_leads_to_the_other_two(client: FlaskClient, page: str):
    for lang in ("pl", "en", "uk"):
        response = client.get(f"/{lang}/{page}", headers={"Accept-Language": "de"})
        assert response.status_code == 200
        assert document(response).get("lang") == lang
        for other in ("pl", "en", "uk"):
            assert f'="/{other}/{page}' in response.text


def test_the_front_door_leads_to_polish(client: FlaskClient):
    response = client.get("/", headers={"Accept-Language": "en"})
    assert (response.status_code, response.headers["Location"]) == (302, "/pl/")


def test_the_other_languages_keep_what_was_asked_for(client: FlaskClient):
    assert 'href="/en/?a=1&amp;a=2&amp;b=ż"' in client.get("/pl/?a=1&a=2&b=ż").text.replace("%C5%BC", "ż")


def test_a_page_cannot_be_asked_to_speak_through_the_query(client: FlaskClient):
    response = client.get("/en/?lang=uk")
    assert document(response).get("lang") == "en"
    assert 'href="/pl/' in response.text
