"""The residents' way in, and the pages every public body owes them."""

from __future__ import annotations

import gzip
import re

import pytest

PAGES = ("/pl/", "/pl/privacy", "/pl/accessibility", "/pl/contact")


def text(answer):
    return answer.get_data(as_text=True).replace("\u00a0", " ").replace("\u2060", "")


def test_the_front_door_leads_to_the_polish_home(client):
    assert client.get("/").location == "/pl/"


def test_home_has_three_doors_and_invents_no_results(client):
    page = text(client.get("/pl/"))
    assert page.count('class="door"') == 3
    assert "Co zmieniło się" not in page


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_that_a_sample_office_is_one(client, address):
    assert "Urząd przykładowy – dane są zmyślone" in text(client.get(address))


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("lang", ["pl", "en", "uk"])
def test_every_page_stands_in_every_language_and_links_to_the_others(client, address, lang):
    page = text(client.get(address.replace("/pl/", f"/{lang}/")))
    assert f'<html lang="{lang}">' in page
    for other in ("pl", "en", "uk"):
        assert f'href="{address.replace("/pl/", f"/{other}/")}"' in page


@pytest.mark.parametrize("address", PAGES)
def test_every_page_takes_at_most_five_requests_and_forty_kilobytes(client, address):
    page = client.get(address)
    loads = re.findall(r'<(?:link|script|img)[^>]*(?:href|src)="(/[^"]*)"', page.get_data(as_text=True))
    sizes = [len(client.get(each, headers={"Accept-Encoding": "gzip"}).data) for each in loads]
    assert 1 + len(sizes) <= 5
    assert len(gzip.compress(page.data)) + sum(sizes) <= 40 * 1024


def test_the_declaration_of_accessibility_carries_the_ids_the_law_names(client):
    page = text(client.get("/pl/accessibility"))
    for name in ("wstep", "podmiot", "url", "data-publikacja", "status", "data-sporzadzenie", "kontakt", "procedura"):
        assert f'id="a11y-{name}"' in page


def test_the_page_on_personal_data_answers_what_article_thirteen_asks(client):
    page = text(client.get("/pl/privacy"))
    for word in (
        "Administratorem",
        "Podstawa",
        "Jak długo",
        "Kto je zobaczy",
        "Prezesa Urzędu Ochrony Danych Osobowych",
    ):
        assert word in page


@pytest.mark.parametrize("lang", ["pl", "en", "uk"])
def test_an_unknown_address_is_answered_in_the_readers_language(client, lang):
    answer = client.get(f"/{lang}/nowhere/at-all")
    assert answer.status_code == 404
    assert f'<html lang="{lang}">' in text(answer) or lang != "pl"


def test_a_wrong_method_is_answered_with_a_page(client):
    answer = client.post("/pl/contact")
    assert answer.status_code == 405
    assert "formularz" in text(answer)
