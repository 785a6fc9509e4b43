"""All figures of a population in a pack: month by month, over the period, and department by department."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from analytics.measures.arrays import part_of
from analytics.measures.cases import of_population
from analytics.measures.declaration import Population
from analytics.measures.period import Month, Period
from analytics.measures.quantities import PER
from analytics.measures.result import Result
from analytics.measures.slices import Slice
from analytics.reports.choice import Choice
from analytics.reports.material import Material
from analytics.reports.of_slice import slice_of
from analytics.reports.sheet import DEPARTMENT, WHOLE, answer_figures, answers_by_department, case_figures

PARTS: Final = frozenset({Population.SKARGA, Population.WNIOSEK})
"""Populations that are parts of another: complaints."""

Departments = dict[str, tuple[Result, ...]]


@dataclass(frozen=True)
class Sheets:
    """All figures of a population: of each month, of the whole period, and of each department over the period.

    ``whole`` is the month's where the period is one month. ``quarters``: the figures over answers of those of a year.
    Without any case, or answer, there is nothing in them.
    """

    population: Population
    months: dict[Month, tuple[Result, ...]]
    whole: tuple[Result, ...]
    departments: Departments
    quarters: tuple[tuple[Result, ...], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the population is in any figure."""
        return not any(tells(one) for results in (*self.months.values(), self.whole) for one in results)


def tells(result: Result) -> bool:
    """Whether a figure counts any case or answer, or hides some. The base of a rate is no case of its own."""
    return result.is_suppressed or bool(result.n and result.measure not in PER)


def parts_of(main: Material, population: Population) -> Material | None:
    """Return the material of a population out of that of complaints, without reading; None where it is no part of it.

    Answers stand beside complaints alone: they belong to no population of cases.
    """
    if population is Population.COMPLAINTS:
        return main
    if population not in PARTS:
        return None
    return replace(main, choice=Choice(population), known=of_population(main.known, population))


def sheets_of(material: Material, months: list[Month], period: Period) -> Sheets:
    """Return the figures of a population. Departments are those with a case, and those with an answer to tell of."""
    population = material.choice.population
    if material.known.empty and population is not Population.COMPLAINTS:
        return Sheets(population, {}, (), {})
    by_month = {month: _figures(material, Period.of(month)) for month in months}
    whole = by_month[months[0]] if period == Period.of(months[0]) else _figures(material, period)
    quarters = tuple(
        tuple(answer_figures(material, one.period)) for one in quarters_over(material, period) if _has_answers(material)
    )
    return Sheets(population, by_month, whole, dict(_departments(material, period)), quarters)


def quarters_over(material: Material, period: Period) -> list[Slice]:
    """Return the quarters of a whole year that are over; none of any other period."""
    when = slice_of(period)
    if when != Slice.of_year(period.first.year):
        return []
    return [one for one in (Slice(when.year, time) for time in range(12, 16)) if one.period.last < material.today]


def _figures(material: Material, period: Period) -> tuple[Result, ...]:
    answered = answer_figures(material, period) if _has_answers(material) else ()
    return (*case_figures(material, material.known, period, part=WHOLE), *answered)


def _departments(material: Material, period: Period) -> Iterator[tuple[str, tuple[Result, ...]]]:
    answered = answers_by_department(material, period) if _has_answers(material) else {}
    for part in (*material.departments, ""):
        own = part_of(material.known, DEPARTMENT, part)
        told = answered.get(part, ())
        if len(own) or any(map(tells, told)):
            yield part, (*case_figures(material, own, period, ((DEPARTMENT, part),), part or None), *told)


def _has_answers(material: Material) -> bool:
    return material.choice.population is Population.COMPLAINTS
