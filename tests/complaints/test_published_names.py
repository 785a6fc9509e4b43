"""Petitions for everybody: the name only with consent, and the scan only while it can be read."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from attachments.actions import store
from attachments.models import StoredFile
from attachments.queries import kept_by_nobody
from attachments.rules import FileState
from attachments.shelf import Shelf
from complaints.actions.erase import erase_again
from complaints.actions.publishing import PublicationTyped, change_scan, publish_petition, take_down_petition
from complaints.models import Complaint, PetitionScan
from complaints.queries.petitions import petition
from complaints.rules.erasing import Basis
from complaints.rules.kinds import Kind
from kernel.clock import FixedClock
from kernel.permissions import Role
from storage.session import Storage
from tests.attachments.specimens import pdf
from tests.cast import FoundedOffice
from tests.complaints.handling import PERSONAL, last_entry, received, refused
from tests.filling import errors_beside, fields, send, text

Enter = Callable[..., FlaskClient]
ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
WORDS = PublicationTyped("Ławki w parku", "Prosimy o ławki w parku przy rzece.")
NAMED = replace(WORDS, is_named=True)


# --- the name ---


def test_the_name_is_published_with_consent_and_the_record_says_only_that(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    case, handler = received(session, clock, office, kind=Kind.PETYCJA, may_publish=True), office.actor(Role.HANDLER)
    publish_petition(session, clock, handler, case, NAMED, row_version=case.row_version)
    entry = last_entry(session)
    assert entry["data"]["named"] is True
    assert PERSONAL["name"] not in str(entry)
    found = petition(session, 2026, 1)
    assert found is not None
    assert found.filed_by == PERSONAL["name"]
    publish_petition(session, clock, handler, case, WORDS, row_version=case.row_version)
    found = petition(session, 2026, 1)
    assert found is not None
    assert found.filed_by == "", "consent was taken back"


@pytest.mark.parametrize("who", [{"may_publish": False}, {"may_publish": True, "name": ""}])
def test_without_consent_or_a_name_nobody_is_named(
    session: Session, clock: FixedClock, office: FoundedOffice, who: dict[str, object]
):
    case = received(session, clock, office, kind=Kind.PETYCJA, **who)
    with refused(session, "no_consent") as caught:
        publish_petition(session, clock, office.actor(Role.HANDLER), case, NAMED, row_version=case.row_version)
    assert caught[0].field == "is_named"
    assert petition(session, 2026, 1) is None


# --- the scan ---


def scanned(session: Session, clock: FixedClock, office: FoundedOffice, folder: Path) -> Complaint:
    """A published petition with a scan."""
    case, handler = received(session, clock, office, kind=Kind.PETYCJA), office.actor(Role.HANDLER)
    publish_petition(session, clock, handler, case, WORDS, row_version=case.row_version)
    file = store(session, clock, Shelf(folder), pdf())
    change_scan(session, clock, handler, case, file, row_version=case.row_version)
    return case


def has_scan(session: Session) -> bool:
    found = petition(session, 2026, 1)
    return found is not None and found.scan is not None


def test_a_scan_is_there_until_it_is_taken_away(
    session: Session, clock: FixedClock, office: FoundedOffice, tmp_path: Path
):
    case, handler = scanned(session, clock, office, tmp_path), office.actor(Role.HANDLER)
    entry = last_entry(session)
    assert entry["tag"] == "complaints:petition:scan"
    assert entry["data"]["size"] == len(pdf())
    assert has_scan(session)
    better = store(session, clock, Shelf(tmp_path), pdf(b"% lepszy\n"))
    change_scan(session, clock, handler, case, better, row_version=case.row_version)
    assert session.scalars(select(PetitionScan.file_id)).all() == [better.id]
    change_scan(session, clock, handler, case, None, row_version=case.row_version)
    assert last_entry(session)["data"] == {"file": None, "size": None}
    assert not has_scan(session)


def test_what_the_scanner_has_not_seen_is_not_given_out(
    session: Session, clock: FixedClock, office: FoundedOffice, tmp_path: Path
):
    scanned(session, clock, office, tmp_path)
    session.scalars(select(StoredFile)).one().state = FileState.HELD.value
    session.flush()
    assert petition(session, 2026, 1) is not None
    assert not has_scan(session)


def test_a_scan_goes_with_what_is_taken_down_and_is_kept_by_nobody(
    session: Session, clock: FixedClock, office: FoundedOffice, tmp_path: Path
):
    case, handler = scanned(session, clock, office, tmp_path), office.actor(Role.HANDLER)
    take_down_petition(session, clock, handler, case, "Widać podpis.", row_version=case.row_version)
    publish_petition(session, clock, handler, case, WORDS, row_version=case.row_version)
    assert not has_scan(session)
    assert session.scalars(select(StoredFile).where(*kept_by_nobody())).one()


def test_a_scan_goes_with_what_is_erased(session: Session, clock: FixedClock, office: FoundedOffice, tmp_path: Path):
    case = scanned(session, clock, office, tmp_path)
    assert erase_again(session, clock, case, Basis.REQUEST, "po odtworzeniu kopii")
    assert session.scalar(select(func.count()).select_from(PetitionScan)) == 0
    with refused(session, "no_petition"):
        change_scan(session, clock, office.actor(Role.HANDLER), case, None, row_version=case.row_version)


def test_only_a_pdf_of_a_petition_by_whoever_may(
    session: Session, clock: FixedClock, office: FoundedOffice, tmp_path: Path
):
    case, skarga = received(session, clock, office, kind=Kind.PETYCJA), received(session, clock, office)
    handler, good = office.actor(Role.HANDLER), store(session, clock, Shelf(tmp_path), pdf())
    note = store(session, clock, Shelf(tmp_path), "Zwykły tekst.".encode())
    with refused(session, "scan_no_pdf"):
        change_scan(session, clock, handler, case, note, row_version=case.row_version)
    with refused(session, "no_petition"):
        change_scan(session, clock, handler, skarga, good, row_version=skarga.row_version)
    with refused(session, "stale"):
        change_scan(session, clock, handler, case, good, row_version=99)
    with refused(session, "forbidden"):
        change_scan(session, clock, office.actor(Role.CLERK), case, good, row_version=case.row_version)


# --- pages ---


@pytest.fixture
def case(storage: Storage, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    with storage.writing() as session:
        return received(session, clock, office, kind=Kind.PETYCJA, may_publish=True, text="Prosimy o ławki.").id


def send_scan(client: FlaskClient, page: TestResponse, content: bytes, **typed: str) -> TestResponse:
    said = {**fields(page, "step"), **typed, "scan": (io.BytesIO(content), "skan.pdf" if content else "")}
    return client.post(page.request.path, data=said)


@ON_SQLITE
def test_residents_read_who_agreed_to_be_named(signed_in: Enter, client: FlaskClient, case: uuid.UUID):
    handler, page = signed_in(Role.HANDLER), f"/staff/pl/case/{case}/publish"
    form = handler.get(page)
    assert fields(form, "step")["is_named"], "consent was given, so the name is proposed"
    assert send(handler, form, "step", subject="Ławki", checked="y").status_code == 302
    shown = client.get("/pl/petitions/2026/1")
    assert PERSONAL["name"] in text(shown)
    assert PERSONAL["address"] not in shown.text
    assert "za jej zgodą" in text(handler.get(f"/staff/pl/case/{case}"))
    assert PERSONAL["name"] not in client.get("/pl/petitions").text


@ON_SQLITE
def test_a_scan_by_page(signed_in: Enter, client: FlaskClient, case: uuid.UUID):
    handler, page, public = signed_in(Role.HANDLER), f"/staff/pl/case/{case}/petition-scan", "/pl/petitions/2026/1"
    form = handler.get(page)
    for content, typed, field in (
        (b"", {"checked": "y"}, "scan"),
        (b"tekst", {"checked": "y"}, "scan"),
        (pdf(), {}, "checked"),
    ):
        answer = send_scan(handler, form, content, **typed)
        assert answer.status_code == 422
        assert field in errors_beside(answer)
    assert send_scan(handler, form, pdf(), checked="y").status_code == 302
    with handler.get(f"{page}.pdf") as given:
        assert given.data == pdf()
    assert client.get(f"{public}/scan.pdf").status_code == 404, "not published yet"
    send(handler, handler.get(f"/staff/pl/case/{case}/publish"), "step", subject="Ławki", checked="y")
    assert "Skan petycji (PDF" in text(client.get(public))
    with client.get(f"{public}/scan.pdf") as given:
        assert given.data == pdf()
        assert given.headers["Content-Disposition"] == "attachment; filename=petycja-1-2026.pdf"
    assert send_scan(handler, handler.get(page), b"", what="none").status_code == 302
    assert client.get(f"{public}/scan.pdf").status_code == 404


@ON_SQLITE
def test_four_verses(signed_in: Enter, client: FlaskClient, case: uuid.UUID, filed: uuid.UUID):
    handler = signed_in(Role.HANDLER)
    for page in (f"/staff/pl/case/{case}/petition-scan", f"/staff/pl/case/{case}/petition-scan.pdf"):
        assert handler.delete(page).status_code == 405
        assert client.get(page).status_code == 302
        assert signed_in(Role.HANDLER, next_door=True).get(page).status_code == 404
        assert signed_in(Role.CLERK).get(page).status_code == 403
        assert handler.get(page.replace(str(case), str(filed))).status_code == 404, "a skarga has none"
    assert handler.get(f"/staff/pl/case/{case}/petition-scan.pdf").status_code == 404, "there is none yet"
    assert client.get("/pl/petitions/2026/1/scan.pdf").status_code == 404
    assert client.post("/pl/petitions/2026/1/scan.pdf").status_code == 405
