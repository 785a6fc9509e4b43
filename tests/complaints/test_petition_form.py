"""The public form's petitions, and what it leads elsewhere without keeping anything."""

from __future__ import annotations

import io
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from attachments.models import StagedUpload
from complaints.models import Complainant, Complaint, Feedback
from complaints.rules.kinds import LEGAL_KINDS, PUBLIC_KINDS
from ledger.models import LedgerEntry
from office.models import Office
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.filling import errors_beside, fields, send, text

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
FORM = "/pl/complaint"
PETITION = {
    "step": "4",
    "way": "petycja",
    "department": "unknown",
    "subject": "Park przy ulicy Próbnej",
    "text": "Prosimy o park.",
    "name": "Osoba Próbna",
    "address": "ul. Próbna 2, 00-001 Próbowo",
}


def kept(storage: Storage) -> list[int]:
    """How many cases, opinions, waiting files and entries there are."""
    with storage.reading() as session:
        tables = (Complaint, Feedback, StagedUpload, LedgerEntry)
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_a_petition_is_filed_with_whom_it_is_for_and_the_consent(
    client: FlaskClient, storage: Storage, office: FoundedOffice
):
    said = {**PETITION, "on_behalf_of": "Klub Próbny, ul. Próbna 9", "may_publish": "y"}
    receipt = send(client, client.get(FORM), "filing", **said)
    shown = text(receipt)
    for words in ("Petycja jest złożona", "P 1/2026", "22 lutego 2027"):
        assert words in shown
    with storage.reading() as session:
        case, person = session.scalars(select(Complaint)).one(), session.scalars(select(Complainant)).one()
    assert (case.kind, case.channel, case.rule_id) == ("petycja", "web", "petycja_settle")
    assert (person.on_behalf_of, person.may_publish) == ("Klub Próbny, ul. Próbna 9", True)
    code = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", shown)[0]
    assert "Park przy ulicy" in text(send(client, client.get("/pl/case"), number="p 1/2026", code=code))


def test_the_petition_s_own_questions_stand_with_the_person_and_are_checked_before_sending(
    client: FlaskClient, office: FoundedOffice
):
    page = client.get(FORM + "?way=petycja")
    first = {name: PETITION[name] for name in ("department", "subject")}
    page = send(client, send(client, page, "filing", **first), "filing", text="Prosimy o park.")
    assert "opublikować" in text(page)
    page = send(client, page, "filing", name="Osoba Próbna", address="ul. Próbna 2", may_publish="y")
    assert "Publikacja danychzgoda" in text(page)
    assert fields(page, "filing")["may_publish"] == "True"


def test_a_skarga_has_neither_of_them(client: FlaskClient, storage: Storage, office: FoundedOffice):
    said = {**PETITION, "way": "skarga", "on_behalf_of": "Klub Próbny", "may_publish": "y"}
    assert "Skarga jest złożona" in text(send(client, client.get(FORM), "filing", **said))
    with storage.reading() as session:
        person = session.scalars(select(Complainant)).one()
    assert (person.on_behalf_of, person.may_publish) == ("", False)


@pytest.mark.parametrize("way", [kind.value for kind in LEGAL_KINDS if kind not in PUBLIC_KINDS])
def test_what_needs_a_signature_is_not_taken_by_this_form(
    client: FlaskClient, storage: Storage, office: FoundedOffice, way: str
):
    before = kept(storage)
    page = send(client, client.get(FORM), "filing", **{**PETITION, "way": way})
    assert page.status_code == 422
    assert "way" in errors_beside(page)
    assert kept(storage) == before


def test_what_belongs_elsewhere_is_led_there_and_nothing_of_it_stays(
    client: FlaskClient, storage: Storage, office: FoundedOffice
):
    with storage.writing() as session:
        session.scalars(select(Office)).one().edelivery = "AE:PL-12345-67890-ABCDE-12"
    before = kept(storage)
    page = client.get(FORM + "?way=skarga")
    page = send(client, page, "filing", department="unknown", subject="Nadużycie")
    typed = {**fields(page, "filing"), "text": "Tajne.", "attach": "1", "files": (io.BytesIO(b"Dowody."), "d.txt")}
    page = client.post(FORM, data=typed, content_type="multipart/form-data")
    page = send(client, page, "filing", back="1")
    led = send(client, page, "filing", way="elsewhere")
    assert led.status_code == 200
    shown = text(led)
    for words in ("art. 63 § 1 KPA", "AE:PL-12345-67890-ABCDE-12", "30 dni", "sygnalist", "Niczego nie zapisaliśmy"):
        assert words in shown
    assert kept(storage) == before
    back = send(client, led, "filing", back="1")
    assert (fields(back, "filing")["subject"], fields(back, "filing")["text"]) == ("Nadużycie", "Tajne.")


def test_the_explaining_page_can_be_read_without_the_form(client: FlaskClient):
    page = client.get("/pl/complaint/elsewhere")
    assert "Skarga do sądu administracyjnego" in text(page)
    assert client.post("/pl/complaint/elsewhere").status_code == 405
