"""Which cases stand behind a figure: it is computed from these very rows, so its list cannot differ from its n."""

from __future__ import annotations

from typing import Final

from analytics.measures import ages, curves, lateness, monitoring, outcomes, reserve, steps, ways
from analytics.measures.cohorts import (
    Members,
    backlog,
    due,
    due_but_left,
    judged_outcome,
    left,
    not_yet_due,
    overdue,
    received,
    settled,
)

MEMBERS: Final[dict[str, Members]] = {
    "received": received,
    "settled": settled,
    "left": left,
    "backlog": backlog,
    "overdue": overdue,
    "on_time": due,
    "not_yet_due": not_yet_due,
    "due_but_left": due_but_left,
    "median_days": settled,
    "p90_days": settled,
    "median_working_days": settled,
    "p90_working_days": settled,
    "median_hours": settled,
    "p90_hours": settled,
    "justified": judged_outcome,
    "per_inhabitants": received,
    "per_cases": received,
    **ways.MEMBERS,
    **ages.MEMBERS,
    **lateness.MEMBERS,
    **steps.MEMBERS,
    **reserve.MEMBERS,
    **curves.MEMBERS,
    **outcomes.MEMBERS,
    **monitoring.MEMBERS,
}
"""The rows behind each case measure. Durations leave out negative ones (`durations.is_impossible`), counted beside."""

__all__ = [
    "MEMBERS",
    "Members",
    "backlog",
    "due",
    "due_but_left",
    "judged_outcome",
    "left",
    "not_yet_due",
    "overdue",
    "received",
    "settled",
]
