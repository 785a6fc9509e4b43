"""The report of what was wrong."""

from __future__ import annotations

import csv
from pathlib import Path

from imports.report import SHOWN, Problem, Report, harmless

HEADER = ("wiersz", "kolumna", "wartość", "powód")


def words(problem: Problem) -> list[str]:
    return [str(problem.line), problem.column, problem.value, f"kod: {problem.code}"]


def test_each_problem_is_a_line_a_polish_excel_opens(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    with Report(path, HEADER, words) as report:
        report.add(Problem(2, "wpływ", "jutro", "bad_time"))
        report.add(Problem(2, "kanał", "fax", "unknown_value"))
        report.add(Problem(5, "wpływ", "=1+1", "negative", is_kept=True))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";")) == [
            list(HEADER),
            ["2", "wpływ", "jutro", "kod: bad_time"],
            ["2", "kanał", "fax", "kod: unknown_value"],
            ["5", "wpływ", "'=1+1", "kod: negative"],
        ]
    assert (report.refused_rows, dict(report.refusals), dict(report.remarks)) == (
        1,
        {"bad_time": 1, "unknown_value": 1},
        {"negative": 1},
    )


def test_without_problems_there_is_no_file(tmp_path: Path) -> None:
    with Report(tmp_path / "r.csv", HEADER, words) as report:
        pass
    assert report.is_empty
    assert not (tmp_path / "r.csv").exists()


def test_only_the_first_problems_are_kept_in_memory(tmp_path: Path) -> None:
    with Report(tmp_path / "r.csv", HEADER, words) as report:
        for line in range(1000):
            report.add(Problem(line + 2, "x", "y", "bad_time"))
    assert len(report.first) == SHOWN
    assert report.refused_rows == 1000


def test_a_cell_is_made_harmless() -> None:
    assert [harmless(cell) for cell in ("=A1", "+1", "-1", "@x", "x=1", "")] == ["'=A1", "'+1", "'-1", "'@x", "x=1", ""]
    assert len(harmless("x" * 10_000)) == 200
