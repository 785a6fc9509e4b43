"""axe on the pages of structure, people, absences and lists from a file: full, in error, confirmed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

from kernel.clock import FixedClock
from kernel.permissions import Role
from office.actions import close_department, enter_absence, grant_role, name_deputy, open_department
from office.models import Department, Person
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.journeys.test_axe_staff import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
ROOT = "/staff/pl/administration"
TODAY = dt.date(2026, 11, 21)


@pytest.fixture
def clerk(storage: Storage, clock: FixedClock, office: FoundedOffice, filed: object) -> str:
    """A reorganised office in which somebody is away; the address of a clerk who audits as well."""
    administrator = office.actor(Role.ADMINISTRATOR)
    with storage.writing() as session:
        home = session.get_one(Department, office.home.id)
        old = open_department(
            session, clock, administrator, code="EW", name="Ewidencja", valid_from_on=TODAY.replace(day=1)
        )
        close_department(
            session, clock, administrator, old, last_on=TODAY.replace(day=20), successor=home, reason="Zarządzenie 5"
        )
        away = session.get_one(Person, office.member(Role.HANDLER).person_id)
        deputy = session.get_one(Person, office.member(Role.CLERK).person_id)
        days: dict[str, Any] = {"from_on": TODAY, "to_on": TODAY.replace(day=30)}
        enter_absence(session, clock, administrator, away, **days)
        name_deputy(session, clock, administrator, away, deputy=deputy, department=home, **days)
        grant_role(session, clock, administrator, person=deputy, role=Role.AUDITOR)
        return f"{ROOT}/people/{deputy.id}"


def test_axe_finds_nothing_on_the_pages_of_structure_and_people(
    page: Page, address: str, app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, clerk: str
):
    visitor = Visitor(page, address, app, storage, clock)
    visitor.sign_in(office, Role.ADMINISTRATOR)
    home = f"{ROOT}/departments/{office.home.id}"
    visitor.look_at(
        f"{ROOT}/departments",
        home,
        f"{ROOT}/services",
        f"{ROOT}/desks",
        f"{ROOT}/desks/{office.desk.id}",
        f"{ROOT}/people",
        clerk,
    )
    for form in (
        f"{ROOT}/departments/add",
        f"{home}/rename",
        f"{home}/close",
        f"{ROOT}/services/add",
        f"{ROOT}/desks/{office.desk.id}/token",
        f"{ROOT}/people/add",
        f"{clerk}/grant",
        f"{ROOT}/people/import",
        "/staff/pl/absences/add",
        "/staff/pl/absences/deputies/add",
    ):
        visitor.look_at(form)
        visitor.press("#step .button")  # something is missing everywhere


def test_axe_finds_nothing_before_the_second_button(
    page: Page, address: str, app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, clerk: str
):
    visitor = Visitor(page, address, app, storage, clock)
    visitor.sign_in(office, Role.ADMINISTRATOR)
    page.emulate_media(color_scheme="dark")
    page.goto(f"{ROOT}/departments/{office.home.id}/close")
    page.locator("[name=successor]").select_option(str(office.next_door.id))
    page.locator("[name=reason]").fill("Zarządzenie 7")
    visitor.press("#step .button")
    assert page.locator("[name=sure]").count() == 1
    page.goto(f"{ROOT}/people/import")
    rows = "login;imię i nazwisko;rola\na.a;Anna;prowadzący\nb.b;Bożena;dyrektor\n"
    file = {"name": "osoby.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    page.locator("[name=file]").set_input_files(file)  # type: ignore[arg-type]
    visitor.press("#step .button")
    visitor.press("#sure .button")
    visitor.look_at("/staff/pl/absences")


def test_axe_finds_nothing_on_results_by_todays_structure(
    page: Page, address: str, app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, clerk: str
):
    visitor = Visitor(page, address, app, storage, clock)
    visitor.sign_in(office, Role.HEAD)
    visitor.look_at("/staff/pl/results?structure=today", "/staff/pl/absences", "/staff/pl/queue")
