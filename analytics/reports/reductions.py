"""Deadline reduction: two chosen spans, as a whole, department by department and topic by topic."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from analytics.measures.arrays import part_of
from analytics.measures.case_mix import CaseMix, case_mix
from analytics.measures.declaration import Population, Unit
from analytics.measures.interruption import Interrupted, interruption
from analytics.measures.period import Month, Period
from analytics.measures.reduction import Reduction, reduction
from analytics.measures.registry import measure
from analytics.measures.result import Result
from analytics.methods.interrupted import MONTHS_EACH_SIDE
from analytics.methods.interval import Difference
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice
from analytics.reports.material import Material, gather
from kernel.clock import Clock
from kernel.permissions import Scope
from office.queries.lists import topics


@dataclass(frozen=True)
class Part:
    """A department or a topic with its own comparison; key: its id as text, empty for none."""

    key: str
    name: str
    found: Reduction


@dataclass(frozen=True)
class ReductionReport:
    """The comparison in its unit, for legal cases in working days as well, and by department and by topic.

    mix: the same with the baseline's mix of cases; names: of departments and topics by id, for its strata.
    change: the series around a date of change, where the reader gave one.
    """

    material: Material
    whole: Reduction
    working_days: Reduction | None
    departments: tuple[Part, ...]
    topics: tuple[Part, ...]
    mix: CaseMix
    names: dict[str, str]
    topic_codes: dict[str, str]
    change: Interrupted | None

    @property
    def results(self) -> tuple[Result, ...]:
        """The differences as results, each under its measure."""
        return (
            *(as_result(one) for one in (self.whole, self.working_days) if one is not None),
            _result("reduction_p90", self.whole, self.whole.p90_difference),
            _result("standardised", self.whole, self.mix.medians.difference),
            _result("standardised_on_time", self.whole, self.mix.on_time_difference),
            *self._around_the_change(),
        )

    def _around_the_change(self) -> tuple[Result, ...]:
        return () if self.change is None else series_results(self.change, self.whole.now.period)


def reduction_report(
    session: Session,
    clock: Clock,
    scope: Scope,
    choice: Choice,
    now: Period,
    base: Period,
    as_of: AsOf | None = None,
    change: Month | None = None,
) -> ReductionReport:
    """Return the comparison of the cases received in two spans, as known now or at an earlier moment.

    change: the first month after something was changed, for the interrupted time series of a year around it.
    """
    months = min(now, base, key=lambda period: period.first).months
    since = months[0].first if change is None else min(months[0].first, change.plus(-MONTHS_EACH_SIDE).first)
    material = gather(session, clock, scope, choice, months, with_answers=False, since=since, as_of=as_of)
    is_imported = choice.population is Population.SPRAWA
    unit = Unit.HOURS if is_imported else Unit.DAYS
    known, moment = material.known, material.as_of
    named = topics(session)

    def parts(column: str, names: dict[str, str]) -> tuple[Part, ...]:
        found = [
            Part(key, name, reduction(part_of(known, column, key), now, base, moment, unit))
            for key, name in names.items()
        ]
        return tuple(part for part in found if part.found.now.n and part.found.base.n)

    return ReductionReport(
        material.set_down(),
        reduction(known, now, base, moment, unit),
        None if is_imported else reduction(known, now, base, moment, Unit.WORKING_DAYS),
        parts("department", material.departments) if choice.department is None else (),
        parts("topic", {str(topic.id): topic.name_pl for topic in named}),
        case_mix(known, now, base, moment, unit),
        {**material.departments, **{str(topic.id): topic.name_pl for topic in named}},
        {str(topic.id): topic.code for topic in named},
        None if change is None else interruption(known, change, moment, unit),
    )


def series_results(found: Interrupted, period: Period) -> tuple[Result, Result]:
    """Return level and slope of a series as results of a period over the cases of all its months."""
    when, n = (("change", str(found.change)),), sum(one.n for one in found.months)
    differences = (("interrupted_level", "level"), ("interrupted_slope", "slope"))

    def result(key: str, name: str) -> Result:
        change: Difference | None = getattr(found.found, name) if found.found else None
        value, low, high = change or (None, None, None)
        return Result(key, measure(key).version, period, n, value, low, high, dimensions=when)

    level, slope = (result(key, name) for key, name in differences)
    return level, slope


def as_result(found: Reduction) -> Result:
    """Return the difference of medians, open cases counted, as a result over the cases of both spans."""
    return _result("reduction", found, found.difference, (("base", str(found.base.period)), ("unit", found.unit.value)))


def _result(
    key: str, found: Reduction, difference: Difference | None, dimensions: tuple[tuple[str, str], ...] = ()
) -> Result:
    return Result(
        key,
        measure(key).version,
        found.now.period,
        found.now.n + found.base.n,
        difference.value if difference else None,
        difference.low if difference else None,
        difference.high if difference else None,
        dimensions=dimensions or (("base", str(found.base.period)),),
    )
