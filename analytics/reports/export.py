"""Figures in the long form: one row a figure, the same columns for ever."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from analytics.measures.declaration import Population
from analytics.measures.registry import measure
from analytics.measures.result import Result
from analytics.reports.choice import Choice
from analytics.reports.month import MonthReport
from analytics.reports.span import SpanReport
from imports.report import harmless

COLUMNS: Final = (
    "month",
    "measure",
    "version",
    "dimensions",
    "n",
    "value",
    "low",
    "high",
    "suppressed",
    "small_base",
    "structure",
)


def month_rows(report: MonthReport, departments: dict[str, str]) -> list[tuple[str, ...]]:
    """Return the rows of a month: the whole, every question, every department by its code. departments: codes by id."""
    choice = report.material.choice
    whole = dimensions_of(choice.population, departments.get(choice.part, "none") if choice.department else "")
    figures = _once((*_headline(report), *report.flow, *report.times, *report.further, *report.satisfaction))
    rows = [figure_row(result, whole) for result in figures]
    rows += [figure_row(as_answers(row.result), f"{whole};question={row.key}") for row in report.questions]
    if choice.department is None:
        for part in sorted(report.departments, key=lambda one: departments.get(one.key, "")):
            own = dimensions_of(choice.population, departments.get(part.key, "none"))
            rows += [
                figure_row(one, own) for one in (part.csat, part.on_time, part.received, part.backlog, part.overdue)
            ]
    return told(choice, rows)


def span_rows(report: SpanReport, departments: dict[str, str]) -> list[tuple[str, ...]]:
    """Return the rows of a span: every month."""
    choice = report.material.choice
    whole = dimensions_of(choice.population, departments.get(choice.part, "none") if choice.department else "")
    return told(
        choice, [figure_row(result, whole) for row in report.rows for result in (*row.cases.values(), row.csat)]
    )


def told(choice: Choice, rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows, each with the structure its departments are those of."""
    return [(*row, choice.structure.value) for row in rows]


def as_answers(result: Result) -> Result:
    """Return the share of 4 and 5 of any question under the measure it belongs to."""
    return replace(result, measure="answers", version=measure("answers").version)


def _headline(report: MonthReport) -> Iterator[Result]:
    return (figure.now for figure in report.figures.values())


def _once(results: Iterable[Result]) -> list[Result]:
    """Return each measure once, the first time it comes; headline figures stand in the flow and the times too."""
    found: dict[str, Result] = {}
    for result in results:
        found.setdefault(result.measure, result)
    return list(found.values())


def dimensions_of(population: Population, department: str) -> str:
    """Return the dimensions of a figure: its population and, unless it is of the whole office, a department's code."""
    return f"population={population}" + (f";department={department}" if department else "")


def figure_row(result: Result, dimensions: str) -> tuple[str, ...]:
    """Return a figure as a row, all columns but the structure."""
    numbers = (decimal(value) for value in (result.value, result.low, result.high))
    n = "" if result.n is None else str(result.n)
    facts = (str(result.period), result.measure, str(result.version), harmless(dimensions), n)
    return (*facts, *numbers, flag(result.is_suppressed), flag(result.has_small_base))


def flag(is_so: bool) -> str:
    """Return true or false as files write it."""
    return str(is_so).lower()


def decimal(value: float | None) -> str:
    """A number with a decimal point and at most six decimals; empty when there is none."""
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")
