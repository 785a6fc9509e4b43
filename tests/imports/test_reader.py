"""Reading tables: every odd file ends in a clear refusal, every odd row in a named trouble."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from imports.errors import BadFile
from imports.mapping import FileShape
from imports.reader import Row, open_table

COLUMNS = ("numer", "wpływ")
POLISH = "numer;wpływ;treść\n1;2.01.2026;Żółta jaźń\n"


def saved(folder: Path, content: bytes | str, encoding: str = "utf-8") -> Path:
    path = folder / "rejestr.csv"
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return path


def read(path: Path, **shape: object) -> list[Row]:
    with open_table(path, FileShape(**shape), COLUMNS) as table:  # type: ignore[arg-type]
        return list(table.rows())


def refusal(path: Path, **shape: object) -> BadFile:
    with pytest.raises(BadFile) as refused:
        read(path, **shape)
    return refused.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_is_read_with_and_without_a_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    assert read(saved(tmp_path, POLISH, encoding)) == [Row(2, ("1", "2.01.2026", "Żółta jaźń"))]


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2", "utf-16"])
def test_a_declared_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    assert read(saved(tmp_path, POLISH, encoding), encoding=encoding)[0].cells[2] == "Żółta jaźń"


@pytest.mark.parametrize(
    ("written", "declared", "probable"),
    [
        ("cp1250", "utf-8", "cp1250"),
        ("iso8859-2", "utf-8", "iso8859-2"),
        ("utf-16", "utf-8", "utf-16"),
        ("utf-16-le", "utf-8", "utf-16-le"),
        ("utf-16-be", "cp1250", "utf-16-be"),
        ("utf-16", "cp1250", "utf-16"),
        ("utf-8", "cp1250", "utf-8"),
        ("utf-8-sig", "cp1250", "utf-8"),
        ("utf-8", "utf-16", "utf-8"),
        ("cp1250", "utf-16", "cp1250"),
    ],
)
def test_a_wrong_encoding_is_refused_with_what_it_looks_like(
    tmp_path: Path, written: str, declared: str, probable: str
) -> None:
    found = refusal(saved(tmp_path, POLISH * 20, written), encoding=declared)
    assert (found.code, found.facts["probable"], found.facts["expected"]) == ("wrong_encoding", probable, declared)


def test_a_wrong_character_deep_in_the_file_names_its_line(tmp_path: Path) -> None:
    good = b"numer;wp\xc5\x82yw\n" + b"1;2\n" * 400_000
    found = refusal(saved(tmp_path, good + b"2;\xb9\xea\n"))
    assert (found.code, found.facts["line"], found.facts["probable"]) == ("wrong_encoding", 400_002, "cp1250")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"  \r\n", b"sep=;\r\n"])
def test_an_empty_file_is_called_empty(tmp_path: Path, content: bytes) -> None:
    assert refusal(saved(tmp_path, content)).code == "empty_file"


def test_a_missing_file_is_called_missing(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nie_ma.csv").code == "no_such_file"


@pytest.mark.parametrize(("head", "code"), [(b"PK\x03\x04", "not_workbook"), (b"\xd0\xcf\x11\xe0", "old_workbook")])
def test_what_begins_like_a_workbook_is_not_taken_for_csv(tmp_path: Path, head: bytes, code: str) -> None:
    assert refusal(saved(tmp_path, head + b"\0" * 100)).code == code


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out_from_the_header(tmp_path: Path, mark: str) -> None:
    assert read(saved(tmp_path, POLISH.replace(";", mark)))[0].cells[0] == "1"


def test_excels_sep_line_is_understood_and_counted(tmp_path: Path) -> None:
    assert read(saved(tmp_path, "sep=;\r\n" + POLISH, "utf-8-sig"))[0].line == 3


@pytest.mark.parametrize("head", ["", "sep=;\n"])
def test_a_semicolon_file_is_refused_where_the_mapping_says_comma(tmp_path: Path, head: str) -> None:
    found = refusal(saved(tmp_path, head + POLISH), delimiter=",")
    assert (found.code, found.facts["expected"], found.facts["found"]) == ("wrong_delimiter", ",", ";")


def test_missing_columns_are_named(tmp_path: Path) -> None:
    found = refusal(saved(tmp_path, "numer;data\n1;2\n"))
    assert (found.code, found.facts["missing"]) == ("missing_columns", "wpływ")
    assert "numer, data" in str(found.facts["found"])


def test_a_column_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    assert refusal(saved(tmp_path, "numer;wpływ;numer\n1;2;3\n")).facts["column"] == "numer"


def test_rows_of_the_wrong_width_are_troubled_and_their_neighbours_are_not(tmp_path: Path) -> None:
    rows = read(saved(tmp_path, "numer;wpływ\n1;2\n3\n4;5;6\n7;8;;\n\n;\n9;10\n"))
    assert [(row.line, row.trouble) for row in rows] == [(2, None), (3, "ragged"), (4, "ragged"), (5, None), (8, None)]


def test_nul_bytes_trouble_their_row_only(tmp_path: Path) -> None:
    rows = read(saved(tmp_path, "numer;wpływ\n1;2\n3;a\0b\n5;6\n"))
    assert [row.trouble for row in rows] == [None, "nul", None]


def test_a_cell_over_several_lines_counts_from_its_first(tmp_path: Path) -> None:
    rows = read(saved(tmp_path, 'numer;wpływ\n1;"a\nb\r\nc"\n2;d\n'))
    assert [(row.line, row.cells[1]) for row in rows] == [(2, "a\nb\r\nc"), (5, "d")]


def test_a_stray_quotation_mark_troubles_its_row_only(tmp_path: Path) -> None:
    rows = read(saved(tmp_path, 'numer;wpływ\n1;"a"b\n2;c\n'))
    assert [(row.line, row.trouble) for row in rows] == [(2, "quotes"), (3, None)]


@pytest.mark.parametrize("rest", ["2;b\n", "2;b\n" * 50_000])
def test_a_quotation_mark_that_is_never_closed_ends_the_import(tmp_path: Path, rest: str) -> None:
    found = refusal(saved(tmp_path, 'numer;wpływ\n1;"a\n' + rest))
    assert (found.code, found.facts["line"]) == ("unclosed_quote", 2)


def test_values_that_mean_nothing_are_empty(tmp_path: Path) -> None:
    shape = FileShape(nothing=frozenset({"", "brak"}))
    with open_table(saved(tmp_path, "numer;wpływ\n  1 ;brak\n"), shape, COLUMNS) as table:
        [row] = table.rows()
        assert (table.value(row, "numer"), table.value(row, "wpływ")) == ("1", "")


def test_a_big_file_is_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("numer;wpływ\n")
        for _block in range(40):
            file.write(("123456;" + "x" * 490 + "\n") * 1000)
    tracemalloc.start()
    with open_table(path, FileShape(), COLUMNS) as table:
        count = sum(1 for _row in table.rows())
        assert table.read_bytes == table.size_bytes > 19_000_000
    _now, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 40_000
    assert peak_bytes < 6_000_000
