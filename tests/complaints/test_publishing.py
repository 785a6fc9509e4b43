"""Petitions for everybody: what may be published, by whom, and what residents read; never who filed it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from complaints.actions import erase
from complaints.actions.erase import erase_again
from complaints.actions.publishing import PublicationTyped, publish_petition, take_down_petition
from complaints.models import Complaint, PetitionPublication
from complaints.queries.petitions import petitions_page, year_of_petitions
from complaints.rules.erasing import Basis
from complaints.rules.kinds import Kind
from complaints.rules.publishing import personal_words
from kernel.clock import FixedClock
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import PERSONAL, last_entry, received, refused
from tests.filling import errors_beside, fields, send, text

Enter = Callable[..., FlaskClient]
ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
WORDS = PublicationTyped("Ławki w parku", "Prosimy o ławki w parku przy rzece.", "")
WHO = ("Żaneta Źdźbło-Próbna", "ul. Sekretna 13, 00-001 Próbowo", "zaneta@example.pl", "600 100 200")


# --- what must not stand there ---


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Prosimy o ławki w parku.", ()),
        ("Podpisano: Żaneta Źdźbło-Próbna", ("Żaneta", "Źdźbło", "Próbna")),
        ("petycja żanety", ("Żaneta",)),
        ("Pani Próbnej chodzi o ławki", ("Próbna",)),
        ("mieszkam przy ul. sekretna 13", ("ul. Sekretna 13",)),
        ("przy ul. Sekretnej brak ławek, w Próbowie też", ()),
        ("proszę pisać na ZANETA@example.pl", ("zaneta@example.pl",)),
        ("tel. +48 600-100-200", ("600 100 200",)),
        ("kod 00-001 Próbowo", ()),
        ("mieszkam na Sekretnej 13", ("ul. Sekretna 13",)),
        ("Sekretna nr 13", ("ul. Sekretna 13",)),
        ("Sekretna 13/2", ("ul. Sekretna 13",)),
        ("Sekretna 131", ()),
        ("Sekretnej dotyczy 13 osób", ()),
    ],
)
def test_what_says_who_filed_it(words: str, found: tuple[str, ...]):
    assert personal_words(words, *WHO) == found


@pytest.mark.parametrize(
    ("words", "address", "is_found"),
    [
        ("przy Lipowej 3", "Lipowa 3, 00-001 Próbowo", True),
        ("na Lipowej 3a", "Lipowa 3, 00-001 Próbowo", False),
        ("na 3 Maja 5", "al. 3 Maja 5", True),
        ("Jana Pawła II 10", "al. Jana Pawła II 10 m. 4", True),
        ("Alejowej 8", "Alejowa 8/2", True),
        ("w Próbowie 12", "Próbowo 12", True),
    ],
)
def test_a_house_is_found_however_its_street_is_written(words: str, address: str, is_found: bool):
    assert bool(personal_words(words, "", address, "", "")) is is_found


def test_in_whose_interest_it_is_filed_counts_too():
    for words in ("Prosi o to Jan Tajny", "dla Jana Tajnego", "mieszkającego na Cichej 7"):
        assert personal_words(words, *WHO, on_behalf_of="Jan Tajny, ul. Cicha 7"), words
    assert personal_words("Prosimy o ławki.", *WHO, on_behalf_of="Jan Tajny, ul. Cicha 7") == ()


def test_nothing_is_found_of_nobody():
    assert personal_words("Prosimy o ławki.", "", "", "", "") == ()


# --- publishing ---


def test_publishing_leaves_one_entry_with_commitments(session: Session, clock: FixedClock, office: FoundedOffice):
    case = received(session, clock, office, kind=Kind.PETYCJA)
    assert not petitions_page(session, 1).total
    publish_petition(session, clock, office.actor(Role.HANDLER), case, WORDS, row_version=case.row_version)
    entry = last_entry(session)
    assert entry["tag"] == "complaints:petition:publish"
    assert set(entry["data"]) == {"subject", "text", "answer", "named"}
    assert WORDS.text not in str(entry)
    assert petitions_page(session, 1).total
    assert [one.subject for one in petitions_page(session, 1).rows] == ["Ławki w parku"]


def test_what_is_refused_leaves_nothing(session: Session, clock: FixedClock, office: FoundedOffice):
    petition, skarga = received(session, clock, office, kind=Kind.PETYCJA), received(session, clock, office)
    handler = office.actor(Role.HANDLER)

    def publish(case: Complaint, typed: PublicationTyped, version: int | None = None) -> None:
        publish_petition(session, clock, handler, case, typed, row_version=version or case.row_version)

    with refused(session, "no_petition"):
        publish(skarga, WORDS)
    with refused(session, "stale"):
        publish(petition, WORDS, 99)
    with refused(session, "no_text"):
        publish(petition, PublicationTyped("Ławki", " "))
    with refused(session, "personal") as caught:
        publish(petition, PublicationTyped("Ławki", f"Podpisano: {PERSONAL['name']}"))
    assert caught[0].field == "text"
    with refused(session, "forbidden"):
        publish_petition(session, clock, office.actor(Role.AUDITOR), petition, WORDS, row_version=petition.row_version)
    assert session.get(PetitionPublication, petition.id) is None
    publish(petition, PublicationTyped("Ławki", "Próbny tekst o ławkach", is_sure=True))


def test_a_petition_taken_down_is_gone_and_can_come_back(session: Session, clock: FixedClock, office: FoundedOffice):
    case, handler = received(session, clock, office, kind=Kind.PETYCJA), office.actor(Role.HANDLER)
    publish_petition(session, clock, handler, case, WORDS, row_version=case.row_version)
    take_down_petition(session, clock, handler, case, "Są tam dane sąsiada.", row_version=case.row_version)
    assert last_entry(session)["tag"] == "complaints:petition:take_down"
    assert not petitions_page(session, 1).total
    with refused(session, "no_petition"):
        take_down_petition(session, clock, handler, case, "Jeszcze raz.", row_version=case.row_version)
    publish_petition(session, clock, handler, case, WORDS, row_version=case.row_version)
    assert petitions_page(session, 1).total


def test_what_is_erased_is_published_no_more(session: Session, clock: FixedClock, office: FoundedOffice):
    case = received(session, clock, office, kind=Kind.PETYCJA)
    publish_petition(session, clock, office.actor(Role.HANDLER), case, WORDS, row_version=case.row_version)
    case.settled_on, case.outcome, case.state = clock.today(), "uwzgledniona", "settled"
    session.flush()
    erase(session, clock, office.actor(Role.QUALITY_OFFICER), case, Basis.REQUEST, "Prośba osoby.")
    assert not petitions_page(session, 1).total


def test_an_erased_petition_can_be_read_no_more_and_not_be_published_again(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    case, handler = received(session, clock, office, kind=Kind.PETYCJA), office.actor(Role.HANDLER)
    publish_petition(session, clock, handler, case, WORDS, row_version=case.row_version)
    assert erase_again(session, clock, case, Basis.REQUEST, "po odtworzeniu kopii")
    session.flush()
    session.expire_all()
    assert session.get(PetitionPublication, case.id) is None
    assert last_entry(session)["data"]["publication"] is True
    assert not petitions_page(session, 1).total
    with refused(session, "no_petition"):
        publish_petition(session, clock, handler, case, WORDS, row_version=case.row_version)


def test_the_summary_of_a_year_counts_and_lists(session: Session, clock: FixedClock, office: FoundedOffice):
    done = received(session, clock, office, kind=Kind.PETYCJA, received_on=dt.date(2026, 2, 1))
    received(session, clock, office, kind=Kind.PETYCJA)
    done.settled_on, done.outcome, done.state = dt.date(2026, 4, 1), "uwzgledniona", "settled"
    session.flush()
    found = year_of_petitions(session, 2026)
    assert (found.received, [row[0] for row in found.considered]) == (2, ["P 1/2026"])
    assert found.considered[0][1] is None, "nothing was published of it"


# --- pages ---


@pytest.fixture
def case(storage: Storage, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    with storage.writing() as session:
        return received(session, clock, office, kind=Kind.PETYCJA, subject="Ławki", text="Prosimy o ławki.").id


@ON_SQLITE
def test_a_handler_publishes_and_residents_read(
    signed_in: Enter, client: FlaskClient, storage: Storage, clock: FixedClock, case: uuid.UUID
):
    assert "Petycje do urzędu" in text(client.get("/pl/"))
    assert "Nie ma jeszcze petycji" in text(client.get("/pl/petitions"))
    handler, page = signed_in(Role.HANDLER), f"/staff/pl/case/{case}/publish"
    assert "Jeszcze nieopublikowana" in text(handler.get(f"/staff/pl/case/{case}"))
    form = handler.get(page)
    assert fields(form, "step")["text"].strip() == "Prosimy o ławki."
    unchecked = send(handler, form, "step", subject="Ławki w parku")
    assert unchecked.status_code == 422
    assert "checked" in errors_beside(unchecked)
    named = send(handler, form, "step", subject="Ławki", text=f"{PERSONAL['name']} prosi", checked="y")
    assert named.status_code == 422
    assert "może być widać, kto wniósł petycję" in errors_beside(named)["text"]
    assert send(handler, form, "step", subject="Ławki w parku", checked="y").status_code == 302
    assert "Ławki w parku" in text(client.get("/pl/petitions"))
    shown = client.get("/pl/petitions/2026/1")
    assert "Prosimy o ławki." in text(shown)
    assert "Przewidywany termin" in text(shown)
    assert "22 lutego 2027" in text(shown)
    assert "w trakcie rozpatrywania" in text(shown)
    assert all(word not in shown.text for word in PERSONAL.values())
    down = handler.get(f"/staff/pl/case/{case}/take-down")
    assert send(handler, down, "step", text="Dane sąsiada.").status_code == 302
    assert client.get("/pl/petitions/2026/1").status_code == 404
    assert "Nie ma jeszcze petycji" in text(client.get("/pl/petitions"))


@ON_SQLITE
def test_the_yearly_summary_is_there_when_the_year_is_over(
    client: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    with storage.writing() as session:
        found = session.get_one(Complaint, case)
        publish_petition(session, clock, office.actor(Role.HANDLER), found, WORDS, row_version=found.row_version)
        found.settled_on, found.outcome, found.state = dt.date(2026, 11, 21), "uwzgledniona", "settled"
    assert client.get("/pl/petitions/2026").status_code == 404
    clock.advance(days=60)
    page = text(client.get("/pl/petitions/2026"))
    assert "rozpatrzono 1" in page
    assert "Ławki w parku" in page
    assert "uwzględniona" in page
    assert "Petycje rozpatrzone w roku 2026" in text(client.get("/pl/petitions"))


@ON_SQLITE
def test_four_verses(signed_in: Enter, client: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice,
                     case: uuid.UUID, filed: uuid.UUID):  # fmt: skip
    page = f"/staff/pl/case/{case}/publish"
    handler = signed_in(Role.HANDLER)
    assert handler.delete(page).status_code == 405
    assert client.get(page).status_code == 302
    assert signed_in(Role.HANDLER, next_door=True).get(page).status_code == 404
    assert signed_in(Role.CLERK).get(page).status_code == 403
    assert handler.get(f"/staff/pl/case/{filed}/publish").status_code == 404, "a skarga is not published"
    assert handler.get(f"/staff/pl/case/{case}/take-down").status_code == 404, "nothing to take down"
    for nowhere in (
        "/pl/petitions/2026/9",
        "/pl/petitions/2026",
        "/pl/petitions/2026/1",
        f"/pl/petitions/2026/{10**30}",
        f"/pl/petitions/{10**30}/1",
        f"/pl/petitions/{10**30}",
        "/pl/petitions/0/1",
    ):
        assert client.get(nowhere).status_code == 404, nowhere
    assert client.post("/pl/petitions").status_code == 405
