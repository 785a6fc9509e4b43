"""What protects personal data: looks at contact data are recorded, processing can be restricted (art. 18 GDPR)."""

from __future__ import annotations

import json
import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from complaints.actions import draft_letter, lift_restriction, look_at_contact, restrict
from complaints.actions.erase import erase
from complaints.actions.publishing import PublicationTyped, publish_petition
from complaints.models import Complainant, Complaint
from complaints.queries.letter_facts import addressee_of
from complaints.queries.petitions import petitions_page
from complaints.queries.register import RegisterFilter, lines, rows
from complaints.queries.replay import differences, replayed_cases
from complaints.rules.erasing import Basis
from complaints.rules.kinds import Channel, Kind, Register
from complaints.rules.letters import template_of
from complaints.rules.restricting import Ground
from kernel.clock import FixedClock
from kernel.permissions import Role
from ledger.models import LedgerEntry
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import PERSONAL, Reply, answered, assigned, last_entry, length, refused
from tests.filling import errors_beside, fields, send, text

CONTACT = ("ul. Sekretna 13", "zaneta@example.pl", "600 100 200")


def restricted(session: Session, clock: FixedClock, office: FoundedOffice, case: Complaint) -> Complaint:
    officer, version = office.actor(Role.QUALITY_OFFICER), case.row_version
    restrict(session, clock, officer, case, Ground.ACCURACY, "osoba prosi o sprawdzenie", row_version=version)
    return case


# --- looks ---


def test_a_look_is_one_entry_for_each_person_case_and_day(session: Session, clock: FixedClock, office: FoundedOffice):
    case = assigned(session, clock, office, **PERSONAL)
    head, before = office.actor(Role.HEAD), length(session)
    assert look_at_contact(session, clock, head, case).is_first
    entry = last_entry(session)
    assert (entry["tag"], entry["actor"], entry["data"]) == ("complaints:contact:look", head.ref, {})
    assert not look_at_contact(session, clock, head, case).is_first
    assert length(session) == before + 1
    look_at_contact(session, clock, office.actor(Role.HANDLER), case)
    clock.advance(days=1)
    look_at_contact(session, clock, head, case)
    assert length(session) == before + 3


@pytest.mark.parametrize("backend", ["sqlite"])
def test_who_may_not_know_who_filed_does_not_look(session: Session, clock: FixedClock, office: FoundedOffice):
    case = assigned(session, clock, office)
    for role in (Role.AUDITOR, Role.QUALITY_OFFICER, Role.ADMINISTRATOR):
        with refused(session, "forbidden"):
            look_at_contact(session, clock, office.actor(role), case)
    case.about_person_id = office.member(Role.HEAD).person_id
    session.flush()
    with refused(session, "forbidden"):
        look_at_contact(session, clock, office.actor(Role.HEAD), case)


# --- restriction ---


def test_a_restriction_and_its_end_are_entries_with_ground_and_reason(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    case = restricted(session, clock, office, assigned(session, clock, office))
    entry = last_entry(session)
    assert (entry["tag"], entry["data"]) == ("complaints:complaint:restrict", {"ground": "accuracy"})
    assert entry["reason"] == "osoba prosi o sprawdzenie"
    session.flush()
    [told] = replayed_cases(session)
    assert told.case.is_restricted
    assert list(differences(case, told.case)) == []
    officer = office.actor(Role.QUALITY_OFFICER)
    with refused(session, "not_so_now"):
        restrict(session, clock, officer, case, Ground.CLAIMS, "drugi raz", row_version=case.row_version)
    lift_restriction(session, clock, officer, case, "dane sprawdzone", row_version=case.row_version)
    assert (case.restricted_at, case.restricted_for) == (None, "")
    session.flush()
    assert not next(replayed_cases(session)).case.is_restricted
    with refused(session, "not_so_now"):
        lift_restriction(session, clock, officer, case, "drugi raz", row_version=case.row_version)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_restricting_is_refused_to_others_stale_and_without_a_reason(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    case = assigned(session, clock, office)
    tries = [
        ("forbidden", Role.HEAD, "powód", 0),
        ("stale", Role.QUALITY_OFFICER, "powód", 1),
        ("no_correction_reason", Role.QUALITY_OFFICER, " ", 0),
    ]
    for code, role, reason, behind in tries:
        with refused(session, code):
            version = case.row_version - behind
            restrict(session, clock, office.actor(role), case, Ground.CLAIMS, reason, row_version=version)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_restricted_data_are_neither_looked_at_nor_erased_nor_put_into_letters_and_registers(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    case = assigned(session, clock, office, **PERSONAL)
    answered(session, clock, office, case, Reply("zasadna"))
    letter = template_of("odpowiedz_skarga", Kind.SKARGA)
    assert addressee_of(session, case, letter)
    restricted(session, clock, office, case)
    with refused(session, "restricted"):
        look_at_contact(session, clock, office.actor(Role.HEAD), case)
    with refused(session, "restricted"):
        erase(session, clock, office.actor(Role.QUALITY_OFFICER), case, Basis.REQUEST, "wniosek")
    assert addressee_of(session, case, letter) == ""
    wanted = RegisterFilter(Register.COMPLAINTS, case.received_on, case.received_on)
    head = office.actor(Role.HEAD)
    [row] = rows(session, clock, head, lines(session, head, wanted))
    assert PERSONAL["name"] not in str(row)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_restricted_petition_is_not_read_by_anybody_until_it_is_lifted(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    case = assigned(session, clock, office, kind=Kind.PETYCJA)
    head, words = office.actor(Role.HEAD), PublicationTyped("Ławki w parku", "Prosimy o ławki.")
    publish_petition(session, clock, head, case, words, row_version=case.row_version)
    restricted(session, clock, office, case)
    session.flush()
    assert petitions_page(session, 1).total == 0
    with refused(session, "restricted"):
        publish_petition(session, clock, head, case, words, row_version=case.row_version)
    officer = office.actor(Role.QUALITY_OFFICER)
    lift_restriction(session, clock, officer, case, "sprawdzone", row_version=case.row_version)
    session.flush()
    assert petitions_page(session, 1).total == 1


# --- pages ---


@pytest.fixture
def case_id(storage, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    with storage.writing() as session:
        return assigned(session, clock, office, **PERSONAL).id


def shown(client: FlaskClient, address: str) -> str:
    return client.get(address).get_data(as_text=True).replace("\xa0", " ").replace("\u2060", "")


@pytest.mark.parametrize("backend", ["sqlite"])
def test_contact_data_are_shown_only_after_asking_and_until_the_day_is_over(signed_in, clock, case_id):
    head, address = signed_in(Role.HEAD), f"/staff/pl/case/{case_id}"
    page = head.get(address)
    assert PERSONAL["name"] in text(page)
    assert not any(words in shown(head, address) for words in CONTACT)
    asked = send(head, page, to=f"{address}/contact")
    assert asked.status_code == 302
    assert all(words in shown(head, address) for words in CONTACT)
    assert "Obejrzano dane kontaktowe" in shown(head, address)
    assert not any(words in shown(signed_in(Role.HANDLER), address) for words in CONTACT)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_asking_for_contact_data_has_its_four_verses(signed_in, case_id):
    path = f"/staff/pl/case/{case_id}/contact"
    assert signed_in(Role.HEAD).get(path).status_code == 405
    assert signed_in(Role.HEAD, next_door=True).post(path).status_code == 404
    assert signed_in(Role.AUDITOR).post(path).status_code == 403
    assert signed_in(Role.HEAD).post(path).status_code == 400, "no token"
    assert not any(words in shown(signed_in(Role.HEAD), f"/staff/pl/case/{case_id}") for words in CONTACT)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_quality_officer_restricts_and_lifts_by_page(signed_in, case_id):
    officer, address = signed_in(Role.QUALITY_OFFICER), f"/staff/pl/case/{case_id}"
    assert "Ogranicz przetwarzanie danych" in text(officer.get(address))
    page = officer.get(f"{address}/restrict")
    bad = send(officer, page, "step")
    assert (bad.status_code, set(errors_beside(bad))) == (422, {"ground"})
    assert send(officer, page, "step", ground="claims", reason="roszczenie w toku").status_code == 302
    words = text(officer.get(address))
    assert "jest ograniczone od 21 listopada 2026" in words
    assert "Powód: roszczenie w toku" in words
    head = signed_in(Role.HEAD)
    assert "Pokaż dane kontaktowe" not in text(head.get(address))
    assert "Wydrukuj potwierdzenie" not in text(head.get(address))
    assert head.get(f"{address}/confirmation").status_code == 403
    done = send(officer, officer.get(f"{address}/lift"), "step", reason="sprawa w sądzie zakończona")
    assert done.status_code == 302
    assert "Pokaż dane kontaktowe" in text(head.get(address))


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("path", ["restrict", "lift"])
def test_nobody_else_opens_the_pages_of_a_restriction(signed_in, case_id, path: str):
    address = f"/staff/pl/case/{case_id}/{path}"
    assert signed_in(Role.QUALITY_OFFICER).delete(address).status_code == 405
    for role in set(Role) - {Role.QUALITY_OFFICER}:
        assert signed_in(role).get(address).status_code == 403
    assert signed_in(Role.QUALITY_OFFICER).get(f"/staff/pl/case/{uuid.UUID(int=7)}/{path}").status_code == 404


# --- letters and protocols, on which an address stands ---


def looks(storage: Storage) -> list[str]:
    """By whom, in order."""
    with storage.reading() as session:
        query = select(LedgerEntry).where(LedgerEntry.tag == "complaints:contact:look").order_by(LedgerEntry.leaf)
        return [json.loads(entry.canonical)["actor"] for entry in session.scalars(query)]


@pytest.fixture
def letter(storage: Storage, clock: FixedClock, office: FoundedOffice, case_id: uuid.UUID) -> str:
    """The address of a draft on which whoever filed stands with an address."""
    with storage.writing() as session:
        case = session.get_one(Complaint, case_id)
        return f"/staff/pl/letter/{draft_letter(session, clock, office.actor(Role.CLERK), case, 'potwierdzenie').id}"


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("path", ["", "/edit", "/paper.pdf"])
def test_opening_a_letter_is_a_look_at_contact_data(
    signed_in, storage: Storage, clock: FixedClock, office: FoundedOffice, case_id: uuid.UUID, letter: str, path: str
):
    head, ref = signed_in(Role.HEAD), office.actor(Role.HEAD).ref
    assert not any(words in shown(head, f"/staff/pl/case/{case_id}") for words in CONTACT)
    for without in ("/send", "/discard"):
        assert not any(words in shown(head, letter + without) for words in CONTACT)
    assert looks(storage) == []
    for _again in range(2):
        assert head.get(letter + path).status_code == 200
    assert looks(storage) == [ref]
    assert "Obejrzano dane kontaktowe" in shown(head, f"/staff/pl/case/{case_id}")
    assert signed_in(Role.HANDLER).get(letter + path).status_code == 200
    assert looks(storage) == [ref, office.actor(Role.HANDLER).ref]
    for stranger in (signed_in(Role.AUDITOR), signed_in(Role.HEAD, next_door=True)):
        assert stranger.get(letter + path).status_code in {403, 404}
    clock.advance(days=1)
    head = signed_in(Role.HEAD)
    head.get(letter + path)
    assert looks(storage) == [ref, office.actor(Role.HANDLER).ref, ref]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_refused_form_that_brings_a_letter_back_is_a_look_too(
    signed_in, storage: Storage, office: FoundedOffice, letter: str
):
    """Nobody opens the page of the form before who sends a bad one by hand."""
    head = signed_in(Role.HEAD)
    token = fields(head.get("/staff/pl/account/password"))["csrf_token"]
    answer = head.post(letter + "/edit", data={"csrf_token": token, "row_version": "x"})
    assert answer.status_code == 409
    assert CONTACT[0] in answer.text.replace("\xa0", " ")
    assert looks(storage) == [office.actor(Role.HEAD).ref]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_printing_a_protocol_is_a_look_and_a_letter_about_nobody_is_none(
    signed_in, storage: Storage, clock: FixedClock, office: FoundedOffice, letter: str, case_id: uuid.UUID
):
    with storage.writing() as session:
        oral = assigned(session, clock, office, channel=Channel.ORAL, **PERSONAL).id
        restricted(session, clock, office, session.get_one(Complaint, case_id))
    handler = signed_in(Role.HANDLER)
    assert handler.get(f"/staff/pl/case/{oral}/protocol.pdf").status_code == 200
    assert looks(storage) == [office.actor(Role.HANDLER).ref]
    assert handler.get(letter).status_code == 200, "written before the data were restricted"
    assert looks(storage) == [office.actor(Role.HANDLER).ref] * 2
    with storage.writing() as session:
        session.execute(delete(Complainant))
    assert signed_in(Role.HEAD).get(letter).status_code == 200
    assert len(looks(storage)) == 2
