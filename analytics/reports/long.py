"""Everything counted, one row a figure, with a column for each thing it may be asked by: for analysts' own tools."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from analytics import frames
from analytics.measures.arrays import part_of
from analytics.measures.cases import DAYS
from analytics.measures.declaration import Population
from analytics.measures.period import Month, Period
from analytics.measures.result import Result, WhyNot
from analytics.measures.slices import Slice
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice, last_complete_month
from analytics.reports.material import Material, gather
from analytics.reports.sheet import WHOLE, answer_figures, answers_by_department, case_figures
from analytics.reports.voice import Voice, voice_report
from kernel.clock import Clock
from kernel.permissions import EVERYWHERE, Scope

if TYPE_CHECKING:
    import pandas as pd

ALL: Final = "all"
"""Stands for every department, or every channel, together."""
NONE: Final = "none"
"""Stands for what belongs to no department."""
ANSWERS: Final = "answers"
"""Stands in place of a population of cases beside a figure over survey answers."""
QUARTERS: Final = range(12, 16)
STATES: Final[Mapping[WhyNot | None, str]] = {
    None: "told",
    WhyNot.NO_BASE: "no_reference",
    WhyNot.NOT_REACHED: "not_reached",
    WhyNot.NOT_REPORTED: "no_reference",
    WhyNot.TOO_FEW_PAIRS: "withheld",
    WhyNot.ALL_THE_SAME: "all_the_same",
    WhyNot.NOBODY: "nothing_counted",
    WhyNot.RUNNING: "not_yet_due",
    WhyNot.NOT_OVER: "not_over",
    WhyNot.TOO_FEW: "withheld",
    WhyNot.PROTECTS_OTHERS: "withheld",
}
"""Why there is a value or none. A withheld figure never tells which of the two reasons it has: half a number."""


@dataclass(frozen=True, slots=True)
class LongRow:
    """One figure of one slice, its columns in the order of the files (`analytics.dictionary` says what they hold)."""

    period: str
    period_kind: str
    first_day: dt.date
    last_day: dt.date
    measure: str
    version: int
    population: str
    department: str
    channel: str
    about: str
    n: int | None
    numerator: int | None
    value: float | None
    low: float | None
    high: float | None
    state: str
    small_base: bool
    as_of: dt.datetime
    leaf: int


def long_rows(
    session: Session,
    clock: Clock,
    scope: Scope,
    months: Sequence[Month],
    as_of: AsOf | None = None,
    *,
    is_crossed: bool = False,
    by_channel: bool = True,
) -> Iterator[LongRow]:
    """Yield every measure for months in a run, and for the quarters and years that lie within them.

    Cases: each population, all departments and each, all channels and each; with ``is_crossed`` each department by each
    channel too, where it counted something; without ``by_channel`` no channels. Answers: of months, quarters and years
    that are over, departments of single months, hidden as on the pages. Memory: the cases of one population at a time.
    """
    codes = frames.department_codes(session)
    for population in Population:
        is_first = population is Population.COMPLAINTS
        choice = Choice(population)
        material = gather(session, clock, scope, choice, months, with_answers=is_first, as_of=as_of)
        parts = _parts(material, codes, is_whole=scope is EVERYWHERE, is_crossed=is_crossed, by_channel=by_channel)
        yield from _of_cases(material, months, list(parts))
        if is_first:
            told = {} if as_of else dict(_voices(session, scope, months, last_complete_month(material.today)))
            yield from _of_answers(material, months, codes, told, is_whole=scope is EVERYWHERE)


def slices(months: Sequence[Month]) -> list[Slice]:
    """Return the months, the quarters that lie within them and the years that do, in this order."""
    years = sorted({month.year for month in months})
    longer = [Slice(year, time) for year in years for time in QUARTERS] + [Slice.of_year(year) for year in years]
    known = set(months)
    return [*map(Slice.of, months), *(one for one in longer if known.issuperset(one.period.months))]


def _of_cases(
    material: Material, months: Sequence[Month], parts: Sequence[tuple[str, str, pd.DataFrame]]
) -> Iterator[LongRow]:
    population, nothing = material.choice.population, material.known.iloc[:0]
    for one in slices(months):
        of_nothing = tuple(case_figures(material, nothing, one.period))
        for department, channel, known in parts:
            has_any = _has_any(known, one.period)
            part = WHOLE if (department, channel) == (ALL, ALL) else None
            for result in case_figures(material, known, one.period, part=part) if has_any else of_nothing:
                if result.n or ALL in (department, channel):
                    yield _row(material, result, one, (population.value, department, channel))


def _has_any(known: pd.DataFrame, period: Period) -> bool:
    """Whether any of the cases can count in a period: received by its end, and open or with any day since its start."""
    import pandas as pd

    first, last = pd.Timestamp(period.first), pd.Timestamp(period.last)
    came = known["received_day"] <= last
    is_open = known["settled_day"].isna() & known["left_day"].isna()
    return bool((came & (is_open | (known[list(DAYS)].max(axis=1) >= first))).any())


def _parts(
    material: Material, codes: Mapping[str, str], *, is_whole: bool, is_crossed: bool, by_channel: bool
) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """The cases of all, of each channel, of each department, and crossed. Departments by code, in their order."""
    known = material.known
    channels = sorted(map(str, known["channel"].dropna().unique())) if by_channel else []
    named = sorted((codes.get(key, key), key) for key in material.departments)
    departments = [(ALL, known), *((code, part_of(known, "department", key)) for code, key in named)]
    if is_whole:
        departments.append((NONE, part_of(known, "department", "")))
    for department, mine in departments:
        yield department, ALL, mine
        for channel in channels if is_crossed or department == ALL else ():
            yield department, channel, part_of(mine, "channel", channel)


def _voices(session: Session, scope: Scope, months: Sequence[Month], last: Month) -> Iterator[tuple[Slice, Voice]]:
    """What is told of the answers of every period that is over."""
    for one in slices(months):
        if one.period.last <= last.last:
            yield one, voice_report(session, scope, one, last)


def _of_answers(
    material: Material,
    months: Sequence[Month],
    codes: Mapping[str, str],
    told: Mapping[Slice, Voice],
    *,
    is_whole: bool,
) -> Iterator[LongRow]:
    for one in slices(months):
        found = told.get(one)
        if found is not None:
            yield from _of_voice(material, one, found, codes)
        elif len(one.period.months) == 1 or one.period.last < material.today:
            for result in answer_figures(material, one.period):
                yield _row(material, result, one, (ANSWERS, ALL, ALL))
    for month in months:
        apart = answers_by_department(material, Period.of(month))
        by_code = {codes.get(key, key) if key else NONE: found for key, found in apart.items() if key or is_whole}
        for department in sorted(by_code, key=lambda code: (code == NONE, code)):
            for result in by_code[department]:
                yield _row(material, result, Slice.of(month), (ANSWERS, department, ALL))


def _of_voice(material: Material, one: Slice, found: Voice, codes: Mapping[str, str]) -> Iterator[LongRow]:
    """Every figure over the answers of a period; what it is about (a question, among whom) as the report names it."""
    pairs = (each for driver in found.drivers for each in (driver.performance, driver.importance))
    for result in (*found.results, *found.departments, *pairs):
        facts = dict(result.dimensions)
        department = facts.pop("department", None)
        place = (ANSWERS, codes.get(department, department) if department else ALL, ALL)
        yield _row(material, result, one, place, ";".join(f"{name}={value}" for name, value in facts.items()))


def _row(material: Material, result: Result, one: Slice, place: tuple[str, str, str], about: str = "") -> LongRow:
    kind = "month" if one.time < QUARTERS.start else "quarter" if one.time in QUARTERS else "year"
    return LongRow(
        str(one),
        kind,
        one.period.first,
        one.period.last,
        result.measure,
        result.version,
        *place,
        about,
        result.n,
        result.numerator,
        result.value,
        result.low,
        result.high,
        STATES[result.why_not],
        result.has_small_base,
        material.as_of,
        material.leaf,
    )
