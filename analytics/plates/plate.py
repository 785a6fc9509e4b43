"""What a plate holds, and how its table is written as rows of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from analytics import labels
from analytics.drawings import Chart
from analytics.measures.period import Period
from analytics.measures.registry import measure
from analytics.measures.result import Result
from web.typography import NO_BREAK

COLUMNS: Final = ("chart", "row", "column", "value")


@dataclass(frozen=True)
class Link:
    """The list of the cases behind a number: of a measure, a period, and of one department where it is named."""

    measure: str
    period: Period
    department: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table: words for people; the plain value for a file, empty where there is none to tell."""

    words: str
    plain: str = ""
    link: Link | None = None


@dataclass(frozen=True)
class Table:
    """The numbers of a chart. heads: the first names the rows; columns: their names in a file, without the first."""

    heads: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True)
class Plate:
    """A chart with its sentence, its table and its footer. The title is the chart's own."""

    chart: Chart
    sentence: str
    footer: str
    table: Table

    @property
    def title(self) -> str:
        """The chart's title."""
        return str(self.chart.data.title)


def plate_rows(plates: Iterable[Plate]) -> Iterator[tuple[str, ...]]:
    """Yield every number of every table: chart, row, column, value."""
    for plate in plates:
        for name, cells in plate.table.rows:
            for column, cell in zip(plate.table.columns, cells, strict=True):
                yield plate.chart.name, name.replace(NO_BREAK, " "), column, cell.plain


def count(n: int | None, link: Link | None = None) -> Cell:
    """A count; None is withheld. Links only to lists that have cases."""
    if n is None:
        return Cell("–")
    return Cell(labels.written(n), str(n), link if n else None)


def number(value: float | None, words: str) -> Cell:
    """A number with its words."""
    return Cell(words, "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".") or "0")


def base(result: Result, department: str = "") -> Cell:
    """The base of a figure, with the way to its cases where it is over cases."""
    link = None if measure(result.measure).is_survey else Link(result.measure, result.period, department)
    return count(result.n, link)


def figure(result: Result) -> tuple[Cell, Cell]:
    """The value of a figure and its interval."""
    between = labels.interval(result)
    plain = "" if result.low is None else f"{result.low:.6f}..{result.high:.6f}"
    return number(result.value, labels.marked(result)), Cell(between or "–", plain)
