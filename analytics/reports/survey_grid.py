"""Answers on the fixed grid as far as they may be told: n, share of 4 and 5, interval, what is hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analytics.frames.survey_cells import Cell
from analytics.methods.interval import Interval
from analytics.methods.suppression import hidden_cells, hidden_parts, is_small_base
from analytics.methods.wilson import wilson


@dataclass(frozen=True)
class Line:
    """A part of the grid: n None where it is hidden."""

    question: str
    part: str
    n: int | None
    share: float | None
    interval: Interval | None

    @property
    def has_small_base(self) -> bool:
        """Whether the mark of a small base belongs to it."""
        return self.n is not None and is_small_base(self.n)


def grid(cells: Iterable[Cell]) -> list[Line]:
    """Return the lines of every question and part.

    What is hidden is decided for a question's parts together, and within every department as well, because its total is
    told by another table: a desk could otherwise be found as the department less its other desks.
    """
    by_question: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_question[cell.question].append(cell)
    return [line for question in sorted(by_question) for line in _lines(question, by_question[question])]


def hour_grid(cells: Mapping[tuple[int, int], tuple[int, int]]) -> dict[tuple[int, int], Line]:
    """Return the line of every weekday and hour; rows, columns and their totals are protected together."""
    hidden = hidden_cells({(str(day), str(hour)): n for (day, hour), (n, _top) in cells.items()})
    return {
        (day, hour): _line("q1", f"{day}-{hour:02}", n, top, is_hidden=(str(day), str(hour)) in hidden)
        for (day, hour), (n, top) in sorted(cells.items())
    }


def _lines(question: str, cells: list[Cell]) -> list[Line]:
    n: dict[str, int] = defaultdict(int)
    top: dict[str, int] = defaultdict(int)
    for cell in cells:
        n[cell.part] += cell.n
        top[cell.part] += cell.top
    hidden = _hidden(cells, n)
    return [_line(question, part, n[part], top[part], is_hidden=part in hidden) for part in sorted(n)]


def _hidden(cells: list[Cell], n: Mapping[str, int]) -> frozenset[str]:
    departments: dict[str, int] = defaultdict(int)
    inside: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for cell in cells:
        departments[cell.department] += cell.n
        inside[cell.department][cell.part] += cell.n
    closed = hidden_parts(departments)
    hidden = frozenset(part for department in closed for part in inside[department])
    while True:
        before = hidden
        for parts in inside.values():
            hidden |= hidden_parts(parts, already=hidden)
        hidden |= hidden_parts(n, already=hidden)
        if hidden == before:
            return hidden


def _line(question: str, part: str, n: int, top: int, *, is_hidden: bool) -> Line:
    if is_hidden or n == 0:
        return Line(question, part, None, None, None)
    return Line(question, part, n, top / n, wilson(top, n))


GRID_COLUMNS = ("period", "question", "by", "part", "n", "share", "low", "high", "suppressed", "small_base")


def grid_rows(month: str, by: str, lines: Iterable[Line], named: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return the lines as rows of a file, hidden ones without any number."""
    return [
        (
            month, line.question, by, named.get(line.part, line.part), "" if line.n is None else str(line.n),
            _number(line.share), *(_number(one) for one in (line.interval or (None, None))),
            str(line.n is None).lower(), str(line.has_small_base).lower(),
        )
        for line in lines
    ]  # fmt: skip


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")
