"""A dashboard: six figures of a month with their trend, which of them are signals, and the departments side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from analytics.measures.control import ControlChart, ControlPoint, control_chart
from analytics.measures.deadlines import compute
from analytics.measures.declaration import Population
from analytics.measures.period import Month, Period
from analytics.measures.result import Result
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice, Compare, last_complete_month, month_before
from analytics.reports.control import charted, monthly, months_shown, steps_behind
from analytics.reports.material import Material, gather
from analytics.reports.month import MONTHS_SHOWN, DepartmentRow, Figure, departments, headlines
from kernel.clock import Clock, local_day
from kernel.permissions import Scope

FLOW = ("received", "settled", "left", "backlog", "overdue")
"""What came and went in a month: whether there is anything to show at all."""


@dataclass(frozen=True)
class Board:
    """Everything a dashboard shows, as of a moment and the last leaf it knew.

    ``newest``: of each figure that has a control chart the point of this month; empty while the month runs.
    """

    month: Month
    compare: Compare
    as_of: dt.datetime
    leaf: int
    figures: dict[str, Figure]
    flow: tuple[Result, ...]
    departments: tuple[DepartmentRow, ...]
    newest: dict[str, ControlPoint]

    @property
    def today(self) -> dt.date:
        """The legal day of its moment."""
        return local_day(self.as_of)

    @property
    def is_running(self) -> bool:
        """Whether its month is not over."""
        return self.month.last >= self.today


def board(
    session: Session,
    clock: Clock,
    scope: Scope,
    choice: Choice,
    month: Month,
    compare: Compare = Compare.YEAR,
    as_of: AsOf | None = None,
) -> Board:
    """Return the dashboard of a month, as known now or at an earlier moment; cases and answers are read once.

    No signals while the month is not over: half a month beside whole ones would be a signal of nothing but the
    calendar.
    """
    is_over = month <= last_complete_month(as_of.today if as_of else clock.today())
    charted_months = months_shown(session, month) if is_over else []
    months = Period.of(min([month.plus(-MONTHS_SHOWN), *charted_months]), month).months
    material = gather(session, clock, scope, choice, months, as_of=as_of)
    time = "median_hours" if choice.population is Population.SPRAWA else "median_days"
    figures = headlines(material, months[-MONTHS_SHOWN:], month, month_before(month, compare), time)
    keys = [figure.now.measure for figure in figures.values()] if is_over else []
    charts = _charts(session, scope, material, keys, charted_months, as_of)
    return Board(
        month,
        compare,
        material.as_of,
        material.leaf,
        figures,
        tuple(compute(key, material.known, Period.of(month)) for key in FLOW),
        departments(material, month),
        {key: chart.points[-1] for key, chart in charts.items()},
    )


def _charts(
    session: Session, scope: Scope, material: Material, keys: Sequence[str], months: Sequence[Month], as_of: AsOf | None
) -> dict[str, ControlChart]:
    found = {}
    for key in keys:
        if key in charted(material.choice.population):
            steps = steps_behind(session, scope, material.choice, key, as_of)
            found[key] = control_chart(monthly(material, key, months), [step.month for step in steps])
    return found
