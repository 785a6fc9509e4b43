"""The six figures of a period longer than a month, each against the same months a year before."""

from __future__ import annotations

from typing import Final

from analytics.measures.cases import of_population
from analytics.measures.deadlines import compute
from analytics.measures.declaration import Population
from analytics.measures.durations import durations
from analytics.measures.period import Month, Period
from analytics.measures.registry import measure
from analytics.measures.result import Result
from analytics.measures.slices import Slice
from analytics.methods.bootstrap import median_difference
from analytics.methods.interval import Difference
from analytics.methods.newcombe import newcombe
from analytics.methods.suppression import MINIMUM_N
from analytics.reports.choice import Compare, month_before
from analytics.reports.material import Material
from analytics.reports.month import Figure
from analytics.reports.of_slice import answers_of, slice_of

CASES: Final = {"on_time": "on_time", "time": "median_days", "justified": "justified", "backlog": "backlog"}
ANSWERS: Final = ("csat", "settled_at_once")
ORDER: Final = ("csat", "on_time", "time", "settled_at_once", "justified", "backlog")


def headline(material: Material, months: list[Month], period: Period) -> dict[str, Figure]:
    """Return the six figures. Those of answers are of the last month, where the period is no quarter or year that is
    over: a run of one's choice has no figure of answers.

    The material reaches a year back before the period.
    """
    then = Period.of(*(month_before(month, Compare.YEAR) for month in (period.months[0], period.months[-1])))
    found = {name: _of_cases(material, key, months, period, then) for name, key in CASES.items()}
    whole = slice_of(period) if period.last < material.today else None
    found |= {key: _of_answers(material, key, months, whole) for key in ANSWERS}
    return {name: found[name] for name in ORDER}


def _of_cases(material: Material, key: str, months: list[Month], period: Period, then: Period) -> Figure:
    known = of_population(material.known, Population.SKARGA) if key == "justified" else material.known
    now, before = compute(key, known, period), compute(key, known, then)
    trend = tuple(compute(key, known, Period.of(month)) for month in months)
    return Figure(now, before, _change(material, now, before), trend)


def _of_answers(material: Material, key: str, months: list[Month], whole: Slice | None) -> Figure:
    trend = tuple(material.satisfaction(key, month) for month in months)
    if whole is not None:
        now, before = (
            answers_of(material, key, Slice(year, whole.time), None) for year in (whole.year, whole.year - 1)
        )
        return Figure(now, before, _share_change(now, before), trend)
    before = material.satisfaction(key, month_before(months[-1], Compare.YEAR))
    return Figure(trend[-1], before, _share_change(trend[-1], before), trend)


def _change(material: Material, now: Result, then: Result) -> Difference | None:
    declared = measure(now.measure)
    if now.measure != CASES["time"]:
        return _share_change(now, then)
    ours, theirs = (durations(material.known, which.period, declared.cohort, declared.unit)[0] for which in (now, then))
    return median_difference(ours, theirs) if min(len(ours), len(theirs)) >= MINIMUM_N else None


def _share_change(now: Result, then: Result) -> Difference | None:
    if now.value is None or then.value is None or now.measure == CASES["backlog"]:
        return None
    return newcombe(now.numerator or 0, now.n or 0, then.numerator or 0, then.n or 0)
