"""Departments and people from a file, on the command line and on the page: every bad row is said."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imports.errors import ImportRefused
from imports.report import Report
from imports.summary import Summary
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM, Role
from ledger.models import LedgerEntry
from ledger.verify import verify
from office.importing import import_departments, import_people
from office.importing.people import ROLES, read_role
from office.models import Department, Person, RoleAssignment
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.filling import errors_beside, send, text

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])

ROOT = "/staff/pl/administration"
DEPARTMENTS = "kod;nazwa;działa od\nSO;Wydział Spraw Obywatelskich;01.02.2024\nGK;Gospodarka Komunalna;\n"
PEOPLE = (
    "login;imię i nazwisko;stanowisko;e-mail;rola;wydział\n"
    "anna.probna;Anna Próbna;inspektor;anna@urzad.example;prowadzący;USC\n"
    "anna.probna;Anna Próbna;;;kierownik;Wydział Komunikacji\n"
    "ewa.wzorowa;Ewa Wzorowa;;;audytor;\n"
)


@pytest.fixture
def read(session: Session, clock: FixedClock, office: FoundedOffice, tmp_path: Path):
    """Read a file of this content; the summary and the codes of what was refused, by line."""

    def act(run: Callable[..., Summary], content: str | bytes) -> tuple[Summary, dict[int, str]]:
        path = tmp_path / "plik.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with Report(None, (), lambda _problem: ()) as report:
            summary = run(session, clock, SYSTEM, path, report)
        return summary, {problem.line: problem.code for problem in report.first}

    return act


def length(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(LedgerEntry)) or 0


# --- departments ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_departments_are_opened_whatever_excel_wrote(read, session, encoding, mark):
    before = length(session)
    summary, problems = read(import_departments, DEPARTMENTS.replace(";", mark).encode(encoding))
    assert (summary.taken, summary.refused, problems) == (2, 0, {})
    found = {row.code: row for row in session.scalars(select(Department))}
    assert found["SO"].name == "Wydział Spraw Obywatelskich"
    assert (found["SO"].valid_from_on, found["GK"].valid_from_on) == (dt.date(2024, 2, 1), dt.date(2026, 11, 21))
    assert length(session) == before + 2
    assert verify(session).is_whole


def test_the_same_file_again_adds_nothing(read, session):
    read(import_departments, DEPARTMENTS)
    before = length(session)
    summary, _problems = read(import_departments, DEPARTMENTS)
    assert (summary.taken, summary.known, length(session)) == (0, 2, before)


def test_bad_rows_are_told_and_the_good_ones_taken(read, session):
    rows = [
        "kod;nazwa;działa od",
        "USC;Inna nazwa;",
        "A;;",
        ";Bez kodu;",
        "B;Wydział B;31.02.2024",
        "C;Wydział C;",
        "c;Wydział C;",
        "D;" + "x" * 201 + ";",
        "E;Za mało",
    ]
    summary, problems = read(import_departments, "\n".join(rows))
    assert (summary.rows, summary.taken, summary.refused) == (8, 1, 7)
    assert problems == {
        2: "code_of_another",
        3: "missing_value",
        4: "missing_value",
        5: "bad_time",
        7: "double_code",
        8: "too_long",
        9: "ragged",
    }


@pytest.mark.parametrize(
    ("content", "code"),
    [("", "empty_file"), ("kod;nazwa\n", "no_rows"), ("kod;imię\nA;B\n", "missing_columns")],
)
def test_a_file_that_is_no_such_list_is_refused_as_a_whole(read, content, code):
    with pytest.raises(ImportRefused) as refused:
        read(import_departments, content)
    assert refused.value.code == code


# --- people ---


def test_people_come_with_their_roles_and_without_a_password(read, session, office):
    summary, problems = read(import_people, PEOPLE)
    assert (summary.taken, problems) == (3, {})
    anna = session.scalars(select(Person).where(Person.login == "anna.probna")).one()
    assert (anna.display_name, anna.post, anna.email, anna.password_hash) == (
        "Anna Próbna",
        "inspektor",
        "anna@urzad.example",
        "",
    )
    held = session.scalars(select(RoleAssignment).where(RoleAssignment.person_id == anna.id)).all()
    assert {(row.role, row.department_id) for row in held} == {
        ("handler", office.home.id),
        ("head", office.next_door.id),
    }
    summary, _problems = read(import_people, PEOPLE)
    assert (summary.taken, summary.known) == (0, 3)


def test_slips_in_people_are_told_row_by_row(read):
    rows = [
        "login;imię i nazwisko;rola;wydział;e-mail",
        "Ż;Anna;prowadzący;USC;",
        "a.a;;prowadzący;USC;",
        "b.b;Bożena;dyrektor;USC;",
        "c.c;Cezary;prowadzący;XYZ;",
        "d.d;Danuta;audytor;USC;",
        "head;Inna Osoba;prowadzący;USC;",
        "e.e;Ewa;prowadzący;USC;bez małpy",
        "f.f;Filip;prowadzący;USC;",
        "f.f;Filip;prowadzący;USC;",
    ]
    summary, problems = read(import_people, "\n".join(rows))
    assert summary.taken == 1
    assert problems == {
        2: "bad_login",
        3: "missing_value",
        4: "unknown_role",
        5: "no_such_department",
        6: "whole_office_role",
        7: "login_of_another",
        8: "bad_email",
        10: "double_role",
    }


def test_people_whose_account_is_closed_keep_their_roles_and_get_no_new_ones(read, session):
    read(import_people, PEOPLE)
    anna = session.scalars(select(Person).where(Person.login == "anna.probna")).one()
    anna.is_active = False
    session.commit()
    summary, problems = read(import_people, PEOPLE + "anna.probna;Anna Próbna;;;jakość;\n")
    assert (summary.taken, summary.known, list(problems.values())) == (0, 3, ["not_active"])


def test_a_refused_row_leaves_nobody_behind(read, session):
    read(import_people, "login;imię i nazwisko;rola;wydział\nx.x;Ksawery;audytor;USC\n")
    assert session.scalar(select(func.count()).where(Person.login == "x.x")) == 0


def test_every_role_has_a_word_and_its_own_name(backend):
    assert set(ROLES.values()) == set(Role)
    for role in Role:
        assert read_role(role.value) is role
        assert read_role(role.value.upper()) is role


# --- command line ---


@pytest.fixture
def run(app):
    runner: FlaskCliRunner = app.test_cli_runner()

    def act(*arguments: str, fails: bool = False) -> str:
        done = runner.invoke(args=["office", *arguments])
        assert (done.exit_code != 0) is fails, done.output
        return done.output

    return act


def test_the_commands_try_first_and_then_take(run, tmp_path, storage, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "w.csv").write_text(DEPARTMENTS, encoding="utf-8")
    (tmp_path / "o.csv").write_text(PEOPLE, encoding="cp1250")
    assert "2  przyjęte" in run("import-departments", "w.csv", "--dry-run")
    with storage.reading() as session:
        assert session.scalar(select(func.count()).select_from(Department)) == 2
    run("import-departments", "w.csv")
    run("import-people", "o.csv")
    with storage.reading() as session:
        assert session.scalar(select(func.count()).select_from(Department)) == 4
        assert session.scalar(select(func.count()).where(Person.login == "ewa.wzorowa")) == 1


def test_the_commands_report_bad_rows_and_refuse_bad_files(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "w.csv").write_text("kod;nazwa\n=1+1;\nSO;Sprawy\n", encoding="utf-8")
    run("import-departments", "w.csv")
    report = (tmp_path / "w.raport.csv").read_text(encoding="utf-8-sig")
    assert "brak wartości" in report
    assert "Nie ma pliku" in run("import-people", "nie-ma.csv", fails=True)


def test_a_reorganisation_from_the_command_line(run, storage, office):
    listed = run("departments")
    assert "USC" in listed
    assert "KOM" in listed
    run("rename-department", "USC", "Biuro Stanu Cywilnego", "--reason", "Uchwała 1")
    assert "has this name already" in run(
        "rename-department", "USC", "Biuro Stanu Cywilnego", "--reason", "x", fails=True
    )
    closing = ("close-department", "KOM", "--successor", "USC", "--reason", "Zarządzenie")
    assert "must be over" in run(*closing, "--last-day", "2026-11-21", fails=True)
    tried = run(*closing, "--last-day", "2026-11-20", "--dry-run")
    assert "Nothing was changed" in tried
    assert "3  roles pass" in tried
    run(*closing, "--last-day", "2026-11-20")
    assert "KOM          2024-01-02 2026-11-20  Wydział Komunikacji  -> USC" in run("departments")
    assert "There is no department XX" in run("rename-department", "XX", "Y", "--reason", "x", fails=True)


# --- page ---


@pytest.fixture
def administrator(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in(Role.ADMINISTRATOR)


def upload(client: FlaskClient, kind: str, content: bytes, name: str = "lista.csv"):
    page = client.get(f"{ROOT}/{kind}/import")
    return send(client, page, "step", file=(io.BytesIO(content), name))  # type: ignore[arg-type]


def test_a_file_is_shown_first_and_taken_then(administrator, storage):
    shown = upload(administrator, "people", PEOPLE.encode("cp1250"))
    assert shown.status_code == 200
    assert "3 wiersze zostaną przyjęte" in text(shown) or "3 wierszy zostanie przyjętych" in text(shown)
    with storage.reading() as session:
        assert session.scalar(select(func.count()).where(Person.login == "anna.probna")) == 0
    done = send(administrator, shown, "sure")
    assert done.location == f"{ROOT}/people"
    with storage.reading() as session:
        assert session.scalar(select(func.count()).where(Person.login == "anna.probna")) == 1
        assert verify(session).is_whole


def test_bad_rows_stand_on_the_page_with_their_reason(administrator):
    shown = text(upload(administrator, "people", "login;imię i nazwisko;rola\na.a;Anna;dyrektor\n".encode()))
    assert "nieznana rola; są: kancelaria" in shown
    assert "dyrektor" in shown
    assert "Wczytaj " not in shown.split("Inny plik")[0].replace("wczytanie", "")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Nie wybrano pliku"),
        (b"kod,imie\n1,2\n", "nie ma kolumn"),
        (b"\x00\x01\x02", "ani plikiem CSV"),
        (b"x" * 250_001, "za duży"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_beside_the_field(administrator, content, words):
    answer = upload(administrator, "departments", content)
    assert answer.status_code == 422
    assert words in errors_beside(answer)["file"]


def test_the_sample_file_can_be_read_back(administrator, storage):
    for kind in ("departments", "people"):
        sample = administrator.get(f"{ROOT}/{kind}/import/sample.csv")
        assert sample.mimetype == "text/csv"
        shown = upload(administrator, kind, sample.data)
        assert send(administrator, shown, "sure").status_code == 302
    with storage.reading() as session:
        assert session.scalar(select(func.count()).where(Person.login == "anna.przykladowa")) == 1


def test_the_page_is_for_the_administrator(administrator, signed_in):
    assert signed_in(Role.HEAD).get(f"{ROOT}/people/import").status_code == 403
    assert administrator.get(f"{ROOT}/desks/import").status_code == 404
    assert administrator.put(f"{ROOT}/people/import").status_code == 405


def test_a_list_may_come_as_a_workbook(administrator, storage: Storage):
    from openpyxl import Workbook

    book, content = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["kod", "nazwa", "działa od"])
    sheet.append(["SO", "Wydział Spraw Obywatelskich", dt.date(2024, 2, 1)])
    book.save(content)
    shown = upload(administrator, "departments", content.getvalue(), "lista.xlsx")
    assert send(administrator, shown, "sure").status_code == 302
    with storage.reading() as session:
        found = session.scalars(select(Department).where(Department.code == "SO")).one()
        assert found.valid_from_on == dt.date(2024, 2, 1)
