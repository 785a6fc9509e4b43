"""A span of months: every month's figures side by side, and what of them adds up over the span."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from analytics.measures.deadlines import compute
from analytics.measures.declaration import Population
from analytics.measures.period import Month, Period
from analytics.measures.result import Result
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice
from analytics.reports.material import Material, gather
from analytics.reports.release import Audience
from kernel.clock import Clock
from kernel.permissions import Scope

COUNTS: Final = ("received", "settled", "left", "backlog", "overdue", "on_time")


@dataclass(frozen=True)
class SpanRow:
    """One month: case figures by key, and the satisfaction of that month."""

    month: Month
    cases: dict[str, Result]
    csat: Result


@dataclass(frozen=True)
class SpanReport:
    """Months and their whole. Satisfaction has no figure for the whole span.

    Survey figures exist for single months only: a total over a span of one's choice would give hidden months away.
    """

    material: Material
    rows: tuple[SpanRow, ...]
    whole: dict[str, Result]
    times: tuple[str, str]

    @property
    def period(self) -> Period:
        """The months as one period."""
        return Period.of(self.rows[0].month, self.rows[-1].month)

    def monthly(self, key: str) -> list[Result]:
        """One figure month by month."""
        return [row.csat if key == "csat" else row.cases[key] for row in self.rows]


def span_report(
    session: Session,
    clock: Clock,
    scope: Scope,
    choice: Choice,
    first: Month,
    last: Month,
    as_of: AsOf | None = None,
    audience: Audience = Audience.STAFF,
) -> SpanReport:
    """Return the report of a run of months, as known now or then, told to an audience.

    Raises ValueError when it goes backwards.
    """
    period = Period.of(first, last)
    material = gather(session, clock, scope, choice, period.months, as_of=as_of, audience=audience)
    is_imported = choice.population is Population.SPRAWA
    times = ("median_hours", "p90_hours") if is_imported else ("median_days", "p90_days")
    rows = tuple(
        SpanRow(
            month,
            {key: compute(key, material.known, Period.of(month)) for key in (*COUNTS, *times)},
            material.satisfaction("csat", month),
        )
        for month in period.months
    )
    whole = {key: compute(key, material.known, period) for key in (*COUNTS, *times)}
    return SpanReport(material.set_down(), rows, whole, times)
