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
    return (*_of_cases(material, material.known, period), *_of_answers(material, period))


def sheet_by_department(material: Material, period: Period) -> dict[str, tuple[Result, ...]]:
    """Return the same for every department of the scope; key "" is what belongs to none.

    A figure of answers is withheld where it would give another department's away.
    """
    satisfied = {key: material.by_department(key, month) for month in _single(period) for key in QUESTION_OF}
    found: dict[str, tuple[Result, ...]] = {}
    for part in (*material.departments, ""):
        own = material.known["department"].isna() if part == "" else material.known["department"] == part
        figures = _of_cases(material, material.known[own], period, ((DEPARTMENT, part),))
        found[part] = (*figures, *(one[part] for one in satisfied.values()))
    return found


def _of_cases(material: Material, known: pd.DataFrame, period: Period, dimensions: Dimensions = ()) -> Iterator[Result]:
    for one in MEASURES:
        if one.speaks_of(material.choice.population):
            yield compute(one.key, known, period, dimensions)


def _of_answers(material: Material, period: Period) -> Iterator[Result]:
    for month in _single(period):
        for key in QUESTION_OF:
            yield material.satisfaction(key, month)


def _single(period: Period) -> list[Month]:
    """The month of a period that is one whole month; none of a longer one."""
    month = Month.of(period.first)
    return [month] if Period.of(month) == period else []
