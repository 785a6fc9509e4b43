"""The voice of residents in the long form: the same columns as every other figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from analytics.measures.result import Result
from analytics.reports.export import figure_row
from analytics.reports.structure import Structure
from analytics.reports.voice import Voice


def voice_rows(report: Voice, key: str, codes: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return the rows: the whole, departments by their codes, questions beside the overall rating.

    The period is written 2026-10, 2026-Q4 or 2026. ``key``: the questionnaire. Changes stand on the page only: they
    follow from two rows.
    """
    structure, rows = Structure.DAY_OF_CASE.value, []
    for result in _results(report):
        told = [f"{name}={codes.get(value, value)}" for name, value in result.dimensions]
        row = figure_row(replace(result, dimensions=()), ";".join((f"questionnaire={key}", *told)))
        rows.append((str(report.slice), *row[1:], structure))
    return rows


def _results(report: Voice) -> Iterator[Result]:
    yield from report.results
    yield from report.departments
    for driver in report.drivers:
        yield driver.performance
        yield driver.importance
