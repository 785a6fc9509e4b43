"""Did the time to settle jump, or turn, a year ago? The year to the month beside the year before it, month by month.

Whoever reads a page names the month of a change. A bundle asks what can always be asked: as if something
had been changed eleven months before its month, the latest change that has a whole year behind it.
"""

from __future__ import annotations

from typing import Any, Final

from analytics.measures.declaration import Population, Unit
from analytics.measures.interruption import Interrupted, interruption
from analytics.measures.period import Month, Period
from analytics.methods.interrupted import MONTHS_EACH_SIDE
from analytics.reports.export import decimal, dimensions_of, figure_row, told
from analytics.reports.material import Material
from analytics.reports.reductions import series_results

FIRST: Final = 2 * MONTHS_EACH_SIDE - 1
"""In months before the month: where the series begins."""


def unit_of(material: Material) -> Unit:
    """In what the times of a population are told."""
    return Unit.HOURS if material.choice.population is Population.SPRAWA else Unit.DAYS


def series(material: Material, month: Month) -> Interrupted:
    """Return the series whose last month this is."""
    return interruption(material.known, month.plus(1 - MONTHS_EACH_SIDE), material.as_of, unit_of(material))


def series_rows(found: Interrupted, material: Material, month: Month) -> list[tuple[str, ...]]:
    """Level and slope as rows; without a value where a month of the 24 gives no point."""
    population = material.choice.population
    place = f"{dimensions_of(population, '')};change={found.change};unit={found.unit.value}"
    results = series_results(found, Period.of(month))
    return told(material.choice, [figure_row(result, place) for result in results])


def series_parts(found: Interrupted, population: Population) -> dict[str, Any]:
    """What level and slope follow from: each month with its cases and its median, or why it gives no point."""
    return {
        "population": str(population),
        "unit": found.unit.value,
        "change": str(found.change),
        "months": [
            {
                "month": str(one.month),
                "n": one.n,
                "median": None if one.median is None else decimal(one.median),
                "lack": None if one.lack is None else one.lack.value,
            }
            for one in found.months
        ],
    }
