"""The control charts behind the figures of a dashboard: is the newest month more than noise?"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from analytics.measures.control import ControlChart, control_chart
from analytics.measures.period import Month
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice, last_complete_month
from analytics.reports.control import charted, monthly, months_shown, steps_behind
from analytics.reports.material import gather
from kernel.clock import Clock
from kernel.permissions import Scope


def board_charts(
    session: Session,
    clock: Clock,
    scope: Scope,
    choice: Choice,
    month: Month,
    keys: Sequence[str],
    as_of: AsOf | None = None,
) -> dict[str, ControlChart]:
    """Return the control chart of each measure up to a month, by its key; measures without one are left out.

    None while the month is not over: half a month beside whole ones would be a signal of nothing but the calendar.
    """
    if month > last_complete_month(as_of.today if as_of else clock.today()):
        return {}
    months = months_shown(session, month)
    material = gather(session, clock, scope, choice, months, as_of=as_of)
    found = {}
    for key in keys:
        if key in charted(choice.population):
            steps = steps_behind(session, scope, choice, key, as_of)
            found[key] = control_chart(monthly(material, key, months), [step.month for step in steps])
    return found
