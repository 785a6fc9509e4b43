"""Deadline reduction: two chosen spans, as a whole and department by department."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from analytics.measures.declaration import Population, Unit
from analytics.measures.period import Period
from analytics.measures.reduction import Reduction, reduction
from analytics.measures.registry import measure
from analytics.measures.result import Result
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice
from analytics.reports.material import Material, gather
from kernel.clock import Clock
from kernel.permissions import Scope


@dataclass(frozen=True)
class ReductionReport:
    """The comparison in its unit, for legal cases in working days as well, and by department (id, name, comparison)."""

    material: Material
    whole: Reduction
    working_days: Reduction | None
    departments: tuple[tuple[str, str, Reduction], ...]

    @property
    def results(self) -> tuple[Result, ...]:
        """The difference as results, for digest and files."""
        return tuple(as_result(one) for one in (self.whole, self.working_days) if one is not None)


def reduction_report(
    session: Session,
    clock: Clock,
    scope: Scope,
    choice: Choice,
    now: Period,
    base: Period,
    as_of: AsOf | None = None,
) -> ReductionReport:
    """Return the comparison of the cases received in two spans, as known now or at an earlier moment."""
    months = min(now, base, key=lambda period: period.first).months
    material = gather(session, clock, scope, choice, months, with_answers=False, as_of=as_of)
    is_imported = choice.population is Population.SPRAWA
    unit = Unit.HOURS if is_imported else Unit.DAYS
    known, moment = material.known, material.as_of
    parts = [
        (key, name, reduction(known[known["department"] == key], now, base, moment, unit))
        for key, name in material.departments.items()
        if choice.department is None
    ]
    return ReductionReport(
        material.set_down(),
        reduction(known, now, base, moment, unit),
        None if is_imported else reduction(known, now, base, moment, Unit.WORKING_DAYS),
        tuple(part for part in parts if part[2].now.n and part[2].base.n),
    )


def as_result(found: Reduction) -> Result:
    """Return the difference of medians, open cases counted, as a result over the cases of both spans."""
    difference = found.difference
    return Result(
        "reduction",
        measure("reduction").version,
        found.now.period,
        found.now.n + found.base.n,
        difference.value if difference else None,
        difference.low if difference else None,
        difference.high if difference else None,
        dimensions=(("base", str(found.base.period)), ("unit", found.unit.value)),
    )
