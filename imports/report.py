"""What was wrong, value by value: counted, written out as it comes, with only the first few kept in memory."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import Final

from kernel.formulas import disarmed

SHOWN: Final = 10
"""How many problems are kept to be shown on the screen; the file has all."""

LONGEST_VALUE: Final = 200
"""Characters of a value that go into the report."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one value: where, what, why. ``is_kept``: the row was taken in spite of it."""

    line: int
    column: str
    value: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    is_kept: bool = False


class Report(AbstractContextManager["Report"]):
    """Counts problems and writes each of them as a line of a CSV file as soon as it is known.

    The file (semicolons, UTF-8 with byte order mark: what a Polish Excel opens by double click) is only made when there
    is something to write. ``words`` turns a problem into the cells of its line.
    """

    def __init__(self, path: Path | None, header: Sequence[str], words: Callable[[Problem], Sequence[str]]) -> None:
        self.path = path
        self.first: list[Problem] = []
        self.refused_rows = 0
        self.remarks: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self._header, self._words = header, words
        self._file: TextIOWrapper | None = None
        self._last_refused_line = 0

    def add(self, problem: Problem) -> None:
        """Count a problem and write it down. Problems of one row come one after the other."""
        if problem.is_kept:
            self.remarks[problem.code] += 1
        else:
            self.refusals[problem.code] += 1
            self.refused_rows += problem.line != self._last_refused_line
            self._last_refused_line = problem.line
        if len(self.first) < SHOWN:
            self.first.append(problem)
        if self.path is not None:
            self._write(self.path, problem)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was wrong at all."""
        return not self.refusals and not self.remarks

    def __exit__(
        self, exc_type: type[BaseException] | None, _exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def _write(self, path: Path, problem: Problem) -> None:
        if self._file is None:
            self._file = path.open("w", encoding="utf-8-sig", newline="")
            csv.writer(self._file, delimiter=";").writerow(self._header)
        csv.writer(self._file, delimiter=";").writerow([harmless(cell) for cell in self._words(problem)])


def harmless(cell: str) -> str:
    """A cell no spreadsheet takes for a formula, cut to a readable length."""
    return disarmed(cell[:LONGEST_VALUE])
