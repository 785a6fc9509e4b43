"""Two periods side by side: every figure of each, and how surely they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from analytics.measures.cases import of_population
from analytics.measures.deadlines import compute
from analytics.measures.declaration import Better, Measure, Population, Unit
from analytics.measures.durations import durations
from analytics.measures.period import Period
from analytics.measures.registry import MEASURES, measure
from analytics.measures.result import Result
from analytics.measures.satisfaction import QUESTION_OF
from analytics.methods.bootstrap import median_difference, quantile_difference
from analytics.methods.interval import Difference
from analytics.methods.newcombe import newcombe
from analytics.methods.quantiles import P90
from analytics.methods.suppression import MINIMUM_N
from analytics.reports.as_of import AsOf
from analytics.reports.case_list import DURATIONS
from analytics.reports.choice import Choice
from analytics.reports.material import Material, gather
from analytics.reports.of_slice import answers_of, slice_of
from kernel.clock import Clock
from kernel.permissions import Scope

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Pair:
    """One figure in both periods; no change where none can be told: counts, too few cases, a figure withheld."""

    now: Result
    then: Result
    change: Difference | None

    @property
    def better(self) -> Better:
        """Which direction is an improvement."""
        return measure(self.now.measure).better


@dataclass(frozen=True)
class AgainstReport:
    """Two periods. answers is empty where one of them is no month, quarter or year: no answers are told for it."""

    material: Material
    now: Period
    then: Period
    cases: tuple[Pair, ...]
    answers: tuple[Pair, ...]


def against_report(
    session: Session, clock: Clock, scope: Scope, choice: Choice, now: Period, then: Period, as_of: AsOf | None = None
) -> AgainstReport:
    """Return every figure of two periods, as known now or at an earlier moment."""
    slices = slice_of(now), slice_of(then)
    months = sorted({*now.months, *then.months})
    material = gather(session, clock, scope, choice, months, with_answers=None not in slices, as_of=as_of)
    return AgainstReport(
        material.set_down(), now, then, tuple(_cases(material, now, then)), tuple(_answers(material, now, then))
    )


def _cases(material: Material, now: Period, then: Period) -> Iterator[Pair]:
    population = material.choice.population
    for declared in MEASURES:
        if declared.speaks_of(population):
            only_skargi = declared.key == "justified" and population is Population.COMPLAINTS
            known = of_population(material.known, Population.SKARGA) if only_skargi else material.known
            ours, theirs = (compute(declared.key, known, period) for period in (now, then))
            yield Pair(ours, theirs, _change(declared, known, ours, theirs))


def _answers(material: Material, now: Period, then: Period) -> Iterator[Pair]:
    ours, theirs = slice_of(now), slice_of(then)
    if ours is None or theirs is None:
        return
    department = None if material.choice.department is None else material.choice.part
    for key in QUESTION_OF:
        results = [answers_of(material, key, one, department) for one in (ours, theirs)]
        yield Pair(results[0], results[1], _share_change(*results))


def _change(declared: Measure, known: pd.DataFrame, now: Result, then: Result) -> Difference | None:
    if declared.key in DURATIONS:
        ours, theirs = (
            durations(known, period, declared.cohort, declared.unit)[0] for period in (now.period, then.period)
        )
        if min(len(ours), len(theirs)) < MINIMUM_N:
            return None
        is_median = declared.key.startswith("median")
        return median_difference(ours, theirs) if is_median else quantile_difference(ours, theirs, P90)
    return _share_change(now, then)


def _share_change(now: Result, then: Result) -> Difference | None:
    is_share = measure(now.measure).unit is Unit.SHARE and None not in (now.numerator, then.numerator)
    if not is_share or now.value is None or then.value is None:
        return None
    return newcombe(now.numerator or 0, now.n or 0, then.numerator or 0, then.n or 0)
