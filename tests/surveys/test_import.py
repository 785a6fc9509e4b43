"""Importing answers: the mapping is the questionnaire, only valid answers count, and twice is once."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imports.errors import BadFile, BadMapping, ImportRefused
from imports.mapping import shipped_names
from imports.report import Problem, Report
from imports.sections import load_toml
from imports.summary import Summary
from kernel.clock import Clock, FixedClock
from kernel.permissions import Actor
from ledger.models import LedgerHead
from ledger.verify import verify
from storage.session import Storage
from surveys.importing.mapping import SHIPPED, SurveyMapping, load_survey_mapping, read_survey_mapping
from surveys.importing.run import import_file
from surveys.models import Answer, Questionnaire, QuestionnaireVersion, Response
from tests.cast import FoundedOffice
from tests.imports.workbooks import made

pytestmark = pytest.mark.usefixtures("office")

MAPPING = """
name = "papier"
title = "Ankieta"
[time]
formats = ["%d.%m.%Y", "iso"]
[response]
number = "nr"
received = "data"
department = "wydzial"
[questionnaire]
key = "papierowa"
version = 1
title = "Ankieta papierowa"
[[scales]]
columns = ["obsluga", "czas"]
values = { "1" = "1", "2" = "2", "3" = "3", "4" = "4", "5" = "5" }
labels = { "5" = "Bardzo dobrze" }
dont_know = ["9"]
skipped = ["99"]
[[scales]]
kind = "one_of"
columns = ["zalatwione"]
values = { "T" = "yes", "N" = "no" }
[departments]
create = true
"""
HEADER = "nr;data;wydzial;obsluga;czas;zalatwione\n"
GOOD = "1;2.03.2026;Kasa;5;9;T\n2;2.03.2026;;4;99;\n3;2026-03-02T23:30:00;;;1;N\n"


def mapping_of(folder: Path, text: str = MAPPING) -> SurveyMapping:
    path = folder / "m.toml"
    path.write_text(text, encoding="utf-8")
    return read_survey_mapping(load_toml(path))


def csv_of(folder: Path, text: str) -> Path:
    path = folder / "plik.csv"
    path.write_text(text, encoding="utf-8")
    return path


def imported(session: Session, clock: Clock, path: Path, mapping: SurveyMapping) -> tuple[Summary, list[Problem]]:
    with Report(None, (), lambda problem: ()) as report:
        summary = import_file(session, clock, Actor(ref="operator"), path, mapping, report)
    assert summary.rows == summary.taken + summary.known + summary.refused
    return summary, report.first


def answers(session: Session, number: str) -> dict[str, int | str | None]:
    query = select(Answer).join(Response).where(Response.external_number == number)
    return {row.question: row.code if row.value is None else row.value for row in session.scalars(query)}


def everything(session: Session) -> tuple[int, ...]:
    tables = (Response, Answer, Questionnaire, QuestionnaireVersion)
    counts = [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
    return (*counts, session.scalar(select(LedgerHead.leaf)) or 0)


@pytest.mark.parametrize("name", shipped_names(SHIPPED))
def test_a_shipped_mapping_bears_the_name_of_its_file(name: str) -> None:
    assert load_survey_mapping(name).name == name


def test_both_waves_of_kansas_city_share_one_questionnaire() -> None:
    first, second = (load_survey_mapping(name).definition.content for name in ("kcmo_2021", "kcmo_2022"))
    assert first == second


def test_valid_answers_are_taken_dont_know_is_na_and_skipped_is_nothing(
    session: Session, clock: FixedClock, tmp_path: Path
) -> None:
    summary, problems = imported(session, clock, csv_of(tmp_path, HEADER + GOOD), mapping_of(tmp_path))
    assert (summary.taken, problems) == (3, [])
    assert answers(session, "1") == {"obsluga": 5, "czas": "na", "zalatwione": "yes"}
    assert answers(session, "2") == {"obsluga": 4}
    assert answers(session, "3") == {"czas": 1, "zalatwione": "no"}
    response = session.scalars(select(Response).where(Response.external_number == "3")).one()
    assert (response.mode, response.source, response.language, response.department_id) == (
        "import",
        "papier",
        "pl",
        None,
    )
    assert response.received_at == dt.datetime(2026, 3, 2, 22, 30, tzinfo=dt.UTC)
    noon = session.scalars(select(Response.received_at).where(Response.external_number == "1")).one()
    assert noon == dt.datetime(2026, 3, 2, 11, tzinfo=dt.UTC)


def test_answers_kept_in_a_workbook_as_numbers_and_dates_are_the_same(
    session: Session, clock: FixedClock, tmp_path: Path
) -> None:
    day = dt.date(2026, 3, 2)
    rows = [(1, day, "Kasa", 5, 9, "T"), (2, day, None, 4.0, 99, None), (3, dt.datetime(2026, 3, 2, 23, 30), *"  1N")]
    path = made(tmp_path / "odpowiedzi.xlsx", [HEADER.strip().split(";"), *rows])
    summary, problems = imported(session, clock, path, mapping_of(tmp_path))
    assert (summary.taken, problems) == (3, [])
    assert answers(session, "1") == {"obsluga": 5, "czas": "na", "zalatwione": "yes"}
    assert answers(session, "2") == {"obsluga": 4}
    assert answers(session, "3") == {"czas": 1, "zalatwione": "no"}


def test_the_mapping_publishes_its_questionnaire_and_the_responses_are_sealed(
    session: Session, clock: FixedClock, tmp_path: Path
) -> None:
    imported(session, clock, csv_of(tmp_path, HEADER + GOOD), mapping_of(tmp_path))
    version = session.scalars(
        select(QuestionnaireVersion)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(Questionnaire.key == "papierowa")
    ).one()
    questions = json.loads(version.definition)["questions"]
    assert [question["key"] for question in questions] == ["obsluga", "czas", "zalatwione"]
    assert [option["code"] for option in questions[0]["options"]] == ["1", "2", "3", "4", "5", "na"]
    assert session.scalar(select(func.count()).where(Response.source == "papier", Response.leaf.is_(None))) == 0
    session.commit()
    assert verify(session).is_whole


def test_importing_twice_adds_nothing(storage: Storage, clock: FixedClock, tmp_path: Path) -> None:
    path, mapping = csv_of(tmp_path, HEADER + GOOD), mapping_of(tmp_path)
    with storage.writing() as session:
        imported(session, clock, path, mapping)
        once = everything(session)
    with storage.writing() as session:
        assert imported(session, clock, path, mapping)[0].known == 3
        assert everything(session) == once


def test_an_answer_off_the_scale_costs_itself_a_bad_date_its_row(
    session: Session, clock: FixedClock, tmp_path: Path
) -> None:
    text = HEADER + "1;2.03.2026;;6;5;?\n2;kiedyś;;5;5;T\n3;2.03.2026;;99;;\n1;2.03.2026;;5;5;T\n"
    summary, problems = imported(session, clock, csv_of(tmp_path, text), mapping_of(tmp_path))
    assert (summary.taken, summary.refused) == (1, 3)
    found = {(problem.line, problem.column, problem.code, problem.is_kept) for problem in problems}
    assert found == {
        (2, "obsluga", "not_on_scale", True),
        (2, "zalatwione", "not_on_scale", True),
        (3, "data", "bad_time", False),
        (4, "", "no_answers", False),
        (5, "nr", "double_number", False),
    }
    assert answers(session, "1") == {"czas": 5}


def test_without_a_number_a_row_is_known_by_what_it_says_and_one_day_may_serve_all(
    session: Session, clock: FixedClock, tmp_path: Path
) -> None:
    text = MAPPING.replace('number = "nr"\nreceived = "data"', "received_on = 2026-03-02")
    rows = GOOD.splitlines(keepends=True)

    def stored_after(content: str, mapping: str) -> int:
        imported(session, clock, csv_of(tmp_path, HEADER + content), mapping_of(tmp_path, mapping))
        return session.scalar(select(func.count()).where(Response.source == "papier")) or 0

    assert stored_after(GOOD, text) == len(rows)
    assert stored_after("".join(reversed(rows)), text) == len(rows)
    assert stored_after("".join([rows[-1], *rows]), text) == len(rows) + 1
    assert stored_after(GOOD, text.replace("2026-03-02", "2026-04-02")) == 2 * len(rows) + 1


def test_a_changed_questionnaire_needs_a_new_version(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    path = csv_of(tmp_path, HEADER + GOOD)
    imported(session, clock, path, mapping_of(tmp_path))
    changed = MAPPING.replace("Bardzo dobrze", "Znakomicie")
    with pytest.raises(ImportRefused, match="version_frozen"):
        imported(session, clock, path, mapping_of(tmp_path, changed))
    newer = changed.replace("version = 1", "version = 2").replace('name = "papier"', 'name = "papier2"')
    assert imported(session, clock, path, mapping_of(tmp_path, newer))[0].taken == 3


def test_departments_are_opened_or_found(
    session: Session, clock: FixedClock, tmp_path: Path, office: FoundedOffice
) -> None:
    text = HEADER + f"1;2.03.2026;{office.home.code};5;5;T\n2;2.03.2026;Kasa;5;5;T\n"
    summary, _problems = imported(session, clock, csv_of(tmp_path, text), mapping_of(tmp_path))
    assert summary.details["departments"] == 1
    found = session.scalars(select(Response.department_id).where(Response.external_number == "1")).one()
    assert found == office.home.id


@pytest.mark.parametrize(
    ("found", "put", "code"),
    [
        ('received = "data"', "", "key_missing"),
        ('received = "data"', 'received = "data"\nreceived_on = 2026-01-01', "column_and_fixed"),
        ('columns = ["zalatwione"]', 'columns = ["czas"]', "question_twice"),
        ('"5" = "5"', '"5" = "6"', "not_allowed"),
        ("version = 1", 'version = "1"', "wrong_type"),
        ('kind = "one_of"', 'kind = "slider"', "not_allowed"),
        ("[[scales]]", "[[scale]]", "unknown_key_near"),
        ("[departments]", '[texts]\n"x" = "y"\n[departments]', "no_such_question"),
    ],
)
def test_a_wrong_mapping_is_refused(tmp_path: Path, found: str, put: str, code: str) -> None:
    assert found in MAPPING
    with pytest.raises(BadMapping) as refused:
        mapping_of(tmp_path, MAPPING.replace(found, put))
    assert refused.value.code == code


def test_a_mapping_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadMapping, match="no_questions"):
        mapping_of(tmp_path, MAPPING[: MAPPING.index("[[scales]]")])


def test_a_missing_question_column_is_named(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="missing_columns"):
        imported(session, clock, csv_of(tmp_path, "nr;data;wydzial;obsluga;czas\n"), mapping_of(tmp_path))


LIMESURVEY = Path(__file__).parent / "files" / "limesurvey.csv"
"""As LimeSurvey writes it: byte order mark, quotes around all, codes, columns of its own, words over two lines."""


def test_an_export_of_limesurvey_is_taken_with_its_own_mapping_and_each_bad_row_is_told(
    session: Session, clock: FixedClock, tmp_path: Path, office: FoundedOffice
) -> None:
    path = tmp_path / "results-survey.csv"
    path.write_bytes(LIMESURVEY.read_bytes().replace(b"HOME", office.home.code.encode()))
    summary, problems = imported(session, clock, path, load_survey_mapping("limesurvey"))
    assert (summary.rows, summary.taken, summary.refused) == (8, 3, 5)
    assert answers(session, "1") == {
        "G01Q02": 4, "G01Q03[SQ001]": 2, "G01Q03[SQ002]": "na", "G01Q04": "yes", "G01Q05[SQ001]": "yes",
    }  # fmt: skip
    assert answers(session, "2") == {"G01Q02": 5, "G01Q04": "no", "G01Q05[SQ002]": "yes"}
    assert answers(session, "7") == {"G01Q03[SQ001]": 1}
    first = session.scalars(select(Response).where(Response.external_number == "1")).one()
    facts = (first.mode, first.source, first.language, first.department_id, first.received_at)
    assert facts == ("import", "limesurvey", "pl", office.home.id, dt.datetime(2026, 3, 2, 11, 15, 9, tzinfo=dt.UTC))
    told = [(problem.column, problem.code, problem.is_kept) for problem in problems]
    assert told == [
        ("submitdate", "missing_value", False),
        ("submitdate", "missing_value", False),
        ("startlanguage", "unknown_value", False),
        ("G01Q01", "unknown_department", False),
        ("G01Q02", "not_on_scale", True),
        ("id", "double_number", False),
    ]
    again, _problems = imported(session, clock, path, load_survey_mapping("limesurvey"))
    assert (again.taken, again.known) == (0, 4), "three, and the second row of number 2"
    session.commit()
    assert verify(session).is_whole


# --- the command ---


def run(app: Flask, folder: Path, *options: str) -> Result:
    (folder / "m.toml").write_text(MAPPING, encoding="utf-8")
    mapping, report = str(folder / "m.toml"), str(folder / "r.csv")
    arguments = ["surveys", "import", str(folder / "plik.csv"), "--mapping", mapping, "--report", report, *options]
    return app.test_cli_runner().invoke(args=arguments)


def test_the_command_imports_and_a_dry_run_leaves_nothing(app: Flask, storage: Storage, tmp_path: Path) -> None:
    csv_of(tmp_path, HEADER + GOOD + "9;kiedyś;;5;5;T\n")
    with storage.reading() as session:
        before = everything(session)
    tried = run(app, tmp_path, "--dry-run")
    assert (tried.exit_code, "3  przyjęte" in tried.output) == (0, True), tried.output
    with storage.reading() as session:
        assert everything(session) == before
    done = run(app, tmp_path)
    assert (done.exit_code, "1  odrzucone" in done.output) == (0, True)
    assert (tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("5;data;kiedyś;")
    with storage.reading() as session:
        assert everything(session)[0] == before[0] + 3


@pytest.mark.parametrize("content", [b"", HEADER.encode(), "nr;dąta\n".encode("cp1250"), b"a,b\n1,2\n"])
def test_an_odd_file_leaves_not_even_a_questionnaire(
    app: Flask, storage: Storage, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "plik.csv").write_bytes(content)
    with storage.reading() as session:
        before = everything(session)
    assert run(app, tmp_path).exit_code == 1
    with storage.reading() as session:
        assert everything(session) == before


def test_when_no_row_can_be_taken_not_even_a_questionnaire_is_left(
    app: Flask, storage: Storage, tmp_path: Path
) -> None:
    csv_of(tmp_path, HEADER + "9;kiedyś;;5;5;T\n")
    with storage.reading() as session:
        before = everything(session)
    assert run(app, tmp_path).exit_code == 1
    with storage.reading() as session:
        assert everything(session) == before
