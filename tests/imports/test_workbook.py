"""Reading workbooks: what a person sees in Excel is what the import reads, and every odd workbook has its sentence."""

from __future__ import annotations

import datetime as dt
import random
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import Workbook, load_workbook

from imports.errors import BadFile
from imports.mapping import FileShape, TimeShape
from imports.reader import Row, open_table
from imports.values import DateText, read_when
from imports.workbook import parts as limits
from imports.workbook.cells import number_text
from imports.workbook.texts import REMEMBERED
from tests.imports.workbooks import HEAD, HEADER, MAIN, PARTS, made, row, written

COLUMNS = ("numer", "wpływ")
TITLE = ("numer", "wpływ", "treść")


def read(path: Path, **shape: object) -> list[Row]:
    with open_table(path, FileShape(**shape), COLUMNS) as table:  # type: ignore[arg-type]
        return list(table.rows())


def refusal(path: Path, **shape: object) -> BadFile:
    with pytest.raises(BadFile) as refused:
        read(path, **shape)
    return refused.value


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "rejestr.xlsx"


# --- cells ---


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        ("  OR.1  ", "  OR.1  "),
        (7, "7"),
        (1.0, "1"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.3"),
        (-2.5, "-2.5"),
        (12345678901234, "12345678901234"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        (False, "FALSE"),
        (dt.date(2026, 11, 21), "2026-11-21"),
        (dt.datetime(2026, 11, 21, 10, 30), "2026-11-21T10:30:00"),
        (dt.datetime(2026, 11, 21), "2026-11-21T00:00:00"),
        (dt.time(10, 30), "10:30:00"),
        (dt.timedelta(hours=26, minutes=5), "26:05:00"),
        ("=1+1", "="),
        ("zażółć\ngęślą", "zażółć\ngęślą"),
    ],
)
def test_a_cell_becomes_the_text_a_person_would_write(book: Path, kept: object, text: str) -> None:
    [found] = read(made(book, [TITLE, ("1", "x", kept)]))
    assert found.cells[2] == text
    assert isinstance(found.cells[2], DateText) == isinstance(kept, dt.date)


def test_a_date_without_hours_is_a_day_and_one_with_hours_a_moment(book: Path) -> None:
    days, moments, spans = (f' s="{style}"><v>46347</v>' for style in (1, 2, 3))
    read_back = read(written(book, row(2, days, moments) + row(3, ' s="1"><v>46347.4375</v>', spans)))
    assert [found.cells for found in read_back] == [
        ("2026-11-21", "2026-11-21T00:00:00"),
        ("2026-11-21T10:30:00", "1112328:00:00"),
    ]


def test_the_calendar_that_begins_in_1904_is_understood(book: Path) -> None:
    workbook = PARTS["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    [found] = read(written(book, row(2, ' s="1"><v>44885</v>', "><v>1</v>"), workbook=workbook))
    assert found.cells[0] == "2026-11-21"


@pytest.mark.parametrize("formats", [("%d.%m.%Y",), ("iso",), ("%m/%d/%Y",)])
def test_a_date_cell_is_read_right_whatever_the_mappings_formats(formats: tuple[str, ...]) -> None:
    shape = TimeShape(dt.UTC, "UTC", formats)
    assert read_when(DateText("2026-02-01"), shape).day == dt.date(2026, 2, 1)


def test_a_number_that_is_no_date_stays_a_number(book: Path) -> None:
    [found] = read(written(book, row(2, ' s="1"><v>99999999999</v>', ' s="1"><v>-5</v>')))
    assert found.cells[0] == "99999999999"


def test_errors_and_formulas_without_a_result_are_faults_of_their_cells(book: Path) -> None:
    error, empty_formula = ' t="e"><v>#N/A</v>', "><f>A1+1</f>"
    rows = read(
        written(book, row(2, error, empty_formula) + row(3, "><f>1+1</f><v>2</v>", ' t="str"><f>""</f><v></v>'))
    )
    assert rows[0].faults == ((0, "cell_error"), (1, "no_cached_value"))
    assert (rows[1].cells, rows[1].faults) == (("2", ""), ())


def test_shared_rich_inline_and_coded_texts_are_read(book: Path) -> None:
    inline = ' t="inlineStr"><is><r><t>a</t></r><r><t>b_x000D_c</t></r><rPh><t>aid</t></rPh></is>'
    [found] = read(written(book, row(2, ' t="s"><v>2</v>', inline)))
    assert found.cells == ("Żółta jaźń", "ab\rc")


def test_a_coded_zero_sign_troubles_its_row(book: Path) -> None:
    assert read(written(book, row(2, ' t="inlineStr"><is><t>a_x0000_</t></is>', "><v>1</v>")))[0].trouble == "nul"


def test_a_date_kept_as_text_of_iso_8601_is_a_date(book: Path) -> None:
    [found] = read(written(book, row(2, ' t="d"><v>2026-11-21</v>', ' t="d"><v>2026-11-21T10:30:00.000Z</v>')))
    assert found.cells == ("2026-11-21", "2026-11-21T10:30:00")


@given(some.floats(-1e300, 1e300))
def test_a_number_keeps_its_fifteen_digits(number: float) -> None:
    assert float(number_text(repr(number))) == pytest.approx(number, rel=1e-14)
    assert "e" not in number_text(repr(number)).lower()


# --- rows ---


def test_the_header_may_stand_below_a_title(book: Path) -> None:
    rows = read(made(book, [("Rejestr skarg",), (), ("rok", 2026), TITLE, ("1", "2.01.2026", "x")]))
    assert [(found.line, found.cells[0]) for found in rows] == [(5, "1")]


def test_empty_rows_and_columns_to_the_very_end_of_the_sheet_are_passed_over(book: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    rows = read(written(book, row(2, "><v>1</v>", ' s="1">') + '<row r="3"><c r="A3" s="1"/></row>' + far))
    assert [(found.line, found.cells) for found in rows] == [(2, ("1", ""))]


def test_notes_in_the_margin_are_no_part_of_the_table(book: Path) -> None:
    assert read(made(book, [TITLE, (1, 2, 3, None, "sprawdzić!")])) == [Row(2, ("1", "2", "3"))]


def test_hidden_rows_are_read_like_any(book: Path) -> None:
    hidden = row(2, "><v>1</v>", "><v>2</v>").replace('<row r="2"', '<row r="2" hidden="1"')
    assert len(read(written(book, hidden))) == 1


def test_rows_and_cells_without_an_address_are_counted(book: Path) -> None:
    rows = read(written(book, "<row><c><v>1</v></c><c><v>2</v></c></row>"))
    assert rows == [Row(2, ("1", "2"))]


def test_a_prefix_before_the_names_changes_nothing(book: Path) -> None:
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{HEADER}{row(2, "><v>1</v>")}</x:sheetData></x:worksheet>'
    for name in ("row", "c", "v"):
        sheet = (
            sheet.replace(f"<{name} ", f"<x:{name} ")
            .replace(f"<{name}>", f"<x:{name}>")
            .replace(f"</{name}>", f"</x:{name}>")
        )
    assert read(written(book, "", sheet1=HEAD + sheet)) == [Row(2, ("1", ""))]


@pytest.mark.parametrize(
    ("area", "is_refused"), [("A2:A4", True), ("A2:C2", False), ("D2:D9", False), ("D1:E1", False)]
)
def test_cells_merged_downwards_in_a_column_that_is_read_are_refused(book: Path, area: str, is_refused: bool) -> None:
    made(book, [TITLE, ("1", "2", "3"), ("4", "5", "6")])
    workbook = load_workbook(book)
    workbook.active.merge_cells(area)
    workbook.save(book)
    if is_refused:
        found = refusal(book)
        assert (found.code, found.facts["cells"]) == ("merged_cells", area)
    else:
        assert len(read(book)) == 2


# --- sheets ---


@pytest.fixture
def three_sheets(book: Path) -> Path:
    workbook = Workbook()
    for name, number in (("Ukryty", "0"), ("Skargi", "1"), ("Wnioski ", "2")):
        sheet = workbook.create_sheet(name)
        sheet.append(TITLE)
        sheet.append((number, "x", "y"))
    workbook.remove(workbook.worksheets[0])
    workbook.worksheets[0].sheet_state = "hidden"
    workbook.active = 1
    workbook.save(book)
    return book


@pytest.mark.parametrize(("sheet", "number"), [(None, "1"), ("Wnioski", "2"), ("Ukryty", "0"), (3, "2"), (1, "0")])
def test_the_sheet_is_the_one_of_the_mapping_or_the_first_that_is_not_hidden(
    three_sheets: Path, sheet: str | int | None, number: str
) -> None:
    assert read(three_sheets, sheet=sheet)[0].cells[0] == number


@pytest.mark.parametrize("sheet", ["Petycje", 4, 0, -1])
def test_an_unknown_sheet_is_refused_with_those_that_are_there(three_sheets: Path, sheet: str | int) -> None:
    found = refusal(three_sheets, sheet=sheet)
    assert (found.code, found.facts["known"]) == ("no_such_sheet", "Ukryty, Skargi, Wnioski ")


# --- refusals ---


def archive_of(path: Path, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def test_each_kind_of_file_that_is_no_xlsx_has_its_own_sentence(tmp_path: Path, book: Path) -> None:
    def saved(content: bytes) -> Path:
        book.write_bytes(content)
        return book

    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    assert refusal(saved(ole + b"\0" * 2_000_000 + "Workbook".encode("utf-16-le"))).code == "old_workbook"
    assert refusal(saved(ole + b"\0" * 1_048_560 + "EncryptedPackage".encode("utf-16-le"))).code == "locked_workbook"
    ods = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}
    assert refusal(archive_of(book, **ods)).code == "open_document"
    assert refusal(archive_of(book, **{"xl/workbook.bin": ""})).code == "binary_workbook"
    assert refusal(archive_of(book, **{"word/document.xml": ""})).code == "not_workbook"
    macros = PARTS["[Content_Types].xml"].replace(
        "openxmlformats-officedocument.spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main"
    )
    assert refusal(archive_of(book, **{**PARTS, "[Content_Types].xml": macros})).code == "macro_workbook"
    strict = PARTS["xl/workbook.xml"].replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    assert refusal(archive_of(book, **{**PARTS, "xl/workbook.xml": strict})).code == "strict_workbook"


def test_an_empty_sheet_and_missing_and_double_columns_are_refused(book: Path) -> None:
    assert refusal(made(book, [])).code == "empty_file"
    assert refusal(made(book, [("numer", "data"), (1, 2)])).facts["missing"] == "wpływ"
    assert refusal(made(book, [("numer", "wpływ", "numer"), (1, 2, 3)])).code == "double_column"


@pytest.mark.parametrize("part", ["sheet1", "sharedStrings", "workbook", "styles"])
def test_entities_are_refused_in_every_part(book: Path, part: str) -> None:
    evil = f'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet xmlns="{MAIN}">&b;</worksheet>'
    assert refusal(written(book, "", **{part: evil})).code == "broken_workbook"


def test_a_bomb_is_refused_before_it_is_unpacked(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGE_BYTES", 1_000_000)
    assert refusal(written(book, " " * 2_000_000)).code == "bomb"
    monkeypatch.setattr(limits, "LARGEST_SMALL_BYTES", 300)
    assert refusal(written(book, "")).code == "broken_workbook"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="A2" t="inlineStr"><is><t>' + "x" * 2_000_000,
        '<row r="2"><c r="A2"><v>' + "1" * 2_000_000,
        '<row r="2"><c r="' + "A" * 9_000_000,
        '<row r="2"><c r="XFE2"><v>1</v></c></row>',
        '<row r="2">' + "<c><v>1</v></c>" * 16_385,
        '<row r="9999999"><c><v>1</v></c></row>',
        '<row r="two"><c><v>1</v></c></row>',
        '<row r="2"><c r="A2" t="s"><v>99</v></c></row>',
        '<row r="2"><c r="A2" t="s"><v>-1</v></c></row>',
        '<row r="2"><c',
    ],
    ids=["text", "number", "name", "column", "cells", "rows", "row", "missing text", "negative text", "cut"],
)
def test_endless_and_senseless_sheets_are_refused_as_damaged(book: Path, rows: str) -> None:
    assert refusal(written(book, rows)).code == "broken_workbook"


def test_a_damaged_workbook_is_read_or_refused_but_never_an_accident(book: Path) -> None:
    made(book, [TITLE, *((n, dt.date(2026, 1, 1), f"treść {n}") for n in range(30))])
    whole, chance = book.read_bytes(), random.Random(20261121)
    for _round in range(150):
        damaged = bytearray(whole)
        for _byte in range(chance.choice((1, 5, 50))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        book.write_bytes(bytes(damaged[: chance.choice((len(damaged), chance.randrange(len(damaged))))]))
        try:
            read(book)
        except BadFile:
            continue


# --- size ---


def test_a_big_workbook_is_read_in_little_memory(book: Path) -> None:
    count, length = 3 * REMEMBERED, 4_000
    texts = "".join(f"<si><t>{n} {'x' * length}</t></si>" for n in range(count))
    rows = "".join(row(n + 2, f' t="s"><v>{n}</v>') for n in range(count))
    written(book, rows, sharedStrings=f'{HEAD}<sst xmlns="{MAIN}">{texts}</sst>')
    tracemalloc.start()
    with open_table(book, FileShape(), ()) as table:
        read_length = sum(len(found.cells[0]) for found in table.rows())
        assert table.read_bytes == table.size_bytes
    _now, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read_length > 24_000_000
    assert peak_bytes < 12_000_000
