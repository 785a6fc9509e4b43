"""The copy of what is kept on a person: all of it, of nobody else, and in the record that it was handed out."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from attachments.actions import store
from attachments.shelf import Shelf
from complaints.actions import CallTyped, export_personal, link_call, look_at_contact, note, note_call
from complaints.actions.erase import erase
from complaints.models import Complaint, ComplaintAttachment, PhoneCall
from complaints.personal_file import DATA, READABLE, write_personal
from complaints.rules.erasing import Basis
from kernel.clock import FixedClock
from kernel.ids import new_id
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import PERSONAL, Reply, answered, assigned, last_entry, received, refused

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


def lived(session: Session, clock: FixedClock, office: FoundedOffice, shelf: Shelf) -> Complaint:
    """A settled case with a note, a look and an attachment."""
    case = assigned(session, clock, office, **PERSONAL)
    note(session, clock, office.actor(Role.HANDLER), case, "Pani dzwoniła w sprawie kolejki.")
    look_at_contact(session, clock, office.actor(Role.HEAD), case)
    file = store(session, clock, shelf, b"Zdjecie kolejki\n")
    session.add(
        ComplaintAttachment(
            complaint_id=case.id, file_id=file.id, name="kolejka.txt", salt="00" * 16, added_at=clock.now(), position=1
        )
    )
    answered(session, clock, office, case, Reply("zasadna"))
    session.flush()
    return case


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_the_copy_holds_all_cases_of_the_person_and_no_other(
    session: Session, clock: FixedClock, office: FoundedOffice, shelf: Shelf
):
    case = lived(session, clock, office, shelf)
    again = received(session, clock, office, **{**PERSONAL, "name": "ŹDŹBŁO-PRÓBNA Żaneta"}, subject="Drugi raz")
    received(session, clock, office, **{**PERSONAL, "name": "Mąż Próbny"}, subject="Tajemnica męża")
    clerk = office.actor(Role.CLERK)
    told = CallTyped(clock.today(), "Kolejka do okienka", "Zaproszono do złożenia skargi.", new_id(), office.home.id)
    note_call(session, clock, clerk, told)
    link_call(session, clock, clerk, session.get_one(PhoneCall, told.submission_id), case)
    session.flush()
    found = export_personal(session, clock, office.actor(Role.QUALITY_OFFICER), case)
    assert set(found.case_ids) == {case.id, again.id}
    entry = last_entry(session)
    assert (entry["tag"], entry["data"]["files"]) == ("complaints:personal:export", 1)
    assert set(entry["data"]["cases"]) == {str(case.id), str(again.id)}
    target = io.BytesIO()
    assert write_personal(target, found, "Urząd Testowy", clock.today(), shelf) == []
    with zipfile.ZipFile(target) as archive:
        data = json.loads(archive.read(DATA))
        words = archive.read(READABLE).decode()
        assert archive.read(data["cases"][0]["attachments"][0]["file"]) == b"Zdjecie kolejki\n"
    first = data["cases"][0]
    assert (first["person"]["email"], first["contact_data_looked_at_on"]) == (PERSONAL["email"], ["2026-11-21"])
    for kept in (
        PERSONAL["name"],
        "Pani dzwoniła",
        "Czekanie trwało",
        "Przepraszamy",
        "kolejka.txt",
        "Drugi raz",
        "Zaproszono do",
    ):
        assert kept in words
    assert "Tajemnica męża" not in json.dumps(data, ensure_ascii=False) + words
    assert "Próba (head)" not in words, "when somebody looked, and not who"


def test_a_file_that_is_lost_is_named(session: Session, clock: FixedClock, office: FoundedOffice, shelf: Shelf):
    case = lived(session, clock, office, shelf)
    found = export_personal(session, clock, office.actor(Role.QUALITY_OFFICER), case)
    elsewhere = Shelf(shelf.root / "elsewhere")
    target = io.BytesIO()
    assert write_personal(target, found, "Urząd", clock.today(), elsewhere) == [found.files[0].path]
    assert found.files[0].path in zipfile.ZipFile(target).read(READABLE).decode()


def test_who_may_not_gets_no_copy_and_of_an_erased_case_there_is_none(
    session: Session, clock: FixedClock, office: FoundedOffice, shelf: Shelf
):
    case, officer = lived(session, clock, office, shelf), office.actor(Role.QUALITY_OFFICER)
    for role in set(Role) - {Role.QUALITY_OFFICER}:
        with refused(session, "forbidden"):
            export_personal(session, clock, office.actor(role), case)
    case.about_person_id = officer.person_id
    session.flush()
    with refused(session, "forbidden"):
        export_personal(session, clock, officer, case)
    case.about_person_id = None
    session.flush()
    erase(session, clock, officer, case, Basis.REQUEST, "wniosek")
    with refused(session, "nothing_kept"):
        export_personal(session, clock, officer, case)


@pytest.fixture
def case_id(storage: Storage, clock: FixedClock, office: FoundedOffice, shelf: Shelf) -> uuid.UUID:
    with storage.writing() as session:
        return lived(session, clock, office, shelf).id


def test_the_quality_officer_takes_the_copy_by_page(signed_in, case_id: uuid.UUID):
    officer, address = signed_in(Role.QUALITY_OFFICER), f"/staff/pl/case/{case_id}"
    page = officer.get(address).get_data(as_text=True)
    token = page.split(f'action="{address}/personal"')[1].split('name="csrf_token" value="')[1].split('"')[0]
    taken = officer.post(f"{address}/personal", data={"csrf_token": token})
    assert (taken.status_code, taken.mimetype) == (200, "application/zip")
    assert taken.headers["Cache-Control"] == "no-store"
    assert DATA in zipfile.ZipFile(io.BytesIO(taken.data)).namelist()
    assert officer.post(f"{address}/personal").status_code == 400
    assert officer.get(f"{address}/personal").status_code == 405
    assert officer.post(f"/staff/pl/case/{uuid.UUID(int=7)}/personal").status_code == 404
    assert signed_in(Role.HEAD).post(f"{address}/personal").status_code == 403


def test_the_command_writes_the_copy_for_its_owner_only(app: Flask, case_id: uuid.UUID, tmp_path: Path):
    out = tmp_path / "copy.zip"

    def run(number: str, login: str = "quality_officer"):
        arguments = ["personal", "export", "--case", number, "--out", str(out), "--by", login]
        return app.test_cli_runner().invoke(args=arguments)

    assert "takes the role quality_officer" in run("1/2026", "head").output
    assert "There is no case 9/2026" in run("9/2026").output
    assert not out.exists()
    done = run("1/2026")
    assert done.exit_code == 0, done.output
    assert "1 cases" in done.output
    assert out.stat().st_mode & 0o777 == 0o600
    assert "is there already" in run("1/2026").output
