"""The administrator's lists, shown with outside bodies: add, correct, end, and what is refused loses nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from kernel.errors import Stale
from kernel.permissions import SYSTEM, Role
from ledger.verify import verify
from office.actions.bodies import OutsideBodyTyped, add_outside_body, change_outside_body, end_outside_body
from office.actions.records import AlreadyEnded, BadPeriod, Duplicate, NoReason
from office.models import OutsideBody
from office.queries.bodies import outside_bodies
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.filling import errors_above, errors_beside, send, text
from tests.office.test_actions import last_entry, one_more

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])

LIST = "/staff/pl/administration/outside-bodies"
SKO = OutsideBodyTyped("sko", "SKO w Próbowie", dt.date(2026, 1, 1), address="Rynek 2, 00-001 Próbowo")


@pytest.fixture
def administrator(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in(Role.ADMINISTRATOR)


@pytest.fixture
def body(storage: Storage, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    with storage.writing() as session:
        return add_outside_body(session, clock, SYSTEM, SKO).id


# --- actions ---


def test_a_body_is_added_with_all_its_fields_in_the_entry(session: Session, clock: FixedClock, office: FoundedOffice):
    added = one_more(session, lambda: add_outside_body(session, clock, SYSTEM, SKO))
    entry = last_entry(session)
    assert (entry["tag"], entry["stream"]) == ("office:outside_body:add", f"outside_body:{added.id}")
    assert (entry["effective_on"], entry["data"]["id"]) == ("2026-01-01", str(added.id))
    assert entry["data"]["values"] == {
        "kind": "sko",
        "name": "SKO w Próbowie",
        "valid_from_on": "2026-01-01",
        "address": "Rynek 2, 00-001 Próbowo",
        "email": "",
        "edelivery": "",
    }


def test_a_correction_tells_what_was_and_what_is_and_why(session: Session, clock: FixedClock, office: FoundedOffice):
    added = add_outside_body(session, clock, SYSTEM, SKO)
    typed = OutsideBodyTyped("sko", "SKO w Próbowie", SKO.valid_from_on, "Rynek 3, 00-001 Próbowo")
    assert one_more(
        session,
        lambda: change_outside_body(session, clock, SYSTEM, added, typed, row_version=1, reason="Przeprowadzka"),
    )
    entry = last_entry(session)
    assert entry["reason"] == "Przeprowadzka"
    assert entry["data"] == {
        "id": str(added.id),
        "before": {"address": "Rynek 2, 00-001 Próbowo"},
        "after": {"address": "Rynek 3, 00-001 Próbowo"},
    }
    assert added.row_version == 2


def test_saving_without_a_change_leaves_no_entry(session: Session, clock: FixedClock, office: FoundedOffice):
    added = add_outside_body(session, clock, SYSTEM, SKO)
    before = last_entry(session)
    assert not change_outside_body(session, clock, SYSTEM, added, SKO, row_version=1, reason="")
    assert last_entry(session) == before
    assert added.row_version == 1


def test_an_ended_body_is_offered_to_its_last_day_and_its_name_is_free_again(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    added = add_outside_body(session, clock, SYSTEM, SKO)
    today = clock.today()
    one_more(session, lambda: end_outside_body(session, clock, SYSTEM, added, today, row_version=1, reason="Zniesione"))
    assert last_entry(session)["data"] == {"id": str(added.id), "last_day": today.isoformat()}
    assert outside_bodies(session, today) == [added]
    assert outside_bodies(session, today + dt.timedelta(days=1)) == []
    add_outside_body(session, clock, SYSTEM, SKO)
    assert len(outside_bodies(session)) == 2
    assert verify(session).is_whole


def test_what_cannot_be_is_refused_and_leaves_nothing(session: Session, clock: FixedClock, office: FoundedOffice):
    added = add_outside_body(session, clock, SYSTEM, SKO)
    other = OutsideBodyTyped("rio", "RIO", SKO.valid_from_on)
    before = last_entry(session)
    with pytest.raises(Duplicate):
        add_outside_body(session, clock, SYSTEM, SKO)
    with pytest.raises(NoReason):
        change_outside_body(session, clock, SYSTEM, added, other, row_version=1, reason=" ")
    with pytest.raises(Stale) as stale:
        change_outside_body(session, clock, SYSTEM, added, other, row_version=7, reason="Pomyłka")
    assert stale.value.facts["now"]["name"] == "SKO w Próbowie"  # type: ignore[index]
    with pytest.raises(NoReason):
        end_outside_body(session, clock, SYSTEM, added, clock.today(), row_version=1, reason="")
    with pytest.raises(BadPeriod):
        end_outside_body(session, clock, SYSTEM, added, dt.date(2025, 12, 31), row_version=1, reason="Pomyłka")
    assert last_entry(session) == before
    end_outside_body(session, clock, SYSTEM, added, clock.today(), row_version=1, reason="Zniesione")
    with pytest.raises(AlreadyEnded):
        end_outside_body(session, clock, SYSTEM, added, clock.today(), row_version=2, reason="Zniesione")


# --- pages ---


def test_an_empty_list_says_what_it_is_for(administrator: FlaskClient):
    shown = text(administrator.get(LIST))
    assert "Nie ma jeszcze żadnego organu" in shown
    assert "Nowy organ" in shown


def test_a_body_is_added_by_screen_and_the_list_says_so_once(administrator: FlaskClient, storage: Storage):
    form = administrator.get(f"{LIST}/add")
    sent = send(administrator, form, "step", kind="wojewoda", name="Wojewoda Próbny", address="pl. Próbny 1, 00-001 P.")
    assert (sent.status_code, sent.location) == (302, LIST)
    shown = text(administrator.get(LIST))
    assert "Dodano." in shown
    assert "Wojewoda Próbny" in shown
    assert "od 21.11.2026" in shown
    assert "Dodano." not in text(administrator.get(LIST))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "  ", "Brak nazwy"),
        ("name", "x" * 201, "Tekst ma 201 znaków, a zmieści się 200"),
        ("email", "sko.example", "To nie wygląda na adres e-mail"),
        ("address", "Rynek 2", "brak kodu pocztowego"),
        ("edelivery", "AE:PL-1", "To nie wygląda na adres do e-Doręczeń"),
        ("valid_from_on__d", "32", "Nie ma takiego dnia"),
    ],
)
def test_a_slip_is_told_beside_its_field_and_nothing_typed_is_lost(
    administrator: FlaskClient, storage: Storage, field: str, value: str, words: str
):
    typed = {"name": "Rada Gminy", "address": "Rynek 1, 00-001 Próbowo", field: value}
    sent = send(administrator, administrator.get(f"{LIST}/add"), "step", **typed)
    assert sent.status_code == 422
    assert words in errors_beside(sent)[field.removesuffix("__d")].replace("\u2060", "")
    assert "Rynek" in sent.get_data(as_text=True)
    with storage.reading() as session:
        assert session.scalars(select(OutsideBody)).all() == []


def test_a_name_that_is_taken_is_told_beside_it(administrator: FlaskClient, body: uuid.UUID):
    sent = send(administrator, administrator.get(f"{LIST}/add"), "step", name=SKO.name)
    assert sent.status_code == 422
    assert "Taki wpis już jest" in errors_beside(sent)["name"]


def test_a_correction_asks_for_its_reason_and_shows_it_in_the_history(administrator: FlaskClient, body: uuid.UUID):
    page = administrator.get(f"{LIST}/{body}")
    sent = send(administrator, page, "step", name="SKO w Nowym Próbowie")
    assert sent.status_code == 422
    assert "Brak powodu" in errors_beside(sent)["reason"]
    sent = send(administrator, sent, "step", reason="Nowa nazwa od wojewody")
    assert sent.status_code == 302
    history = text(administrator.get(f"{LIST}/{body}"))
    assert "Nowa nazwa od wojewody" in history
    assert "SKO w Próbowie → SKO w Nowym Próbowie" in history


def test_a_stale_form_shows_what_is_stored_and_keeps_what_was_typed(
    administrator: FlaskClient, body: uuid.UUID, storage: Storage, clock: FixedClock
):
    page = administrator.get(f"{LIST}/{body}")
    with storage.writing() as session:
        row = session.get_one(OutsideBody, body)
        typed = OutsideBodyTyped("rio", SKO.name, SKO.valid_from_on, "Rynek 9, 00-001 Próbowo")
        change_outside_body(session, clock, SYSTEM, row, typed, row_version=1, reason="Ktoś inny")
    sent = send(administrator, page, "step", address="Rynek 5, 00-001 Próbowo", reason="Moja zmiana")
    assert sent.status_code == 409
    assert "ktoś zmienił ten wpis" in errors_above(sent)[0]
    assert "Rynek 9" in text(sent)
    assert "regionalna izba obrachunkowa" in text(sent)
    assert "Rynek 5" in sent.get_data(as_text=True)
    assert send(administrator, sent, "step").status_code == 302


def test_a_body_is_ended_by_screen(administrator: FlaskClient, body: uuid.UUID):
    page = administrator.get(f"{LIST}/{body}/end")
    assert send(administrator, page, "step").status_code == 422
    assert send(administrator, page, "step", reason="Zniesione ustawą").status_code == 302
    assert "do 21.11.2026" in text(administrator.get(LIST))
    assert "Zakończ ten wpis" not in text(administrator.get(f"{LIST}/{body}"))


@pytest.mark.parametrize("page", ["", "/add", "/{body}", "/{body}/end"])
def test_only_administrators_get_there(
    signed_in: Callable[..., FlaskClient], client: FlaskClient, body: uuid.UUID, page: str
):
    address = LIST + page.format(body=body)
    assert signed_in(Role.HEAD).get(address).status_code == 403
    assert "/sign-in" in client.get(address).location
    assert signed_in(Role.ADMINISTRATOR).delete(address).status_code == 405


def test_a_body_that_is_not_there_is_not_found(administrator: FlaskClient):
    assert administrator.get(f"{LIST}/{uuid.UUID(int=0)}").status_code == 404
    assert administrator.post(f"{LIST}/{uuid.UUID(int=0)}").status_code == 400
