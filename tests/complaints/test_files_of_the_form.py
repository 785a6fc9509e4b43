"""Files with a resident's form: they wait while the form goes back and forth, go with it once, and none is lost."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from attachments.models import StagedUpload, StoredFile
from attachments.rules import FileState
from attachments.shelf import Shelf
from complaints.models import Complaint, ComplaintAttachment, Feedback
from kernel.clock import FixedClock
from ledger.canonical import commitment
from ledger.models import LedgerEntry
from ledger.verify import verify
from storage.session import Storage
from tests.attachments import specimens as made
from tests.cast import FoundedOffice
from tests.filling import document, errors_beside, fields, send, text

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
PAGE = "/pl/complaint"
FIRST = {"way": "skarga", "department": "unknown", "subject": "Kolejka"}
THIRD = {"name": "Osoba Próbna", "address": "ul. Próbna 2, 00-001 Próbowo"}


def upload(
    client: FlaskClient, page: TestResponse, *files: tuple[bytes, str], to: str = PAGE, **typed: str
) -> TestResponse:
    """Send the form with files, as a browser does: the texts first, then the files."""
    return post(client, to, {**fields(page, "filing"), **typed}, *files)


def post(client: FlaskClient, to: str, typed: dict[str, str], *files: tuple[bytes, str]) -> TestResponse:
    sent: dict[str, Any] = dict(typed)
    sent["files"] = [FileStorage(io.BytesIO(content), name) for content, name in files or ((b"", ""),)]
    boundary, body = encode_multipart(sent)  # by hand, as the test client forgets to close what is large
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(to, input_stream=io.BytesIO(body), content_length=len(body), content_type=kind)


def on(client: FlaskClient, page: TestResponse, **typed: str) -> TestResponse:
    return send(client, page, "filing", **typed)


def second(client: FlaskClient, **typed: str) -> TestResponse:
    return on(client, client.get(PAGE), **{**FIRST, **typed})


def step(page: TestResponse) -> int:
    return int(fields(page, "filing")["step"])


def names(page: TestResponse) -> list[str]:
    """The files a page lists."""
    return ["".join(item.find(".//b").itertext()) for item in document(page).iterfind(".//ul[@class='files']/li")]  # type: ignore[union-attr]


def count(storage: Storage, model: type) -> int:
    with storage.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def attached(storage: Storage) -> list[tuple[str, str]]:
    with storage.reading() as session:
        query = (
            select(ComplaintAttachment.name, StoredFile.kind)
            .join(StoredFile, StoredFile.id == ComplaintAttachment.file_id)
            .order_by(ComplaintAttachment.complaint_id, ComplaintAttachment.position)
        )
        return [(name, kind) for name, kind in session.execute(query)]


TWO = ((made.photograph(), "IMG 1.jpeg"), (made.pdf(), "pismo.pdf"))


def filed(client: FlaskClient, *files: tuple[bytes, str]) -> TestResponse:
    page = upload(client, second(client), *files, text="Opis")
    return on(client, on(client, page, **THIRD))


def test_files_go_with_the_case_and_the_record_commits_to_them(
    client: FlaskClient, storage: Storage, office: FoundedOffice, tmp_path: Path
):
    page = upload(client, second(client), *TWO, text="Opis")
    assert (page.status_code, step(page)) == (200, 3)
    page = on(client, page, **THIRD)
    assert "IMG 1.jpg" in text(page)
    assert "pismo.pdf" in text(page)
    assert count(storage, ComplaintAttachment) == 0
    receipt = on(client, page)
    assert "Skarga jest złożona" in text(receipt)
    assert attached(storage) == [("IMG 1.jpg", "jpg"), ("pismo.pdf", "pdf")]
    assert count(storage, StagedUpload) == 0
    with storage.reading() as session:
        row = session.scalars(select(ComplaintAttachment).where(ComplaintAttachment.position == 2)).one()
        file = session.get_one(StoredFile, row.file_id)
        query = select(LedgerEntry).where(LedgerEntry.tag == "complaints:attachment:add").order_by(LedgerEntry.leaf)
        entries = [json.loads(entry.canonical) for entry in session.scalars(query)]
        assert verify(session).is_whole
    assert [entry["actor"] for entry in entries] == ["resident", "resident"]
    assert entries[1]["data"] == {
        "attachment": str(row.id),
        "file": commitment(row.salt, [file.digest, "pismo.pdf", ""]),
        "kind": "pdf",
        "size": len(made.pdf()),
    }
    assert Shelf(tmp_path).path_of(file.digest).read_bytes() == made.pdf()
    assert row.added_by_id is None


def test_the_same_form_sent_twice_attaches_nothing_twice(client: FlaskClient, storage: Storage, office: FoundedOffice):
    page = on(client, upload(client, second(client), *TWO, text="Opis"), **THIRD)
    first, again = on(client, page), on(client, page)
    assert text(first) == text(again)
    assert len(attached(storage)) == 2


def test_files_stay_through_back_and_forth_mistakes_and_another_language(client: FlaskClient, office: FoundedOffice):
    page = upload(client, second(client), TWO[0], text="", attach="1")
    assert (page.status_code, step(page), names(page)) == (200, 2, ["IMG 1.jpg"])
    page = upload(client, page, TWO[1], text="")
    assert (page.status_code, set(errors_beside(page))) == (422, {"text"})
    assert names(page) == ["IMG 1.jpg", "pismo.pdf"]
    page = upload(client, page, to="/uk/complaint", switch="uk", text="Opis")
    assert names(page) == ["IMG 1.jpg", "pismo.pdf"]
    page = upload(client, page, to="/pl/complaint", text="Opis")
    assert step(page) == 3
    page = on(client, page, back="2")
    assert names(page) == ["IMG 1.jpg", "pismo.pdf"]
    assert fields(page, "filing")["text"] == "Opis"


def test_files_wait_although_the_form_stood_open_too_long(client: FlaskClient, office: FoundedOffice):
    page = upload(client, second(client), TWO[1], text="Opis", csrf_token="old")
    assert page.status_code == 400
    assert names(page) == ["pismo.pdf"]
    assert fields(page, "filing")["text"] == "Opis"


def test_a_file_can_be_taken_away_again(client: FlaskClient, storage: Storage, office: FoundedOffice):
    page = upload(client, second(client), *TWO, text="Opis", attach="1")
    button = document(page).find(".//button[@name='remove']")
    assert button is not None
    page = upload(client, page, remove=str(button.get("value")))
    assert (page.status_code, step(page), names(page)) == (200, 2, ["pismo.pdf"])
    on(client, on(client, upload(client, page), **THIRD))
    assert attached(storage) == [("pismo.pdf", "pdf")]


def test_nobody_takes_away_the_file_of_another_form(client: FlaskClient, storage: Storage, office: FoundedOffice):
    page = upload(client, second(client), TWO[1], attach="1", text="")
    button = document(page).find(".//button[@name='remove']")
    assert button is not None
    for odd in (str(button.get("value")), "x", ""):
        upload(client, second(client), remove=odd, text="")
    assert count(storage, StagedUpload) == 1


def test_a_refused_file_is_named_with_its_reason_and_the_others_and_the_text_stay(
    client: FlaskClient, storage: Storage, office: FoundedOffice
):
    svg = (b"<svg onload='alert(1)'/>", "<b>wirus</b>\u202e.svg")
    page = upload(client, second(client), TWO[0], svg, TWO[1], text="Opis")
    assert (page.status_code, step(page)) == (422, 2)
    assert "Takiego pliku nie przyjmujemy" in errors_beside(page)["files"]
    assert "<b>wirus" not in page.text
    assert names(page) == ["IMG 1.jpg", "pismo.pdf"]
    assert fields(page, "filing")["text"] == "Opis"
    assert step(upload(client, page)) == 3


def test_every_refused_file_is_said(client: FlaskClient, office: FoundedOffice):
    page = upload(client, second(client), (b"", "pusty.txt"), (b"MZ\0", "program.exe"), text="Opis")
    shown = text(page)
    assert "pusty.txt: Plik jest pusty" in shown
    assert "program.exe: Takiego pliku" in shown


def test_more_than_five_files_are_too_many(client: FlaskClient, office: FoundedOffice):
    page = upload(client, second(client), *((b"%d" % number, f"{number}.txt") for number in range(7)), text="Opis")
    assert page.status_code == 422
    assert names(page) == [f"{number}.txt" for number in range(5)]
    assert "najwyżej 5 plików" in text(page)


def test_a_file_over_the_limit_is_refused_by_name(client: FlaskClient, app: Flask, office: FoundedOffice):
    page = upload(client, second(client), (b"x" * (10 * 1024 * 1024 + 1), "film.txt"), text="Opis")
    assert page.status_code == 422
    assert "film.txt: Plik jest za duży: może mieć najwyżej 10 MB" in errors_beside(page)["files"]
    assert fields(page, "filing")["text"] == "Opis"


def test_a_body_over_every_limit_gives_the_form_back_with_its_text(client: FlaskClient, office: FoundedOffice):
    page = upload(client, second(client), TWO[1], attach="1", text="")
    page = upload(client, page, (b"x" * (102 * 1024 * 1024), "film.txt"), text="Opis żółwia")
    assert (page.status_code, step(page)) == (422, 2)
    assert "razem za duże" in errors_beside(page)["files"]
    assert fields(page, "filing")["text"] == "Opis żółwia"
    assert fields(page, "filing")["subject"] == "Kolejka"
    assert names(page) == ["pismo.pdf"]


def test_a_form_without_files_keeps_the_small_limit(client: FlaskClient, office: FoundedOffice):
    answer = client.post("/pl/case", data={"code": "x" * 1_100_000})
    assert answer.status_code == 413
    typed = {**fields(second(client), "filing"), "text": "x" * 600_000}
    assert post(client, PAGE, typed).status_code == 413


def test_the_button_without_a_file_says_so(client: FlaskClient, office: FoundedOffice):
    page = upload(client, second(client), attach="1", text="Opis")
    assert page.status_code == 422
    assert "Nie wybrano pliku" in errors_beside(page)["files"]


def test_files_that_expired_are_not_missing_without_a_word(
    client: FlaskClient, storage: Storage, office: FoundedOffice
):
    page = on(client, upload(client, second(client), TWO[1], text="Opis"), **THIRD)
    with storage.writing() as session:
        session.delete(session.scalars(select(StagedUpload)).one())
    page = on(client, page)
    assert (page.status_code, step(page)) == (422, 2)
    assert "czekały dłużej niż dobę" in errors_beside(page)["files"]
    assert count(storage, Complaint) == 0
    assert "1/2026" in text(on(client, on(client, on(client, page))))


def test_a_form_sent_before_that_comes_back_with_another_file_says_so_and_keeps_it(
    client: FlaskClient, storage: Storage, office: FoundedOffice
):
    page = upload(client, second(client), TWO[0], text="Opis")
    last = on(client, page, **THIRD)
    on(client, last)
    again = on(client, upload(client, on(client, last, back="2"), TWO[1]))
    answer = on(client, again)
    assert answer.status_code == 422
    assert "już wysłany" in text(answer)
    assert "pismo.pdf" in text(answer)
    assert "2/2026" in text(on(client, answer))
    assert sorted(attached(storage)) == [("IMG 1.jpg", "jpg"), ("pismo.pdf", "pdf")]


def test_an_anonymous_opinion_takes_no_files(client: FlaskClient, storage: Storage, office: FoundedOffice):
    page = second(client, way="feedback")
    assert document(page).find(".//input[@type='file']") is None
    page = on(client, on(client, upload(client, second(client), TWO[0], text="Opis"), back="1"), way="feedback")
    page = on(client, on(client, page))
    assert page.status_code == 302
    assert (count(storage, Feedback), count(storage, ComplaintAttachment)) == (1, 0)


def test_a_file_the_scanner_found_bad_meanwhile_does_not_go_with_the_form(
    client: FlaskClient, storage: Storage, office: FoundedOffice
):
    page = on(client, upload(client, second(client), TWO[1], text="Opis"), **THIRD)
    with storage.writing() as session:
        session.scalars(select(StoredFile)).one().state = FileState.INFECTED.value
    page = on(client, page)
    assert (page.status_code, step(page)) == (422, 2)
    assert "znalazł w tym pliku wirusa" in errors_beside(page)["files"]
    assert count(storage, Complaint) == 0


def test_without_javascript_the_field_takes_several_files_and_says_the_limits(
    client: FlaskClient, office: FoundedOffice
):
    page = second(client)
    field = document(page).find(".//input[@type='file']")
    form = document(page).find(".//form[@id='filing']")
    assert field is not None
    assert form is not None
    assert form.get("enctype") == "multipart/form-data"
    assert "multiple" in field.keys()  # noqa: SIM118 - an Element, not a dictionary
    assert "każdy do 10 MB" in text(page)


def test_the_residents_own_page_lists_the_names_of_their_files(
    client: FlaskClient, storage: Storage, office: FoundedOffice
):
    import re

    receipt = filed(client, *TWO)
    code = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text(receipt))[0]
    shown = text(send(client, client.get("/pl/case"), "check", number="1/2026", code=code))
    assert "2 pliki dołączone do sprawy" in shown
    assert "IMG 1.jpg" in shown
    assert "/file/" not in shown


def test_a_full_disk_is_said_and_the_case_can_go_without_the_file(
    client: FlaskClient, storage: Storage, office: FoundedOffice, monkeypatch: pytest.MonkeyPatch
):
    from types import SimpleNamespace

    monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=0))
    page = upload(client, second(client), TWO[1], text="Opis")
    assert page.status_code == 422
    assert "zabrakło miejsca" in errors_beside(page)["files"]
    assert "1/2026" in text(on(client, on(client, upload(client, page), **THIRD)))


def test_a_waiting_file_is_forgotten_after_a_day(
    client: FlaskClient, app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    from attachments.cli import attachments_cli

    upload(client, second(client), TWO[1], text="Opis")
    clock.advance(hours=25)
    assert app.test_cli_runner().invoke(attachments_cli, ["sweep"]).output.startswith("1 uploads, 1 rows")
    assert count(storage, StagedUpload) == 0
