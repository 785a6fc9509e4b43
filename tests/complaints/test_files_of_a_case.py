"""Files of a case on the staff's side: added with a letter or later, opened by those who may know who filed it."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from attachments.actions import prepare, stage
from attachments.models import StagedUpload, StoredFile
from attachments.rules import FILES_PER_CASE, FileState
from attachments.shelf import Shelf
from complaints.actions import attach
from complaints.actions.enclose import TooManyInCase
from complaints.events import FilesAttached
from complaints.models import Complaint, ComplaintAttachment
from kernel.clock import FixedClock
from kernel.errors import Forbidden
from kernel.ids import new_id
from kernel.permissions import Role
from ledger.models import LedgerEntry
from ledger.verify import verify
from storage.session import Storage
from tests.attachments import specimens as made
from tests.cast import FoundedOffice
from tests.filling import errors_beside, fields, text

Enter = Callable[..., FlaskClient]
PAGES = pytest.mark.parametrize("backend", ["sqlite"])
NOTED = {"note": "protokół oględzin"}


def post(client: FlaskClient, address: str, typed: dict[str, str], *files: tuple[bytes, str]) -> TestResponse:
    sent: dict[str, Any] = dict(typed)
    sent["files"] = [FileStorage(io.BytesIO(content), name) for content, name in files or ((b"", ""),)]
    boundary, body = encode_multipart(sent)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(address, input_stream=io.BytesIO(body), content_length=len(body), content_type=kind)


def add(client: FlaskClient, case: uuid.UUID, *files: tuple[bytes, str], **typed: str) -> TestResponse:
    address = f"/staff/pl/case/{case}/attach"
    return post(client, address, {**fields(client.get(address), "step"), **typed}, *files)


def put(session: Session, clock: FixedClock, shelf: Shelf, form_id: uuid.UUID, content: bytes, name: str) -> None:
    stage(session, clock, shelf, form_id, prepare(shelf, content), name)


def rows(storage: Storage) -> list[ComplaintAttachment]:
    with storage.reading() as session:
        return list(session.scalars(select(ComplaintAttachment).order_by(ComplaintAttachment.position)))


def address_of(row: ComplaintAttachment, kind: str) -> str:
    return f"/staff/pl/file/{row.id}/{row.position}.{kind}"


@pytest.fixture
def pdf(storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, tmp_path: Any) -> str:
    """The address of a PDF with an awkward name on the filed case."""
    shelf, form_id = Shelf(tmp_path), new_id()
    with storage.writing() as session:
        put(session, clock, shelf, form_id, made.pdf(), "Żółw „nr 1”; x=y.pdf.exe")
        attach(session, clock, office.actor(Role.HANDLER), session.get_one(Complaint, filed), form_id)
    return address_of(rows(storage)[0], "pdf")


def test_attaching_changes_the_case_writes_one_entry_a_file_and_tells_it(
    storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, tmp_path: Any
):
    shelf, form_id, told = Shelf(tmp_path), new_id(), []
    storage.reactions = {FilesAttached: [lambda _session, _clock, fact: told.append(fact)]}
    for _again in range(2):
        with storage.writing() as session:
            put(session, clock, shelf, form_id, b"raz", "raz.txt")
            put(session, clock, shelf, form_id, b"dwa", "dwa.txt")
            case = session.get_one(Complaint, filed)
            version = case.row_version
            attach(session, clock, office.actor(Role.HANDLER), case, form_id, "uwaga")
            assert case.row_version == version
    kept = rows(storage)
    assert [(row.position, row.name, row.note) for row in kept] == [(1, "raz.txt", "uwaga"), (2, "dwa.txt", "uwaga")]
    assert {row.added_by_id for row in kept} == {office.member(Role.HANDLER).person_id}
    assert [len(fact.attachment_ids) for fact in told] == [2, 0]
    with storage.reading() as session:
        tags = select(func.count()).where(LedgerEntry.tag == "complaints:attachment:add")
        assert session.execute(tags).scalar_one() == 2
        assert verify(session).is_whole
        assert session.scalar(select(func.count()).select_from(StagedUpload)) == 0


def test_a_case_holds_so_many_files_and_no_more(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, tmp_path: Any
):
    case, shelf = session.get_one(Complaint, filed), Shelf(tmp_path)
    for number in range(FILES_PER_CASE // 5):
        form_id = new_id()
        for part in range(5):
            put(session, clock, shelf, form_id, b"%d-%d" % (number, part), "a.txt")
        attach(session, clock, office.actor(Role.HANDLER), case, form_id)
    put(session, clock, shelf, filed, b"za wiele", "a.txt")
    with pytest.raises(TooManyInCase):
        attach(session, clock, office.actor(Role.HANDLER), case, filed)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MANAGEMENT, Role.ADMINISTRATOR])
def test_who_may_not_note_may_not_attach(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, role: Role
):
    with pytest.raises(Forbidden):
        attach(session, clock, office.actor(role), session.get_one(Complaint, filed), new_id())


@PAGES
def test_staff_add_files_with_a_note_and_see_them_with_size_kind_and_who(
    signed_in: Enter, storage: Storage, filed: uuid.UUID
):
    client = signed_in(Role.HANDLER)
    answer = add(client, filed, (made.photograph(), "schody.jpeg"), (made.pdf(), "protokół.pdf"), **NOTED)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/staff/pl/case/{filed}")
    shown = text(client.get(f"/staff/pl/case/{filed}"))
    for part in ("schody.jpg", "protokół.pdf", "zdjęcie JPEG, 1 KB", "protokół oględzin", "Próba (handler)"):
        assert part in shown
    assert "Dołączono plik" in shown
    assert "PDF, 1 KB" in shown


@PAGES
def test_a_refused_file_keeps_the_note_and_the_good_file(signed_in: Enter, storage: Storage, filed: uuid.UUID):
    client = signed_in(Role.HANDLER)
    answer = add(client, filed, (made.pdf(), "dobry.pdf"), (b"MZ\0", "zły.exe"), **NOTED)
    assert answer.status_code == 422
    assert "zły.exe: Takiego pliku nie przyjmujemy" in errors_beside(answer)["files"]
    kept = fields(answer, "step")
    assert kept["note"] == NOTED["note"]
    assert post(client, f"/staff/pl/case/{filed}/attach", kept).status_code == 302
    assert [row.name for row in rows(storage)] == ["dobry.pdf"]


@PAGES
def test_nothing_chosen_is_said_and_twice_sent_is_once_attached(signed_in: Enter, storage: Storage, filed: uuid.UUID):
    client = signed_in(Role.HANDLER)
    assert "Nie wybrano pliku" in errors_beside(add(client, filed))["files"]
    address = f"/staff/pl/case/{filed}/attach"
    typed = fields(client.get(address), "step")
    for _again in range(2):
        assert post(client, address, typed, (made.pdf(), "a.pdf")).status_code == 302
    assert len(rows(storage)) == 1


@PAGES
def test_the_page_to_add_files_has_its_four_verses(signed_in: Enter, client: FlaskClient, filed: uuid.UUID):
    address = f"/staff/pl/case/{filed}/attach"
    assert signed_in(Role.QUALITY_OFFICER).get(address).status_code == 200
    assert signed_in(Role.HANDLER).delete(address).status_code == 405
    assert signed_in(Role.HANDLER, next_door=True).get(address).status_code == 404
    assert signed_in(Role.AUDITOR).get(address).status_code == 403
    assert client.get(address).status_code == 302


@PAGES
def test_a_letter_is_registered_with_its_files_once(signed_in: Enter, storage: Storage, office: FoundedOffice):
    client = signed_in(Role.CLERK)
    typed = {
        **fields(client.get("/staff/pl/register")),
        "channel": "paper",
        "name": "Osoba Próbna",
        "address": "ul. Próbna 2",
        "department": str(office.home.id),
        "subject": "Pismo",
        "text": "Treść",
    }
    bad = post(client, "/staff/pl/register", {**typed, "subject": ""}, (made.pdf(), "skan.pdf"))
    assert (bad.status_code, set(errors_beside(bad))) == (422, {"subject"})
    assert "skan.pdf" in text(bad)
    sent = {**fields(bad), "subject": "Pismo"}
    for _again in range(2):
        answer = post(client, "/staff/pl/register", sent, (made.image(), "koperta.jpg"))
        assert answer.status_code == 302
    assert [row.name for row in rows(storage)] == ["skan.pdf", "koperta.jpg"]
    assert {row.added_by_id for row in rows(storage)} == {office.member(Role.CLERK).person_id}
    other = post(client, "/staff/pl/register", sent, (made.image("PNG"), "inny.png"))
    assert other.status_code == 422
    assert "już wysłany" in text(other)
    assert "inny.png" in text(other)


@PAGES
def test_a_pdf_is_a_download_no_browser_carries_out(signed_in: Enter, pdf: str):
    answer = signed_in(Role.HANDLER).get(pdf, buffered=True)
    assert answer.data == made.pdf()
    headers = answer.headers
    assert headers["Content-Type"] == "application/pdf"
    name = "%C5%BB%C3%B3%C5%82w%20%E2%80%9Enr%201%E2%80%9D%3B%20x%3Dy.pdf"
    assert headers["Content-Disposition"] == f"attachment; filename=\"Zow nr 1; x=y.pdf\"; filename*=UTF-8''{name}"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


@PAGES
def test_an_image_is_shown_in_a_sandbox(signed_in: Enter, storage: Storage, filed: uuid.UUID):
    client = signed_in(Role.HANDLER)
    add(client, filed, (made.image("PNG"), "schody.png"))
    answer = client.get(address_of(rows(storage)[0], "png"), buffered=True)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"] == "inline; filename=schody.png"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


@PAGES
def test_a_file_has_its_four_verses(signed_in: Enter, client: FlaskClient, pdf: str):
    assert signed_in(Role.HEAD).get(pdf, buffered=True).status_code == 200
    assert signed_in(Role.HANDLER).post(pdf).status_code == 405
    assert signed_in(Role.HANDLER, next_door=True).get(pdf).status_code == 404
    assert signed_in(Role.HANDLER).get(f"/staff/pl/file/{uuid.uuid4()}/1.pdf").status_code == 404
    assert signed_in(Role.HANDLER).get(pdf.replace("1.pdf", "1.html")).status_code == 404
    for under in (Role.QUALITY_OFFICER, Role.AUDITOR, Role.MANAGEMENT, Role.ADMINISTRATOR):
        assert signed_in(under).get(pdf).status_code == 403
    assert client.get(pdf).status_code == 302


@PAGES
def test_who_may_not_know_the_filer_sees_that_there_is_a_file_and_no_name(signed_in: Enter, filed: uuid.UUID, pdf: str):
    page = signed_in(Role.AUDITOR).get(f"/staff/pl/case/{filed}")
    assert "Plik 1" in text(page)
    assert "Żółw" not in page.text
    assert pdf not in page.text


@PAGES
@pytest.mark.parametrize(
    ("state", "words"),
    [(FileState.HELD, "czeka na sprawdzenie skanerem"), (FileState.INFECTED, "skaner znalazł wirusa")],
)
def test_a_held_or_infected_file_is_not_given_out_and_the_case_says_why(
    signed_in: Enter, storage: Storage, filed: uuid.UUID, pdf: str, state: FileState, words: str
):
    with storage.writing() as session:
        session.scalars(select(StoredFile)).one().state = state.value
    client = signed_in(Role.HANDLER)
    page = client.get(f"/staff/pl/case/{filed}")
    assert words in text(page)
    assert pdf not in page.text
    assert client.get(pdf).status_code == 404


@PAGES
def test_a_file_that_is_gone_from_the_shelf_is_not_found(signed_in: Enter, storage: Storage, pdf: str, tmp_path: Any):
    with storage.reading() as session:
        Shelf(tmp_path).path_of(session.scalars(select(StoredFile)).one().digest).unlink()
    assert signed_in(Role.HANDLER).get(pdf).status_code == 404
