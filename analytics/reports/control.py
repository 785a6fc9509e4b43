"""Control charts of a measure over up to three years, and what of them a month has to be looked at."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from analytics import frames
from analytics.frames.steps import Step, steps_of
from analytics.measures.arrays import part_of
from analytics.measures.control import ControlChart, Method, control_chart
from analytics.measures.deadlines import compute
from analytics.measures.declaration import Population
from analytics.measures.period import Month, Period
from analytics.measures.registry import THEMES, measure
from analytics.measures.result import Result
from analytics.measures.satisfaction import QUESTION_OF
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice, last_complete_month
from analytics.reports.material import Material, gather
from kernel.clock import Clock
from kernel.permissions import EVERYWHERE, Scope
from office.queries import departments

if TYPE_CHECKING:
    import pandas as pd

MOST_MONTHS: Final = 36
"""Three years: enough for limits, and a page can still show every month."""

WATCHED: Final = ("received", "on_time", "median_days", "median_hours", "overdue", "justified", "csat", "ease")
"""The headline measures whose signals are looked into. Ours: each tells something the others do not."""

WATCHED_POPULATIONS: Final = (Population.COMPLAINTS, Population.SPRAWA)
"""Populations apart; skargi and wnioski alone would say the same twice."""


@dataclass(frozen=True)
class Asked:
    """Which chart: the measure, its last month, and how it is to be drawn (method None: as fits the figures)."""

    key: str
    last: Month
    method: Method | None = None
    screen: bool = True
    target: float | None = None


@dataclass(frozen=True)
class ControlReport:
    """A control chart with what it was made from, and the step changes it knows."""

    material: Material
    asked: Asked
    chart: ControlChart
    steps: tuple[Step, ...]

    @property
    def period(self) -> Period:
        """The months shown."""
        return Period.of(self.chart.points[0].month, self.chart.points[-1].month)


def charted(population: Population) -> tuple[str, ...]:
    """Return the measures that have a control chart for a population, in the order of the registry."""
    return tuple(
        one.key
        for theme in THEMES
        for one in theme.measures
        if one.key in QUESTION_OF or (one.speaks_of(population) and _is_monthly(one.key))
    )


def _is_monthly(key: str) -> bool:
    return not measure(key).is_survey and key != "reduction"


def chart_population(key: str, population: Population) -> Population:
    """Return the population a chart stands under: survey figures know none, so theirs is always the same."""
    return Population.COMPLAINTS if measure(key).is_survey else population


def months_shown(session: Session, last: Month) -> list[Month]:
    """Return the months of a chart: at most MOST_MONTHS, none before the first the office has figures of."""
    oldest = frames.first_month(session) or last
    first = max(min(oldest, last), last.plus(1 - MOST_MONTHS))
    return Period.of(first, last).months


def control_report(
    session: Session, clock: Clock, scope: Scope, choice: Choice, asked: Asked, as_of: AsOf | None = None
) -> ControlReport:
    """Return the control chart of a measure for a population and a department or the whole scope."""
    months = months_shown(session, asked.last)
    is_survey = measure(asked.key).is_survey
    material = gather(session, clock, scope, choice, months, with_answers=is_survey, as_of=as_of)
    steps = steps_behind(session, scope, choice, asked.key, as_of)
    results = monthly(material, asked.key, months)
    chart = control_chart(
        results, [step.month for step in steps], method=asked.method, screen=asked.screen, target=asked.target
    )
    return ControlReport(material.set_down(), asked, chart, steps)


def steps_behind(session: Session, scope: Scope, choice: Choice, key: str, as_of: AsOf | None) -> tuple[Step, ...]:
    """Return the step changes of a chart.

    One of several departments together, but not all, has none: nobody decides it.
    """
    if choice.department is None and scope is not EVERYWHERE:
        return ()
    population, leaf = chart_population(key, choice.population), as_of.leaf if as_of else None
    return steps_of(session, key, population, choice.department, leaf)


def monthly(material: Material, key: str, months: Sequence[Month]) -> list[Result]:
    """Return a measure of the chosen department or of the whole scope, month by month."""
    if measure(key).is_survey:
        return [material.satisfaction(key, month) for month in months]
    return _of_cases(material.known, key, months)


def _of_cases(known: pd.DataFrame, key: str, months: Sequence[Month]) -> list[Result]:
    """A case measure from the month of the first case on: months before there was anything are no zeros."""
    oldest = known["received_day"].min() if len(known) else None
    begun = [month for month in months if oldest is None or month.last >= oldest.date()]
    return [compute(key, known, Period.of(month)) for month in begun or months[-1:]]


def control_charts(
    session: Session,
    clock: Clock,
    scope: Scope,
    choice: Choice,
    keys: Sequence[str],
    last: Month,
    as_of: AsOf | None = None,
) -> tuple[ControlChart, ...]:
    """Return the control charts of several case measures, as their own pages draw them by default. Cases read once.

    A month that is not over is shown up to the last that is.
    """
    months = months_shown(session, min(last, last_complete_month(as_of.today if as_of else clock.today())))
    material = gather(session, clock, scope, choice, months, with_answers=False, as_of=as_of)
    found = []
    for key in keys:
        steps = steps_behind(session, scope, choice, key, as_of)
        found.append(control_chart(monthly(material, key, months), [step.month for step in steps]))
    return tuple(found)


@dataclass(frozen=True)
class Watched:
    """A chart whose newest month is a signal. department_id None: the whole office."""

    population: Population
    department_id: uuid.UUID | None
    chart: ControlChart
    leaf: int


def watch(session: Session, clock: Clock, month: Month) -> list[Watched]:
    """Return the charts of the whole office and of each open department whose point of a month is a signal.

    Headline measures of complaints and of service cases, and the answers once.
    """
    months, found = months_shown(session, month), []
    for population in WATCHED_POPULATIONS:
        with_answers = population is Population.COMPLAINTS
        material = gather(session, clock, EVERYWHERE, Choice(population), months, with_answers=with_answers)
        for key in WATCHED:
            if measure(key).is_survey and not with_answers:
                continue
            if not measure(key).is_survey and key not in charted(population):
                continue
            for department_id, results in _everywhere(session, clock, material, key, months):
                steps = steps_of(session, key, population, department_id)
                chart = control_chart(results, [step.month for step in steps])
                if chart.points[-1].signal:
                    found.append(Watched(population, department_id, chart, material.leaf))
    return found


def _everywhere(
    session: Session, clock: Clock, material: Material, key: str, months: Sequence[Month]
) -> Iterator[tuple[uuid.UUID | None, list[Result]]]:
    """The months of a measure for the whole office, then for each department that is open today."""
    open_today = [one.id for one in departments(session, clock.today())]
    yield None, monthly(material, key, months)
    if measure(key).is_survey:
        by_month = [material.by_department(key, month) for month in months]
        for department_id in open_today:
            yield department_id, [found[str(department_id)] for found in by_month]
        return
    for department_id in open_today:
        own = part_of(material.known, "department", str(department_id))
        if len(own):
            yield department_id, _of_cases(own, key, months)
