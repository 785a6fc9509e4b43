"""An invited person in a real browser: the link brings the code, the password is looked at, the telephone is set up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kernel.clock import FixedClock
from kernel.permissions import Role
from office.actions.codes import invite
from office.models import Person
from office.rules.accounts import Way
from storage.session import Storage
from tests.accessibility import assert_accessible
from tests.cast import FoundedOffice
from tests.office.accounts import make_real, shown
from tests.program import SECRET

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
NEW = "pięć gęsi na moście"


def test_from_the_link_of_an_invitation_to_a_second_factor(
    page: Page, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    make_real(storage)
    member = office.member(Role.ADMINISTRATOR)
    with storage.writing() as session:
        person = session.get_one(Person, member.person_id)
        code = invite(session, clock, member.actor, person, way=Way.SLIP, secret_key=SECRET).code
    page.goto(f"/staff/pl/invitation#{code}")
    assert page.input_value("#code").replace("-", "") == code
    assert code not in page.url
    page.fill("#password", NEW)
    page.get_by_role("button", name="Pokaż hasła").click()
    assert page.get_attribute("#password", "type") == "text"
    assert_accessible(page)
    page.fill("#password_again", NEW)
    page.get_by_role("button", name="Ustaw hasło").click()
    page.wait_for_url("**/account/second-factor")
    assert_accessible(page)
    page.fill("#password", NEW)
    page.get_by_role("button", name="Zaczynamy").click()
    assert_accessible(page)
    page.fill("#code", shown(storage, clock, member.person_id))
    page.get_by_role("button", name="Włącz").click()
    assert page.locator(".codes li").count() == 10
    assert page.get_by_role("button", name="Drukuj").is_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Mam je, dalej").click()
    page.wait_for_url(re.compile("/administration$"))
    page.goto("/staff/pl/account")
    assert page.locator(".menu [aria-current=page]").count() == 0
    assert_accessible(page)
    page.goto("/staff/pl/administration/accounts")
    assert_accessible(page)
    page.get_by_role("link", name="Próba (handler)", exact=True).click()
    assert_accessible(page)
    page.get_by_role("link", name="Zamknij konto").click()
    assert_accessible(page)
