"""The register printed in the handbook is imported as the handbook says."""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy.orm import Session

from complaints.importing.mapping import CaseMapping, load_case_mapping
from kernel.clock import FixedClock
from tests.complaints.importing import cases, csv_of, imported

pytestmark = pytest.mark.usefixtures("office")
HANDBOOK = Path(__file__).parents[2] / "docs" / "handbook" / "import.md"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    found = re.search(r"```csv\n(.*?)```", HANDBOOK.read_text(encoding="utf-8"), re.S)
    assert found is not None
    return csv_of(tmp_path, found.group(1))


@pytest.fixture
def mapping() -> CaseMapping:
    return load_case_mapping("rejestr_skarg")


def test_the_example_is_taken_without_a_problem(
    session: Session, clock: FixedClock, example: Path, mapping: CaseMapping
) -> None:
    summary, problems = imported(session, clock, example, mapping)
    assert (summary.taken, problems) == (2, [])
    first, second = (cases(session)[number] for number in ("OR.1510.1.2026", "OR.1510.2.2026"))
    assert (first.kind, first.channel, first.outcome, first.due_on, first.settled_on) == (
        "skarga",
        "paper",
        "bezzasadna",
        dt.date(2026, 3, 2),
        dt.date(2026, 3, 2),
    )
    assert (second.kind, second.channel, second.outcome, second.due_on, second.settled_on) == (
        "wniosek",
        "email",
        None,
        dt.date(2026, 3, 12),
        None,
    )


def test_the_same_register_saved_as_cp1250_needs_one_line_in_the_mapping(
    session: Session, clock: FixedClock, example: Path, mapping: CaseMapping
) -> None:
    example.write_text(example.read_text(encoding="utf-8"), encoding="cp1250")
    in_cp1250 = replace(mapping, file=replace(mapping.file, encoding="cp1250"))
    assert imported(session, clock, example, in_cp1250)[0].taken == 2
    assert cases(session)["OR.1510.2.2026"].subject == "Ławka przed wejściem"


def as_workbook(example: Path) -> Path:
    """The example as somebody keeps it in Excel: a title, real dates, a sheet of notes before it."""
    book = Workbook()
    book.active.title = "Uwagi"
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("Skargi")
    sheet.append(["Rejestr skarg i wniosków 2026"])
    for line in csv.reader(example.read_text(encoding="utf-8").splitlines(), delimiter=";"):
        sheet.append([_dated(cell) for cell in line])
    path = example.with_suffix(".xlsx")
    book.save(path)
    return path


def _dated(cell: str) -> object:
    found = re.fullmatch(r"(\d\d)\.(\d\d)\.(\d{4})", cell)
    return dt.date(int(found[3]), int(found[2]), int(found[1])) if found else cell


def test_the_same_register_as_a_workbook_gives_the_same_cases(
    session: Session, clock: FixedClock, example: Path, mapping: CaseMapping
) -> None:
    compared = ("kind", "channel", "outcome", "subject", "received_on", "due_on", "settled_on", "year")

    def register() -> dict[str | None, list[object]]:
        return {number: [getattr(case, name) for name in compared] for number, case in cases(session).items()}

    with session.begin_nested() as attempt:
        assert imported(session, clock, example, mapping)[1] == []
        from_csv = register()
        attempt.rollback()
    summary, problems = imported(session, clock, as_workbook(example), mapping)
    assert (summary.taken, problems) == (2, [])
    assert register() == from_csv
    assert imported(session, clock, example, mapping)[0].known == 2
