"""What the office says about itself: changed by screen, told in the record, seen by residents."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from kernel.errors import Stale
from kernel.permissions import SYSTEM, Role
from office.actions.founding import OfficeTyped, WithoutPolish, change_office, found_office
from office.actions.records import NoReason
from office.models import Office
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.filling import errors_above, errors_beside, fields, send, text
from tests.office.test_actions import last_entry, one_more

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
PAGE = "/staff/pl/administration/office"
NOW = OfficeTyped("Urząd Testowy", "ul. Próbna 1, 00-001 Próbowo")


@pytest.fixture
def administrator(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in(Role.ADMINISTRATOR)


def the_row(session: Session) -> Office:
    return session.scalars(select(Office)).one()


def test_a_change_tells_before_and_after(session: Session, clock: FixedClock, office: FoundedOffice):
    typed = OfficeTyped(NOW.name, NOW.address, phone="11 111 11 11", languages=("pl", "uk"))
    one_more(session, lambda: change_office(session, clock, SYSTEM, the_row(session), typed, row_version=1, reason=""))
    assert last_entry(session)["data"] == {
        "before": {"phone": "", "languages": ["pl", "en", "uk"]},
        "after": {"phone": "11 111 11 11", "languages": ["pl", "uk"]},
    }
    before = last_entry(session)
    assert not change_office(session, clock, SYSTEM, the_row(session), typed, row_version=2, reason="")
    assert last_entry(session) == before


@pytest.mark.parametrize("typed", [OfficeTyped("Nowa nazwa", NOW.address), OfficeTyped(NOW.name, "Rynek 2, 00-001 P.")])
def test_another_name_or_address_needs_its_reason(
    session: Session, clock: FixedClock, office: FoundedOffice, typed: OfficeTyped
):
    with pytest.raises(NoReason):
        change_office(session, clock, SYSTEM, the_row(session), typed, row_version=1, reason=" ")
    assert change_office(session, clock, SYSTEM, the_row(session), typed, row_version=1, reason="Uchwała 7/2026")
    assert last_entry(session)["reason"] == "Uchwała 7/2026"


def test_what_cannot_be_is_refused(session: Session, clock: FixedClock, office: FoundedOffice):
    with pytest.raises(Stale):
        change_office(session, clock, SYSTEM, the_row(session), NOW, row_version=9, reason="")
    without = OfficeTyped(NOW.name, NOW.address, languages=("en",))
    with pytest.raises(WithoutPolish):
        change_office(session, clock, SYSTEM, the_row(session), without, row_version=1, reason="")
    with pytest.raises(WithoutPolish):
        found_office(session, clock, SYSTEM, without)


def test_the_page_shows_what_is_stored_and_saves_what_is_typed(administrator: FlaskClient, storage: Storage):
    page = administrator.get(PAGE)
    assert fields(page)["name"] == "Urząd Testowy"
    assert "Europe/Warsaw" in text(page)
    typed = {"phone": "22 000 00 00", "edelivery": "AE:PL-12345-67890-ABCDE-12", "nip": "526-025-02-74"}
    sent = send(administrator, page, website="https://probowo.example", unit_symbol="OR", **typed)
    assert sent.location == "/staff/pl/administration"
    assert "Zapisano dane urzędu" in text(administrator.get(sent.location))
    with storage.reading() as session:
        row = the_row(session)
    assert (row.edelivery, row.unit_symbol, row.row_version) == ("AE:PL-12345-67890-ABCDE-12", "OR", 2)
    assert "22 000 00 00" in text(administrator.get(PAGE))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("website", "probowo.example", "zaczynać się od https://"),
        ("nip", "526-025-02-75", "nie zgadza się cyfra kontrolna"),
        ("regon", "123", "nie zgadza się cyfra kontrolna"),
        ("edelivery", "AE:PL", "AE:PL-12345-67890-ABCDE-12"),
        ("register_prefix", "s w", "Symbol ma od 1 do 10"),
    ],
)
def test_a_slip_is_told_beside_its_field(administrator: FlaskClient, field: str, value: str, words: str):
    sent = send(administrator, administrator.get(PAGE), **{field: value})
    assert sent.status_code == 422
    assert words in errors_beside(sent)[field]


def test_a_new_name_without_a_reason_comes_back(administrator: FlaskClient):
    sent = send(administrator, administrator.get(PAGE), name="Urząd Miejski")
    assert "Brak powodu" in errors_beside(sent)["reason"]
    assert send(administrator, sent, reason="Prawa miejskie od 1 stycznia").status_code == 302


def test_two_administrators_at_once(administrator: FlaskClient, storage: Storage, clock: FixedClock):
    page = administrator.get(PAGE)
    with storage.writing() as session:
        typed = OfficeTyped(NOW.name, NOW.address, email="nowy@probowo.example")
        change_office(session, clock, SYSTEM, the_row(session), typed, row_version=1, reason="")
    sent = send(administrator, page, phone="33 000 00 00")
    assert sent.status_code == 409
    assert "ktoś zmienił ten wpis" in errors_above(sent)[0]
    assert "nowy@probowo.example" in text(sent)
    assert "33 000 00 00" in sent.get_data(as_text=True)


def test_residents_are_offered_the_languages_the_office_chose(administrator: FlaskClient, client: FlaskClient):
    page = administrator.get(PAGE)
    values = {name: value for name, value in fields(page).items() if name != "languages"}
    assert administrator.post(PAGE, data={**values, "languages": ["uk"]}).status_code == 302
    shown = client.get("/pl/").get_data(as_text=True)
    assert ('lang="uk"' in shown, 'lang="en"' in shown) == (True, False)
    assert 'lang="en"' in administrator.get(PAGE).get_data(as_text=True)


def test_only_administrators_get_there(signed_in: Callable[..., FlaskClient], client: FlaskClient):
    assert signed_in(Role.HEAD).get(PAGE).status_code == 403
    assert "/sign-in" in client.get(PAGE).location
    assert signed_in(Role.ADMINISTRATOR).delete(PAGE).status_code == 405
