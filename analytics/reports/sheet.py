"""Every registered figure of a population over a period: for pages, packs and files that leave none out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal

from analytics.measures.arrays import part_of
from analytics.measures.deadlines import Dimensions, compute
from analytics.measures.period import Period
from analytics.measures.quantities import PER, rate
from analytics.measures.registry import MEASURES
from analytics.measures.result import Result
from analytics.measures.satisfaction import QUESTION_OF
from analytics.reports.material import Material
from analytics.reports.of_slice import answers_of, slice_of
from analytics.reports.references import figure_for
from office.rules.figures import Figure

if TYPE_CHECKING:
    import pandas as pd

Dimension = Literal["department", "kind", "channel", "topic"]
DEPARTMENT: Final = "department"
MONTHS_IN_YEAR: Final = 12
REFERENCE: Final = {"per_inhabitants": Figure.INHABITANTS, "per_cases": Figure.CASES}
"""The reference figure each rate rests on."""
WHOLE: Final = ""
"""Rates against the reference figures of the whole office, or of the one department its reader sees."""


def sheet(material: Material, period: Period) -> tuple[Result, ...]:
    """Return every measure that speaks of the material's population, in the order of the registry.

    Cases: over any period within the months of the material. Answers: of a month, a quarter or a year and as far as
    they are told there, because they exist on a fixed grid of times only.
    """
    part = WHOLE if material.choice.department is None else material.choice.part or None
    return (*case_figures(material, material.known, period, part=part), *answer_figures(material, period))


def sheet_by_department(material: Material, period: Period) -> dict[str, tuple[Result, ...]]:
    """Return the same for every department of the scope; key "" is what belongs to none.

    A figure of answers is withheld where it would give another department's away.
    """
    answered = answers_by_department(material, period)
    found: dict[str, tuple[Result, ...]] = {}
    for part in (*material.departments, ""):
        own = part_of(material.known, DEPARTMENT, part)
        figures = case_figures(material, own, period, ((DEPARTMENT, part),), part or None)
        found[part] = (*figures, *answered[part])
    return found


def sheet_by(material: Material, period: Period, dimension: Dimension) -> dict[str, tuple[Result, ...]]:
    """Return the measures of cases for every value of a dimension that occurs; key "" is what has none.

    A case has one value of each, so counts add up to the whole. Answers know no kind, channel or topic of a case.
    """
    values = material.known[dimension]
    parts = [*sorted(str(one) for one in values.dropna().unique()), *([""] if values.isna().any() else [])]
    return {
        part: tuple(case_figures(material, part_of(material.known, dimension, part), period, ((dimension, part),)))
        for part in parts
    }


def case_figures(
    material: Material, known: pd.DataFrame, period: Period, dimensions: Dimensions = (), part: str | None = None
) -> Iterator[Result]:
    """Yield every measure of cases that speaks of the material's population, over the cases given.

    ``part``: on whose reference figures rates rest: WHOLE, the key of a department, or None: there are none.
    """
    for one in MEASURES:
        if not one.speaks_of(material.choice.population):
            continue
        if one.key in PER:
            yield rate(one.key, known, period, dimensions, base_of(material, one.key, period, part))
        else:
            yield compute(one.key, known, period, dimensions)


def base_of(material: Material, key: str, period: Period, part: str | None) -> float | None:
    """Return what a rate is divided by; None where nobody entered it.

    The figure of the year the period ends in, else of the nearest earlier year. Inhabitants are there all year; of the
    cases of a year a shorter period gets its months.
    """
    if part is None:
        return None
    what = REFERENCE[key]
    value = figure_for(material.references, what.value, part, period.last.year)
    if value is None or what is not Figure.CASES:
        return value
    return value * len(period.months) / MONTHS_IN_YEAR


def answer_figures(material: Material, period: Period) -> Iterator[Result]:
    """Yield every measure of answers of a month, as its page tells it, of a quarter or a year; none of another run."""
    when = slice_of(period)
    if when is None:
        return
    department = None if material.choice.department is None else material.choice.part
    for key in QUESTION_OF:
        if len(period.months) == 1:
            yield material.satisfaction(key, period.months[0])
        else:
            yield answers_of(material, key, when, department)


def answers_by_department(material: Material, period: Period) -> dict[str, tuple[Result, ...]]:
    """Return the same for every department of the scope; key "" is what belongs to none."""
    when, parts = slice_of(period), (*material.departments, "")
    if when is None:
        return dict.fromkeys(parts, ())
    if len(period.months) == 1:
        asked = [material.by_department(key, period.months[0]) for key in QUESTION_OF]
        return {part: tuple(one[part] for one in asked) for part in parts}
    return {part: tuple(answers_of(material, key, when, part) for key in QUESTION_OF) for part in parts}
