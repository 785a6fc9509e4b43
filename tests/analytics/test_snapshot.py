"""A snapshot of the office as columns, and the tables of all its months, by the command line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from flask import Flask

from storage.session import Storage
from tests.analytics.filling import fill
from tests.cast import FoundedOffice


@pytest.fixture
def filled(app: Flask, storage: Storage, office: FoundedOffice) -> Flask:
    with storage.writing() as session:
        fill(session, office)
    return app


def run(app: Flask, *words: str) -> tuple[int, str]:
    found = app.test_cli_runner().invoke(args=["kpi", *words])
    return found.exit_code, found.output


def test_the_tables_of_a_snapshot_hold_the_cases_counted_by_hand(filled: Flask, tmp_path: Path):
    folder, target = tmp_path / "columns", tmp_path / "tables.csv"
    code, said = run(filled, "snapshot", "--out", str(folder), "--from", "2026-09")
    assert (code, said) == (0, "8 cases and 20 answers, 2 months\n")
    assert run(filled, "tables", "--snapshot", str(folder), "--out", str(target))[0] == 0
    rows = list(csv.DictReader(target.read_text(encoding="utf-8").splitlines()))
    october = [row for row in rows if row["month"] == "2026-10"]
    assert sum(int(row["due"]) for row in october) == 6, "seven were due in October, and one had gone"
    assert sum(int(row["on_time"]) for row in october) == 4
    assert sum(int(row["closed"]) for row in october) == 4
    assert sum(int(row["backlog"]) for row in october) == 2
    assert sum(int(row["overdue"]) for row in october) == 1
    assert {row["kind"] for row in rows} == {"skarga", "wniosek"}


def test_what_is_no_snapshot_and_a_folder_that_cannot_be_written_are_told_with_code_2(filled: Flask, tmp_path: Path):
    code, said = run(filled, "tables", "--snapshot", str(tmp_path), "--out", str(tmp_path / "t.csv"))
    assert (code, "holds no snapshot" in said, list(tmp_path.iterdir())) == (2, True, [])
    (tmp_path / "file").write_text("in the way")
    code, said = run(filled, "snapshot", "--out", str(tmp_path / "file" / "columns"))
    assert (code, "cannot be written" in said) == (2, True)
