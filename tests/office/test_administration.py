"""The administration home: what is missing is read from the data, and every page of administration is one step away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kernel.clock import FixedClock
from kernel.permissions import SYSTEM, Role
from office.actions import grant_role
from office.models import Person
from office.routes.administration import GROUPS, PAGES
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.filling import document, text

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
HOME = "/staff/pl/administration"


@pytest.fixture
def administrator(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in(Role.ADMINISTRATOR)


def missing(client: FlaskClient) -> set[str]:
    """The labels of what is still missing."""
    rows = document(client.get(HOME)).iterfind(".//main//section[1]//tbody/tr/th")
    return {"".join(row[0].itertext()).replace("\u00a0", " ") for row in rows}


def test_an_administrator_begins_here_and_finds_it_in_the_menu(administrator: FlaskClient):
    assert administrator.get("/staff/pl/").location == HOME
    menu = document(administrator.get(HOME)).find(".//nav[@class='menu']/a[@aria-current='page']")
    assert menu is not None
    assert menu.text == "Administracja"


def test_others_neither_see_the_menu_nor_the_page(signed_in: Callable[..., FlaskClient]):
    head = signed_in(Role.HEAD)
    assert "Administracja" not in head.get("/staff/pl/queue").get_data(as_text=True)
    assert head.get(HOME).status_code == 403


def test_a_head_of_the_whole_office_is_missing_until_there_is_one(
    administrator: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    assert "Kierownik dla całego urzędu" in missing(administrator)
    with storage.writing() as session:
        person = session.get_one(Person, office.member(Role.HEAD).person_id)
        grant_role(session, clock, SYSTEM, person=person, role=Role.HEAD)
    assert "Kierownik dla całego urzędu" not in missing(administrator)
    assert "Komórki organizacyjne" not in missing(administrator)
    assert "Ankieta" not in missing(administrator)


@pytest.mark.parametrize(
    ("mail", "url", "expected"),
    [
        ("", "http://localhost", {"Poczta wychodząca", "Adres publiczny i HTTPS"}),
        ("file:", "https://opinie.example", {"Poczta wychodząca"}),
        ("smtp://mail.example", "https://opinie.example", set()),
    ],
)
def test_settings_are_part_of_the_list(app: Flask, administrator: FlaskClient, mail: str, url: str, expected: set[str]):
    app.config["SETTINGS"] = replace(
        app.config["SETTINGS"], mail_url=mail, mail_from="opinie@urzad.example", public_url=url
    )
    assert missing(administrator) & {"Poczta wychodząca", "Adres publiczny i HTTPS"} == expected


def test_every_page_of_administration_stands_on_the_home_under_its_group(app: Flask, administrator: FlaskClient):
    shown = text(administrator.get(HOME))
    for endpoint, label, words, group in PAGES:
        assert group in GROUPS
        if endpoint in app.view_functions:
            assert str(label) in shown
            assert str(words) in shown
