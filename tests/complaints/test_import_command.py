"""``flask complaints import``: what a person sees, and that whatever goes wrong leaves the database as it was."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from storage.session import Storage
from tests.complaints.importing import GOOD, HEADER, SERVICE, csv_of, everything

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run(file, "--dry-run")`` with the mapping of the tests; reports go to the test's own folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.toml").write_text(SERVICE, encoding="utf-8")

    def call(file: Path | str, *options: str, mapping: str = "./m.toml") -> Result:
        arguments = ["complaints", "import", str(file), "--mapping", mapping, *options]
        return app.test_cli_runner().invoke(args=arguments)

    return call


def state(storage: Storage) -> tuple[int, ...]:
    with storage.reading() as session:
        return everything(session)


def test_an_import_says_what_it_did_and_the_second_one_that_nothing_was_new(
    run: Run, storage: Storage, tmp_path: Path
) -> None:
    file, before = csv_of(tmp_path, HEADER + GOOD), state(storage)
    first = run(file)
    assert first.exit_code == 0, first.output
    assert "3  przyjęte" in first.output
    assert "1  nowe wydziały" in first.output
    after = state(storage)
    assert after[0] == before[0] + 3
    second = run(file)
    assert "3  znane wcześniej" in second.output
    assert state(storage) == after
    assert not list(tmp_path.glob("*.raport.csv"))


def test_a_dry_run_says_the_same_and_leaves_nothing(run: Run, storage: Storage, tmp_path: Path) -> None:
    before = state(storage)
    result = run(csv_of(tmp_path, HEADER + GOOD), "--dry-run")
    assert result.exit_code == 0
    assert "Próba" in result.output
    assert "3  przyjęte" in result.output
    assert state(storage) == before


def test_bad_rows_stand_in_the_report_with_line_column_value_and_reason(run: Run, tmp_path: Path) -> None:
    result = run(csv_of(tmp_path, HEADER + "Z1;wczoraj;;;;;\n" + GOOD))
    assert result.exit_code == 0
    assert "1  odrzucone" in result.output
    with (tmp_path / "plik.raport.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";")) == [
            ["wiersz", "kolumna", "wartość", "powód", "przyjęty"],
            ["2", "od", "wczoraj", "to nie jest data w żadnym z formatów: iso", "nie"],
        ]


def test_the_report_goes_where_it_is_told(run: Run, tmp_path: Path) -> None:
    run(csv_of(tmp_path, HEADER + "Z1;wczoraj;;;;;\n" + GOOD), "--report", str(tmp_path / "moj.csv"))
    assert (tmp_path / "moj.csv").exists()


def test_when_no_row_can_be_taken_the_command_fails_and_changes_nothing(
    run: Run, storage: Storage, tmp_path: Path
) -> None:
    before = state(storage)
    result = run(csv_of(tmp_path, HEADER + "Z1;1.2.2026;;;;;\n"))
    assert result.exit_code == 1
    assert "Nie przyjęto żadnego wiersza" in result.output
    assert state(storage) == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "jest pusty"),
        (HEADER.encode(), "tylko nagłówek"),
        ((HEADER + GOOD).encode("utf-16"), "Wygląda na utf-16"),
        ((HEADER + GOOD).encode("cp1250"), "Wygląda na cp1250"),
        ((HEADER + GOOD).replace(";", ",").encode(), "rozdziela znak „,”"),
        (b"PK\x03\x04" + b"\0" * 50, "ale nie skoroszytem"),
        (b"nr;od\n1;2\n", "nie ma kolumn: do, koniec, kanal, wydzial, znak"),
        ((HEADER + GOOD + '"otwarty').encode(), "w wierszu 5 nie jest nigdzie zamknięty"),
        ((HEADER.replace("znak", "nr") + GOOD).encode(), "nie ma kolumn: znak"),
    ],
)
def test_an_odd_file_ends_in_a_sentence_and_an_unchanged_database(
    run: Run, storage: Storage, tmp_path: Path, content: bytes, words: str
) -> None:
    path, before = tmp_path / "plik.csv", state(storage)
    path.write_bytes(content)
    result = run(path)
    assert result.exit_code == 1
    assert words in result.output
    assert "Baza danych pozostała bez zmian." in result.output
    assert state(storage) == before


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("nie_ma", "Gotowe mapowania: baltimore311, boston311"),
        ("./nie_ma.toml", "Nie ma pliku mapowania"),
        ("./zly.toml", "nie jest poprawnym plikiem TOML"),
        ("./literowka.toml", "Czy chodziło o columns"),
    ],
)
def test_a_wrong_mapping_ends_in_a_sentence(run: Run, tmp_path: Path, mapping: str, words: str) -> None:
    (tmp_path / "zly.toml").write_text("= 1", encoding="utf-8")
    (tmp_path / "literowka.toml").write_text(SERVICE.replace("[columns]", "[colums]"), encoding="utf-8")
    result = run(csv_of(tmp_path, HEADER + GOOD), mapping=mapping)
    assert result.exit_code == 1
    assert words in result.output


def test_a_file_that_is_not_there_is_said_to_be_missing(run: Run, tmp_path: Path) -> None:
    result = run(tmp_path / "nie_ma.csv")
    assert (result.exit_code, "Nie ma pliku" in result.output) == (1, True)


def test_a_report_that_cannot_be_written_stops_the_import(run: Run, storage: Storage, tmp_path: Path) -> None:
    before = state(storage)
    file = csv_of(tmp_path, HEADER + "Z1;wczoraj;;;;;\n" + GOOD)
    result = run(file, "--report", str(tmp_path / "nie_ma" / "r.csv"))
    assert (result.exit_code, "Nie można otworzyć pliku" in result.output) == (1, True)
    assert state(storage) == before
