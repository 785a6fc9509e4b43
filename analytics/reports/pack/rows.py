"""The long form of a pack: a row for each figure, the same columns as every export."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.measures.declaration import Population
from analytics.measures.result import Result
from analytics.reports.export import as_answers, dimensions_of, figure_row
from analytics.reports.pack.contents import Pack
from analytics.reports.pack.sheets import Sheets, tells
from analytics.reports.structure import Structure

Row = tuple[str, ...]


def pack_rows(pack: Pack) -> list[Row]:
    """Return every figure of the pack: months, the quarters of a year, the whole period, departments by their codes,
    every question.
    """
    found = [row for sheets in pack.sheets for row in _of(sheets, pack)]
    whole = dimensions_of(Population.COMPLAINTS, "")
    for told in pack.answers:
        found += [figure_row(as_answers(one.result), f"{whole};question={one.key}") for one in told.questions]
    return [(*row, Structure.DAY_OF_CASE.value) for row in found]


def _of(sheets: Sheets, pack: Pack) -> Iterator[Row]:
    whole = dimensions_of(sheets.population, "")
    longer = [sheets.whole] if len(pack.period.months) > 1 else []
    periods = [*sheets.months.values(), *sheets.quarters, *longer]
    for results in periods:
        yield from (figure_row(one, whole) for one in results)
    for key in sorted(sheets.departments, key=lambda one: pack.codes.get(one, "")):
        results = sheets.departments[key]
        if has_figures(results):
            own = dimensions_of(sheets.population, pack.codes.get(key, "none"))
            yield from (figure_row(one, own) for one in results)


def has_figures(results: tuple[Result, ...]) -> bool:
    """Whether a department had a case or an answer: one without says nothing, and stands in no table."""
    return any(map(tells, results))
