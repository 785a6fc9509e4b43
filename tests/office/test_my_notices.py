"""How one wants to be written to: one's own choice, for everybody who signs in."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import FixedClock, warsaw
from kernel.permissions import Role
from ledger.queries import head
from office.actions.notices import choose_notices
from office.mailing import STUCK_MAIL
from office.models import Person
from office.rules.notices import Reminders
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.filling import errors_beside, send, text
from worker.actions import enqueue
from worker.loop import Worker
from worker.models import OutboxRow

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
NOTICES = "/staff/pl/account/notices"


def stored(storage: Storage, office: FoundedOffice, role: Role) -> tuple[str, str]:
    with storage.reading() as session:
        person = session.get_one(Person, office.member(role).person_id)
        return person.reminders, person.language


def test_everybody_begins_with_one_mail_a_day_in_polish(storage: Storage, office: FoundedOffice, signed_in):
    assert stored(storage, office, Role.HANDLER) == ("digest", "pl")
    page = text(signed_in(Role.HANDLER).get("/staff/pl/account"))
    assert "Jedna wiadomość dziennie" in page
    assert "Polski" in page


@pytest.mark.parametrize("role", list(Role))
def test_the_choice_is_kept_and_leaves_no_entry(storage: Storage, office: FoundedOffice, signed_in, role: Role):
    client = signed_in(role)
    with storage.reading() as session:
        before = head(session)
    answer = send(client, client.get(NOTICES), reminders="single", language="uk")
    assert answer.status_code == 302
    assert stored(storage, office, role) == ("single", "uk")
    assert "Osobna wiadomość" in text(client.get("/staff/pl/account"))
    with storage.reading() as session:
        assert head(session) == before


def test_the_page_shows_what_is_chosen_with_an_example_of_each(signed_in):
    page = text(signed_in(Role.HEAD).get(NOTICES))
    for words in ("dwie sprawy blisko terminu", "termin za 3 dni", "zawsze dowiadują się"):
        assert words in page
    assert "nie ma adresu e-mail" in page, "the cast has none"


def test_what_cannot_be_chosen_is_refused_beside_the_field(storage: Storage, office: FoundedOffice, signed_in):
    client = signed_in(Role.HANDLER)
    for typed in ({"reminders": "never", "language": "pl"}, {"reminders": "single", "language": "de"}):
        answer = send(client, client.get(NOTICES), **typed)
        assert answer.status_code == 422
        assert errors_beside(answer)
    assert stored(storage, office, Role.HANDLER) == ("digest", "pl")


def test_strangers_sign_in_first(client: FlaskClient):
    assert "/sign-in" in client.get(NOTICES).headers["Location"]


def test_no_mail_is_written_in_a_language_there_is_none_of(session: Session, clock: FixedClock, office: FoundedOffice):
    person = session.get_one(Person, office.member(Role.HEAD).person_id)
    with pytest.raises(ValueError, match="de"):
        choose_notices(session, clock, person, Reminders.DIGEST, "de")


def test_the_word_about_what_is_stuck_comes_in_the_language_that_was_chosen(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    clock.move_to(warsaw(2026, 11, 24, 9))
    person_id = office.member(Role.ADMINISTRATOR).person_id
    with storage.writing() as session:
        person = session.get_one(Person, person_id)
        choose_notices(session, clock, person, Reminders.DIGEST, "en")
        person.email = "administrator@urzad.example.pl"
        enqueue(session, clock, "try", {})
        session.scalars(select(OutboxRow)).one().state = "dead"
        row = enqueue(session, clock, STUCK_MAIL, {"person": str(person_id), "day": "2026-11-24"})
    Worker(app).drain()
    folder = Path(app.config["SETTINGS"].data_folder) / "mail"
    mail = message_from_bytes((folder / f"{row}.eml").read_bytes(), policy=default)
    assert mail["Content-Language"] == "en"
    assert "Good day," in mail.get_content()
