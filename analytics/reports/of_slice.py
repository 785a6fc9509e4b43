"""A figure over the answers of a month, a quarter or a year, told only where the release of its year tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measures.arrays import part_of
from analytics.measures.period import Month, Period
from analytics.measures.result import Result, WhyNot, withheld
from analytics.measures.satisfaction import QUESTION_OF, survey, tally
from analytics.measures.slices import Slice
from analytics.methods.release import ROOT
from analytics.reports.material import Material, without
from analytics.reports.month import SCALE_QUESTIONS, QuestionRow
from analytics.reports.release import NOT_TOLD

if TYPE_CHECKING:
    import pandas as pd


def slice_of(period: Period) -> Slice | None:
    """Return the month, quarter or year a period is; None for any other run of months."""
    first = Month.of(period.first)
    quarter = Slice(first.year, 12 + (first.number - 1) // 3)
    return next((one for one in (Slice.of(first), quarter, Slice.of_year(first.year)) if one.period == period), None)


def answers_of(
    material: Material, key: str, when: Slice, department: str | None, question: str | None = None
) -> Result:
    """Return a survey measure of a slice for a department ("" for none of them; None: the whole scope).

    ``question``: another one than the measure is over by itself.

    Withheld where a month of it is not over or not all sealed, where the release of its year keeps the cell, and, by
    today's structure, where it keeps one of the departments added up. The material holds all months of the slice.
    """
    months, counts = when.period.months, counts_of(material, when, department)
    parts = None if department is None else material.lens.parts(department)
    result = survey(key, counts, when.period, () if department is None else (("department", department),), question)
    if any(material.is_running(month) for month in months):
        return withheld(result, WhyNot.NOT_OVER)
    year, asked = material.released.get(when.year), question or QUESTION_OF[key]
    cells = [ROOT] if parts is None else [("department", part or NOT_TOLD) for part in parts]
    reasons = [year.why_not_of(asked, cell, when.time) for cell in cells] if year and result.n else []
    why = next((one for one in reasons if one is not None), None)
    result = result if why is None else withheld(result, why if len(cells) == 1 else WhyNot.PROTECTS_OTHERS)
    return without(result, any(material.is_unsettled(month) for month in months))


def questions_of(material: Material, when: Slice) -> tuple[QuestionRow, ...]:
    """Return the scale questions of a slice for the whole scope, with their counts where they are told."""
    counts, rows = counts_of(material, when, None), []
    for question in SCALE_QUESTIONS:
        result = answers_of(material, "csat", when, None, question)
        rows.append(QuestionRow(question, result, None if result.is_suppressed else tally(counts, question)))
    return tuple(rows)


def counts_of(material: Material, when: Slice, department: str | None) -> pd.DataFrame:
    """Return the counts of a slice for a department ("" for none of them; None: the whole scope)."""
    counts = part_of(material.answers, "month", *map(str, when.period.months))
    return counts if department is None else part_of(counts, "department", *material.lens.parts(department))
