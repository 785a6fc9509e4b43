"""Every registered figure of a population over a period: for pages, packs and files that leave none out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from analytics.measures.deadlines import Dimensions, compute
from analytics.measures.period import Month, Period
from analytics.measures.registry import MEASURES
from analytics.measures.result import Result
from analytics.measures.satisfaction import QUESTION_OF
from analytics.reports.material import Material

if TYPE_CHECKING:
    import pandas as pd

DEPARTMENT: Final = "department"


def sheet(material: Material, period: Period) -> tuple[Result, ...]:
    """Return every measure that speaks of the material's population, in the order of the registry.

    Cases: over any period within the months of the material. Answers: of a single month and as its page tells them,
    because they exist on a fixed grid of times only.
    """
    return (*case_figures(material, material.known, period), *answer_figures(material, period))


def sheet_by_department(material: Material, period: Period) -> dict[str, tuple[Result, ...]]:
    """Return the same for every department of the scope; key "" is what belongs to none.

    A figure of answers is withheld where it would give another department's away.
    """
    answered = answers_by_department(material, period)
    found: dict[str, tuple[Result, ...]] = {}
    for part in (*material.departments, ""):
        own = material.known["department"].isna() if part == "" else material.known["department"] == part
        figures = case_figures(material, material.known[own], period, ((DEPARTMENT, part),))
        found[part] = (*figures, *answered[part])
    return found


def case_figures(
    material: Material, known: pd.DataFrame, period: Period, dimensions: Dimensions = ()
) -> Iterator[Result]:
    """Yield every measure of cases that speaks of the material's population, over the cases given."""
    for one in MEASURES:
        if one.speaks_of(material.choice.population):
            yield compute(one.key, known, period, dimensions)


def answer_figures(material: Material, period: Period) -> Iterator[Result]:
    """Yield every measure of answers of a single month, as its page tells it; none of a longer period."""
    for month in _single(period):
        for key in QUESTION_OF:
            yield material.satisfaction(key, month)


def answers_by_department(material: Material, period: Period) -> dict[str, tuple[Result, ...]]:
    """Return the same for every department of the scope; key "" is what belongs to none."""
    asked = {key: material.by_department(key, month) for month in _single(period) for key in QUESTION_OF}
    return {part: tuple(one[part] for one in asked.values()) for part in (*material.departments, "")}


def _single(period: Period) -> list[Month]:
    """The month of a period that is one whole month; none of a longer one."""
    month = Month.of(period.first)
    return [month] if Period.of(month) == period else []
