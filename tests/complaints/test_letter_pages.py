"""The pages of letters: choosing, writing, looking, sending; each with its four verses. And the mail that goes out."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from attachments.models import StoredFile
from attachments.shelf import Shelf
from complaints.models import Complainant, Complaint, ComplaintLetter
from kernel.clock import FixedClock
from kernel.ids import new_id
from kernel.permissions import Role
from ledger.models import LedgerEntry
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.writing import sent, written
from tests.filling import errors_beside, fields, send, text
from tests.papers.reading import is_accessible
from worker.effects import Work
from worker.loop import Worker

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
SIGNED = {"signatory_name": "Anna Próbna", "signatory_post": "Sekretarz"}
PATHS = ("", "/edit", "/send", "/discard", "/paper.pdf")


@pytest.fixture
def shelf(app: Flask) -> Shelf:
    return Shelf(Path(app.config["SETTINGS"].data_folder))


@pytest.fixture
def draft(app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID) -> str:
    """The address of a draft without blanks."""
    with storage.writing() as session:
        return f"/staff/pl/letter/{written(session, clock, office, filed, 'zwloka_36').id}"


def the_letter(storage: Storage) -> ComplaintLetter:
    with storage.reading() as session:
        return session.scalars(select(ComplaintLetter)).one()


def test_from_the_case_to_a_posted_letter(
    signed_in: Callable[..., FlaskClient], storage: Storage, filed: uuid.UUID, shelf: Shelf
):
    client = signed_in(Role.HANDLER)
    case = f"/staff/pl/case/{filed}"
    assert "Nie ma jeszcze pism" in text(client.get(case))
    page = client.get(f"{case}/letter?template=odpowiedz_skarga")
    edit = client.get(send(client, page).location)
    assert "jak załatwiono skargę" in text(edit)
    body = "Skargę uznaję za zasadną.\n\n#import $x$ *tak*"
    shown = send(client, edit, body=body, subject="Odpowiedź", **SIGNED)
    assert shown.status_code == 302
    letter = client.get(shown.location)
    assert "#import $x$ *tak*" in text(letter)
    preview = client.get(f"{shown.location}/paper.pdf")
    assert preview.mimetype == "application/pdf"
    assert preview.headers["Content-Disposition"] == 'inline; filename="pismo-1-2026.pdf"'
    assert is_accessible(preview.data)
    done = send(client, client.get(f"{shown.location}/send"), channel="post")
    assert done.location == shown.location
    shown_now = text(client.get(done.location))
    assert "wysłane" in shown_now
    frozen = client.get(f"{shown.location}/paper.pdf").data
    with storage.reading() as session:
        file = session.scalars(select(StoredFile)).one()
    assert frozen == shelf.path_of(file.digest).read_bytes()
    assert file.digest in shown_now
    assert "Wysłano pismo" in text(client.get(case))
    assert "z informacją o danych osobowych" in text(client.get(case))


def test_a_letter_has_to_be_chosen(signed_in: Callable[..., FlaskClient], filed: uuid.UUID):
    client = signed_in(Role.CLERK)
    page = client.get(f"/staff/pl/case/{filed}/letter?template=zwloka_245")
    answer = send(client, page)
    assert answer.status_code == 422
    assert "Nie wybrano pisma" in text(answer)


def test_what_is_missing_is_said_and_what_was_typed_stays(
    signed_in: Callable[..., FlaskClient], draft: str, storage: Storage
):
    client = signed_in(Role.HANDLER)
    answer = send(client, client.get(f"{draft}/edit"), subject=" ", body="Moje słowa", dated_on__d="40")
    assert answer.status_code == 422
    assert set(errors_beside(answer)) == {"subject", "dated_on"}
    assert "Moje słowa" in text(answer)
    assert the_letter(storage).body != "Moje słowa"
    client.post(f"{draft}/edit")
    again = client.get(f"{draft}/edit")
    assert fields(again, "step")["body"].strip() == "Moje słowa", "what was refused is kept"
    empty = send(client, again, "step", subject="Pismo", dated_on__d="21", body="Proszę [[uzupełnić to]] 😀")
    page = text(client.get(empty.location))
    assert "uzupełnić to" in page
    assert "Znaki, których nie da się wydrukować" in page
    assert f'href="{draft}/send"' not in client.get(empty.location).get_data(as_text=True)
    refused = send(client, client.get(f"{draft}/send"), channel="post")
    assert refused.status_code == 422
    assert "puste miejsca: uzupełnić to" in text(refused)
    none = send(client, client.get(f"{draft}/send"))
    assert "channel-0" in errors_beside(none) or "Nie wybrano, jak pismo wychodzi" in text(none)


def test_a_stale_form_keeps_what_was_typed_and_shows_what_is_there(
    signed_in: Callable[..., FlaskClient], draft: str, storage: Storage
):
    client = signed_in(Role.HANDLER)
    form = client.get(f"{draft}/edit")
    clerk = signed_in(Role.CLERK)
    send(clerk, clerk.get(f"{draft}/edit"), body="Słowa kancelarii")
    answer = send(client, form, body="Moje słowa")
    assert answer.status_code == 409
    page = text(answer)
    assert "Moje słowa" in page
    assert "Słowa kancelarii" in page
    assert "Co się zmieniło w czasie pisania" in page
    assert "Obejrzano dane kontaktowe" not in page, "who opened the letter changed nothing"
    assert send(client, answer).status_code == 302, "having seen it, one can save"
    assert the_letter(storage).body == "Moje słowa"


def test_a_sent_letter_has_no_forms_and_refuses_a_late_one(
    signed_in: Callable[..., FlaskClient], draft: str, storage: Storage
):
    client = signed_in(Role.HANDLER)
    late = client.get(f"{draft}/edit")
    send(client, client.get(f"{draft}/send"), channel="hand")
    for path in ("/edit", "/send", "/discard"):
        assert client.get(draft + path).status_code >= 400
    answer = send(client, late, body="Za późno")
    assert answer.status_code >= 400
    assert "Za późno" in text(answer), "what was typed is not lost"
    assert the_letter(storage).body != "Za późno"


def test_a_draft_is_thrown_away_after_asking(
    signed_in: Callable[..., FlaskClient], draft: str, storage: Storage, filed: uuid.UUID
):
    client = signed_in(Role.CLERK)
    assert send(client, client.get(f"{draft}/discard")).location == f"/staff/pl/case/{filed}"
    with storage.reading() as session:
        assert session.scalars(select(ComplaintLetter)).all() == []
    assert client.get(draft).status_code == 404


def test_a_name_that_hides_is_hidden_in_the_list_and_the_letter_is_shut(
    signed_in: Callable[..., FlaskClient], draft: str, filed: uuid.UUID
):
    client = signed_in(Role.AUDITOR)
    page = client.get(f"/staff/pl/case/{filed}")
    assert "Zawiadomienie o zwłoce" in text(page)
    assert "/letter/" not in page.get_data(as_text=True)
    for path in PATHS:
        assert client.get(draft + path).status_code == 403
    assert signed_in(Role.QUALITY_OFFICER).get(f"/staff/pl/case/{filed}/letter").status_code == 403


@pytest.mark.parametrize("path", PATHS)
def test_strangers_the_wrong_method_and_the_underprivileged(
    path: str, signed_in: Callable[..., FlaskClient], client: FlaskClient, draft: str
):
    assert "/sign-in" in client.get(draft + path).location
    assert signed_in(Role.HANDLER, next_door=True).get(draft + path).status_code == 404
    assert signed_in(Role.ADMINISTRATOR).get(draft + path).status_code == 403
    assert signed_in(Role.HANDLER).delete(draft + path).status_code == 405
    assert signed_in(Role.HANDLER).get(f"/staff/pl/letter/{new_id()}{path}").status_code == 404
    assert signed_in(Role.CLERK).get(draft + path).status_code == (403 if path == "/send" else 200)


def test_the_way_to_a_new_letter_has_its_verses(
    signed_in: Callable[..., FlaskClient], client: FlaskClient, storage: Storage, filed: uuid.UUID
):
    path = f"/staff/pl/case/{filed}/letter"
    assert "/sign-in" in client.get(path).location
    assert signed_in(Role.CLERK).get(path).status_code == 200
    assert signed_in(Role.HANDLER, next_door=True).get(path).status_code == 404
    assert signed_in(Role.ADMINISTRATOR).get(path).status_code == 403
    assert signed_in(Role.CLERK).put(path).status_code == 405
    with storage.writing() as session:
        session.get_one(Complaint, filed).kind = "sprawa"
    assert signed_in(Role.CLERK).get(path).status_code == 404, "a service case of another register has no letters"


def test_an_oral_case_is_printed_for_two_signatures_at_once(
    signed_in: Callable[..., FlaskClient], client: FlaskClient, storage: Storage, filed: uuid.UUID
):
    path = f"/staff/pl/case/{filed}/protocol.pdf"
    clerk = signed_in(Role.CLERK)
    assert clerk.get(path).status_code == 404, "it came on paper"
    with storage.writing() as session:
        session.get_one(Complaint, filed).channel = "oral"
    assert "protocol.pdf" in clerk.get(f"/staff/pl/case/{filed}").get_data(as_text=True)
    assert is_accessible(clerk.get(path).data)
    with storage.reading() as session:
        assert session.scalars(select(ComplaintLetter)).all() == []
    assert "/sign-in" in client.get(path).location
    assert signed_in(Role.CLERK, next_door=True).get(path).status_code == 404
    assert signed_in(Role.QUALITY_OFFICER).get(path).status_code == 403
    assert signed_in(Role.ADMINISTRATOR).get(path).status_code == 403
    assert clerk.post(path).status_code == 405


@pytest.mark.parametrize("kind", ["odwolanie", "zazalenie", "ponaglenie"])
def test_an_appeal_told_by_word_of_mouth_is_printed_too_and_a_petition_is_not(
    signed_in: Callable[..., FlaskClient], storage: Storage, filed: uuid.UUID, kind: str
):
    clerk, path = signed_in(Role.CLERK), f"/staff/pl/case/{filed}/protocol.pdf"
    with storage.writing() as session:
        case = session.get_one(Complaint, filed)
        case.channel, case.kind = "oral", kind
    assert is_accessible(clerk.get(path).data)
    with storage.writing() as session:
        session.get_one(Complaint, filed).kind = "petycja"
    assert clerk.get(path).status_code == 404


def test_a_lost_file_is_told_and_an_erased_letter_says_so(
    signed_in: Callable[..., FlaskClient],
    storage: Storage,
    clock: FixedClock,
    office: FoundedOffice,
    filed: uuid.UUID,
    shelf: Shelf,
):
    with storage.writing() as session:
        letter = sent(session, clock, office, shelf, filed, "zwloka_36")
        shelf.path_of(session.get_one(StoredFile, letter.file_id).digest).unlink()
        address = f"/staff/pl/letter/{letter.id}"
    client = signed_in(Role.HANDLER)
    assert client.get(f"{address}/paper.pdf").status_code == 404
    with storage.writing() as session:
        letter = session.scalars(select(ComplaintLetter)).one()
        letter.body = letter.addressee = letter.subject = ""
        letter.file_id = None
        session.get_one(Complaint, filed).erased_at = clock.now()
    page = client.get(address)
    assert "usunięto razem z danymi osobowymi" in text(page)
    assert "paper.pdf" not in page.get_data(as_text=True)


# --- by mail ---


def mails(app: Flask) -> list:
    Worker(app).drain()
    folder = Path(app.config["SETTINGS"].data_folder) / "mail"
    return [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*.eml"))]


@pytest.fixture
def with_email(storage: Storage, filed: uuid.UUID) -> None:
    with storage.writing() as session:
        session.get_one(Complainant, filed).email = "osoba@example.pl"


@pytest.mark.usefixtures("with_email")
def test_a_mail_carries_the_frozen_file_once(
    app: Flask, signed_in: Callable[..., FlaskClient], draft: str, storage: Storage, shelf: Shelf
):
    client = signed_in(Role.HANDLER)
    assert send(client, client.get(f"{draft}/send"), channel="email").status_code == 302
    (mail,) = mails(app)
    (file,) = list(mail.iter_attachments())
    assert (mail["To"], file.get_content_type(), file.get_filename()) == (
        "osoba@example.pl",
        "application/pdf",
        "pismo-1-2026.pdf",
    )
    with storage.reading() as session:
        stored = session.scalars(select(StoredFile)).one()
        tags = list(session.scalars(select(LedgerEntry.tag).order_by(LedgerEntry.leaf.desc()).limit(1)))
    assert file.get_content() == shelf.path_of(stored.digest).read_bytes()
    assert "Osoba" not in mail.get_body().get_content()
    assert mail["Subject"] == "Pismo urzędu w sprawie 1/2026"
    assert tags == ["complaints:letter:dispatch"]
    work = Work(mail_row(storage), {"letter": draft.rsplit("/", 1)[1]}, storage, app.extensions["clock"])
    with app.app_context():
        app.extensions["effects"]["complaints.letter"](work)
    assert len(mails(app)) == 1


def mail_row(storage: Storage) -> uuid.UUID:
    from worker.models import OutboxRow

    with storage.reading() as session:
        return session.scalars(select(OutboxRow.id).where(OutboxRow.kind == "complaints.letter")).one()


@pytest.mark.usefixtures("with_email")
def test_a_wrong_file_never_goes_out(
    app: Flask, signed_in: Callable[..., FlaskClient], draft: str, storage: Storage, shelf: Shelf
):
    client = signed_in(Role.HANDLER)
    send(client, client.get(f"{draft}/send"), channel="email")
    with storage.reading() as session:
        shelf.path_of(session.scalars(select(StoredFile.digest)).one()).write_bytes(b"%PDF other")
    assert mails(app) == []
    from worker.models import OutboxRow

    with storage.reading() as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.kind == "complaints.letter")).one()
    assert (row.state, row.last_error) == ("dead", "file_lost")


def test_without_an_address_mail_is_not_offered(signed_in: Callable[..., FlaskClient], draft: str):
    assert "e-mail – program wyśle" not in text(signed_in(Role.HANDLER).get(f"{draft}/send"))
