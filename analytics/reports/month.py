"""The month: six figures, four charts, the flow of cases, departments side by side."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from analytics.measures import members
from analytics.measures.arrays import NONE, part_of
from analytics.measures.cases import of_population
from analytics.measures.deadlines import compute
from analytics.measures.declaration import Better, Cohort, Population, Unit
from analytics.measures.durations import durations, is_impossible
from analytics.measures.period import Month, Period
from analytics.measures.reduction import Reduction, reduction
from analytics.measures.registry import MEASURES, measure
from analytics.measures.result import Result
from analytics.measures.satisfaction import QUESTION_OF, Tally, base, beside, of_month, survey, tally
from analytics.methods.bootstrap import median_difference
from analytics.methods.interval import Difference
from analytics.methods.newcombe import newcombe
from analytics.methods.release import ROOT
from analytics.methods.suppression import MINIMUM_N, PUBLISHED_N, hidden_parts, is_hidden
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice, Compare, month_before
from analytics.reports.material import Material, gather, without
from analytics.reports.modes import ModeRow, modes
from analytics.reports.release import NOT_TOLD, Audience
from kernel.clock import Clock
from kernel.permissions import Scope

if TYPE_CHECKING:
    import pandas as pd

MONTHS_SHOWN: Final = 12
SCALE_QUESTIONS: Final = ("q1", "q3", "q4", "q5", "q6", "q7")
"""The questions of SATYS-7 on the scale from 1 to 5, in their order."""


@dataclass(frozen=True)
class Figure:
    """A headline figure: now, then, how surely they differ, and the twelve months behind."""

    now: Result
    then: Result
    change: Difference | None
    trend: tuple[Result, ...]

    @property
    def better(self) -> Better:
        """Which direction is an improvement."""
        return measure(self.now.measure).better


@dataclass(frozen=True)
class QuestionRow:
    """One question of the survey: the share of 4 and 5, the five counts unless withheld, and what is in neither.

    ``beside``: None what is hidden.
    """

    key: str
    result: Result
    counts: Tally | None
    beside: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class DepartmentRow:
    """One department beside the others; key "" is what belongs to none."""

    key: str
    name: str
    csat: Result
    on_time: Result
    received: Result
    backlog: Result
    overdue: Result


@dataclass(frozen=True)
class MonthReport:
    """Everything the page of a month shows."""

    material: Material
    month: Month
    compare: Compare
    figures: dict[str, Figure]
    flow: tuple[Result, ...]
    times: tuple[Result, ...]
    backlog: tuple[Result, ...]
    overdue: tuple[Result, ...]
    questions: tuple[QuestionRow, ...]
    departments: tuple[DepartmentRow, ...]
    curves: Reduction
    satisfaction: tuple[Result, ...]
    modes: tuple[ModeRow, ...]
    impossible: int
    further: tuple[Result, ...] = ()

    @property
    def is_running(self) -> bool:
        """Whether the month is not over."""
        return self.material.is_running(self.month)

    @property
    def compared_month(self) -> Month:
        """The month it is compared with."""
        return month_before(self.month, self.compare)


def month_report(
    session: Session,
    clock: Clock,
    scope: Scope,
    choice: Choice,
    month: Month,
    compare: Compare = Compare.YEAR,
    as_of: AsOf | None = None,
    audience: Audience = Audience.STAFF,
    *,
    with_every: bool = False,
) -> MonthReport:
    """Return the report of one month, as known now or at an earlier moment, told to an audience.

    ``with_every``: further every other measure of the chosen cases and of the answers to single questions, as a file
    and a published month hold them; the page does without. Not the rates: they rest on figures somebody enters after
    the month.
    """
    months = [month.plus(-back) for back in range(MONTHS_SHOWN, -1, -1)]
    material = gather(session, clock, scope, choice, months, as_of=as_of, audience=audience)
    return report_of(material, month, compare, with_every=with_every)


def report_of(material: Material, month: Month, compare: Compare, *, with_every: bool = False) -> MonthReport:
    """Return the report of the last month of a material that begins twelve months before it."""
    shown, then, period = material.months[1:], month_before(month, compare), Period.of(month)
    is_imported = material.choice.population is Population.SPRAWA
    unit = Unit.HOURS if is_imported else Unit.DAYS
    times = ("median_hours", "p90_hours") if is_imported else (
        "median_days", "p90_days", "median_working_days", "p90_working_days"
    )  # fmt: skip
    return MonthReport(
        material.set_down(),
        month,
        compare,
        headlines(material, shown, month, then, times[0]),
        tuple(compute(key, material.known, period) for key in ("received", "settled", "left", "backlog", "overdue")),
        tuple(compute(key, material.known, period) for key in times),
        tuple(compute("backlog", material.known, Period.of(one)) for one in shown),
        tuple(compute("overdue", material.known, Period.of(one)) for one in shown),
        questions(material, month),
        departments(material, month),
        reduction(material.known, period, Period.of(then), material.as_of, unit),
        tuple(material.satisfaction(key, month) for key in ("csat", "csat_neutral", "csat_low", "csat_mean")),
        modes(material, month),
        int((is_impossible(material.known) & members.settled(material.known, period)).sum()),
        (*_further(material, period), *_further_answers(material, month)) if with_every else (),
    )


def _further(material: Material, period: Period) -> tuple[Result, ...]:
    wanted = (one.key for one in MEASURES if one.speaks_of(material.choice.population) and one.unit is not Unit.RATE)
    return tuple(compute(key, material.known, period) for key in wanted)


def _further_answers(material: Material, month: Month) -> tuple[Result, ...]:
    return tuple(material.satisfaction(key, month) for key in QUESTION_OF)


def headlines(material: Material, shown: Sequence[Month], month: Month, then: Month, time: str) -> dict[str, Figure]:
    """Return the six figures of a month beside another one. ``time``: the measure of how long cases took."""
    found = {
        "csat": _figure(lambda one: material.satisfaction("csat", one), shown, month, then),
        "on_time": _case_figure("on_time", material, shown, month, then),
        "time": _case_figure(time, material, shown, month, then),
        "settled_at_once": _figure(lambda one: material.satisfaction("settled_at_once", one), shown, month, then),
    }
    if material.choice.population in (Population.COMPLAINTS, Population.SKARGA):
        found["justified"] = _case_figure("justified", material, shown, month, then)
    else:
        found["settled"] = _case_figure("settled", material, shown, month, then)
    found["backlog"] = _case_figure("backlog", material, shown, month, then)
    change = _median_change(material, month, then, measure(time).unit)
    found["time"] = Figure(found["time"].now, found["time"].then, change, found["time"].trend)
    return found


def _case_figure(key: str, material: Material, shown: Sequence[Month], month: Month, then: Month) -> Figure:
    known = of_population(material.known, Population.SKARGA) if key == "justified" else material.known
    return _figure(lambda one: compute(key, known, Period.of(one)), shown, month, then)


def _figure(result_of: Callable[[Month], Result], shown: Sequence[Month], month: Month, then: Month) -> Figure:
    trend = {one: result_of(one) for one in shown}
    now, before = trend[month], trend[then] if then in trend else result_of(then)
    return Figure(now, before, _share_change(now, before), tuple(trend.values()))


def _share_change(now: Result, then: Result) -> Difference | None:
    if now.value is None or then.value is None or measure(now.measure).unit is not Unit.SHARE:
        return None
    return newcombe(now.numerator or 0, now.n or 0, then.numerator or 0, then.n or 0)


def _median_change(material: Material, month: Month, then: Month, unit: Unit) -> Difference | None:
    ours, theirs = (durations(material.known, Period.of(which), Cohort.SETTLED, unit)[0] for which in (month, then))
    return median_difference(ours, theirs) if min(len(ours), len(theirs)) >= MINIMUM_N else None


def questions(material: Material, month: Month) -> tuple[QuestionRow, ...]:
    """Return the scale questions of a month with their counts, withheld by the same rule as in the office's table."""
    counts, period = of_month(material.answers, month), Period.of(month)
    chosen = material.chosen_answers(month)
    rows = []
    for question in SCALE_QUESTIONS:
        result = survey("csat", chosen, period, question=question)
        result = without(result, _gives_another_away(material, counts, question, month))
        if material.choice.department is None:
            result = material.kept_back(result, question, ROOT, month)
        result = material.told(result, month)
        outside = _beside(material, counts, question, month, result)
        rows.append(QuestionRow(question, result, None if result.is_suppressed else tally(chosen, question), outside))
    return tuple(rows)


def _beside(
    material: Material, counts: pd.DataFrame, question: str, month: Month, result: Result
) -> dict[str, int | None]:
    """What stands outside the base, as far as it may be told: no small number is the whole's less the others."""
    minimum = MINIMUM_N if material.audience is Audience.STAFF else PUBLISHED_N
    chosen = () if material.choice.department is None else material.lens.parts(material.choice.part)
    cells: list[Hashable] = [("department", part or NOT_TOLD) for part in chosen] or [ROOT]
    kept = {"flagged"} if any(material.is_mark_hidden(cell, month) for cell in cells) else set[str]()
    found = {name: None if name in kept else n for name, n in result.beside.items()}
    if not chosen:
        return {name: None if n and is_hidden(n, minimum) else n for name, n in found.items()}
    apart = {part: beside(counts[counts["department"] == part], question) for part in material.every_part}
    apart[""] = beside(counts[counts["department"].isna()], question)
    hidden = {name: hidden_parts({part: one[name] for part, one in apart.items()}, minimum) for name in found}
    return {name: None if hidden[name] & set(chosen) else n for name, n in found.items()}


def _gives_another_away(material: Material, counts: pd.DataFrame, question: str, month: Month) -> bool:
    """Whether the chosen department's answers to a question must be hidden beside the office's."""
    if material.choice.department is None:
        return False
    parts = {key: base(part_of(counts, "department", key), question) for key in (*material.every_part, NONE)}
    chosen = material.lens.parts(material.choice.part)
    return not hidden_parts(parts).isdisjoint(chosen) or any(
        material.part_hidden(question, part, month) for part in chosen if parts.get(part)
    )


def departments(material: Material, month: Month) -> tuple[DepartmentRow, ...]:
    """Return all departments of the scope that had a case or an answer, or the chosen one; unsorted."""
    period = Period.of(month)
    satisfied = material.by_department("csat", month)
    rows = []
    for key, name in [*material.departments.items(), ("", "")]:
        if material.choice.department is not None and material.choice.part != key:
            continue
        known = part_of(material.known, "department", key)
        figures = [compute(one, known, period) for one in ("on_time", "received", "backlog", "overdue")]
        row = DepartmentRow(key, name, satisfied[key], *figures)
        has_answers = row.csat.n != 0 and not material.is_unsettled(month)
        if has_answers or any(figure.n for figure in figures):
            rows.append(row)
    return tuple(rows)
