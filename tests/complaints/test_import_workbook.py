"""``flask complaints import`` of a workbook: the same counts and report as CSV, and a sentence for each refusal."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import Workbook

from storage.session import Storage
from tests.complaints.importing import HEADER
from tests.complaints.test_import_command import Run, run, state  # noqa: F401 - the fixture "run"
from tests.imports.workbooks import made

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
COLUMNS = tuple(HEADER.strip().split(";"))
DAY = dt.datetime(2026, 3, 2, 10)
ROWS = (
    COLUMNS,
    (1, DAY, dt.datetime(2026, 3, 9, 10), dt.datetime(2026, 3, 5, 9), "tel", "Drogi", "OK"),
    (2, DAY, None, None, "fax", "Drogi", None),
    (3, "#N/A", None, None, "tel", None, None),
    (4, "=TODAY()", None, None, "tel", None, None),
)


def test_good_rows_are_taken_and_errors_stand_in_the_report(run: Run, storage: Storage, tmp_path: Path) -> None:  # noqa: F811
    book = made(tmp_path / "rejestr.xlsx", ROWS)
    before = state(storage)
    result = run(book)
    assert result.exit_code == 0, result.output
    assert state(storage)[0] == before[0] + 2
    report = (tmp_path / "rejestr.raport.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(";")[:2] + line.split(";")[3:] for line in report[1:]] == [
        ["4", "od", "w komórce jest błąd zamiast wartości", "nie"],
        ["5", "od", '"formuła bez obliczonego wyniku', ' proszę otworzyć skoroszyt w Excelu i zapisać"', "nie"],
    ]
    assert "2  znane wcześniej" in run(book).output


def test_cells_merged_downwards_are_found_at_the_end_and_leave_nothing(
    run: Run,  # noqa: F811
    storage: Storage,
    tmp_path: Path,
) -> None:
    book = Workbook()
    for row in ROWS[:3]:
        book.active.append(row)
    book.active.merge_cells("F2:F3")
    book.save(tmp_path / "rejestr.xlsx")
    before = state(storage)
    result = run(tmp_path / "rejestr.xlsx")
    assert result.exit_code == 1
    assert "F2:F3" in result.output
    assert state(storage) == before


def test_a_mapping_that_names_a_sheet_that_is_not_there_is_told_which_are(run: Run, tmp_path: Path) -> None:  # noqa: F811
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        mapping.read_text(encoding="utf-8").replace("[file]", '[file]\nsheet = "Skargi"'), encoding="utf-8"
    )
    result = run(made(tmp_path / "rejestr.xlsx", ROWS))
    assert result.exit_code == 1
    assert "nie ma arkusza „Skargi”. Są w nim: Rejestr." in result.output
