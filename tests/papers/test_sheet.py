"""Tables as files: a workbook and CSV hold the same rows, run nothing, and are the same bytes every time."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.clock import warsaw
from kernel.formulas import FORMULA_MARKS
from papers import Cell, Column, Sheet, printed, write_csv, write_workbook

MADE = warsaw(2026, 11, 21, 10)
COLUMNS = (Column("Lp."), Column("Dzień", 2), Column("Liczba", is_number=True))
ROWS: list[tuple[Cell, ...]] = [("1/2026", dt.date(2026, 1, 30), 7), ("2/2026", None, Decimal("1.5")), ("", None, 0)]
HOSTILE = ('=cmd|"/c calc"!A1', "+48 600 100 200", "-1", "@SUM(A1)", "\tx", "\rx")


def book(rows: list[tuple[Cell, ...]], title: str = "Rejestr") -> bytes:
    target = io.BytesIO()
    write_workbook(target, [Sheet(title, COLUMNS, rows)], MADE)
    return target.getvalue()


def read_book(data: bytes) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def read_csv(rows: list[tuple[Cell, ...]]) -> list[list[str]]:
    target = io.BytesIO()
    write_csv(target, Sheet("Rejestr", COLUMNS, rows))
    return list(csv.reader(io.StringIO(target.getvalue().decode("utf-8-sig")), delimiter=";"))


def test_a_workbook_keeps_words_days_and_numbers_as_what_they_are():
    head, *rows = read_book(book(ROWS))
    assert head == ("Lp.", "Dzień", "Liczba")
    assert rows[0] == ("1/2026", dt.datetime(2026, 1, 30), 7)
    assert rows[1] == ("2/2026", None, 1.5)
    assert rows[2] == (None, None, 0)


def test_csv_is_what_a_polish_spreadsheet_opens():
    assert read_csv(ROWS) == [
        ["Lp.", "Dzień", "Liczba"], ["1/2026", "2026-01-30", "7"], ["2/2026", "", "1.5"], ["", "", "0"],
    ]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_typed_becomes_a_formula(hostile: str):
    sheet = openpyxl.load_workbook(io.BytesIO(book([(hostile, None, None)]))).worksheets[0]
    cell = sheet["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).replace("_x000D_", "\r").strip() == hostile.strip()
    assert read_csv([(hostile, None, None)])[1][0].startswith("'")


@settings(max_examples=60)
@given(st.text(max_size=30))
def test_no_cell_of_csv_begins_as_a_formula_whatever_was_typed(typed: str):
    target = io.BytesIO()
    write_csv(target, Sheet("x", (Column("a"),), [(typed,)]))
    found = list(csv.reader(io.StringIO(target.getvalue().decode("utf-8-sig"), newline=""), delimiter=";"))
    assert all(not cell.startswith(FORMULA_MARKS) for row in found[1:] for cell in row)


def test_the_same_rows_give_the_same_bytes():
    assert book(ROWS) == book(ROWS)


def test_sheets_have_names_a_workbook_takes_each_its_own():
    target = io.BytesIO()
    long = "Rejestr: odwołania, zażalenia i ponaglenia [2026]"
    write_workbook(target, [Sheet(long, COLUMNS, []), Sheet(long, COLUMNS, []), Sheet("?", COLUMNS, [])], MADE)
    names = openpyxl.load_workbook(io.BytesIO(target.getvalue())).sheetnames
    assert len({name.lower() for name in names}) == 3
    assert all(0 < len(name) <= 31 for name in names)
    assert names[:2] == ["Rejestr odwołania, zażalenia…", "Rejestr odwołania, zażalenia… 2"]


def test_a_print_has_the_same_rows_in_words():
    table = printed(Sheet("Rejestr", COLUMNS, ROWS), lambda cell: "–" if cell is None else str(cell), empty="nic")
    assert table.rows[1] == ["2/2026", "–", "1.5"]
    assert table.empty == "nic"
