"""The declaration of digital accessibility has what the ministry's technical conditions ask for, in three languages."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from office.models import Office
from storage.session import Storage
from tests.cast import FoundedOffice

SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

ASKED_FOR = (
    "a11y-wstep", "a11y-podmiot", "a11y-zakres", "a11y-url", "a11y-data-publikacja", "a11y-data-aktualizacja",
    "a11y-status", "a11y-kontakt", "a11y-email", "a11y-telefon", "a11y-procedura", "a11y-data-sporzadzenie",
    "a11y-data-przeglad", "a11y-architektura", "a11y-komunikacja",
)  # fmt: skip
"""Source: Warunki techniczne publikacji oraz struktura dokumentu elektronicznego deklaracji dostępności, 2.0 (2024)."""

HEADINGS = (
    "Stan dostępności cyfrowej",
    "Niedostępne treści",
    "Przygotowanie deklaracji dostępności",
    "Udogodnienia, ograniczenia i inne informacje",
    "Skróty klawiszowe",
    "Informacje zwrotne i dane kontaktowe",
    "Obsługa wniosków i skarg związanych z dostępnością",
    "Pozostałe informacje",
)


@SQLITE
@pytest.mark.parametrize("lang", ["pl", "en", "uk"])
def test_every_part_has_its_name_and_every_day_is_written_for_machines(
    client: FlaskClient, office: FoundedOffice, lang: str
):
    page = client.get(f"/{lang}/accessibility").text
    for name in ASKED_FOR:
        assert page.count(f'id="{name}"') == 1, name
    for day in re.findall(r'<time id="a11y-data-\w+" datetime="([^"]*)"', page):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", day)
    assert len(re.findall(r"<time id=", page)) == 4


@SQLITE
def test_the_parts_stand_in_the_order_of_the_ministry(client: FlaskClient, office: FoundedOffice):
    page = client.get("/pl/accessibility").text.replace("\N{NO-BREAK SPACE}", " ")
    assert tuple(re.findall(r"<h2[^>]*>([^<]*)</h2>", page)) == HEADINGS


@SQLITE
def test_the_contact_is_the_offices_own_and_its_lack_is_said(
    client: FlaskClient, storage: Storage, office: FoundedOffice
):
    assert client.get("/pl/accessibility").text.count("urząd go jeszcze nie podał") == 2
    with storage.writing() as session:
        row = session.get_one(Office, office.id)
        row.email, row.phone, row.website = "urzad@proba.example", "22 000 00 00", "https://urzad.example"
    page = client.get("/pl/accessibility").text
    assert 'id="a11y-email" href="mailto:urzad@proba.example"' in page
    assert "22 000 00 00" in page
    assert 'id="a11y-architektura-url" href="https://urzad.example"' in page


@SQLITE
@pytest.mark.parametrize("address", ["/pl/", "/pl/contact", "/staff/pl/sign-in"])
def test_every_footer_leads_there(client: FlaskClient, office: FoundedOffice, address: str):
    assert 'href="/pl/accessibility"' in client.get(address).text
