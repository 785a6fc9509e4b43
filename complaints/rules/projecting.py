"""What of a course is stored beside a case, and why stored dates move although nobody did anything with the case."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from complaints.rules.course import Course
from kernel.terms import WARNING_WORKING_DAYS


class Why(enum.StrEnum):
    """Why dates moved."""

    RULE = "rule"  # another wording of the rule, or another rule
    START = "start"  # the term is counted from another day
    CALENDAR = "calendar"  # the same term, other free days
    WARNING = "warning"  # the same term, warned of on another day: the office's setting


@dataclass(frozen=True)
class Stored:
    """The projection of a case: what the queue is sorted and filtered by."""

    rule: str | None
    rule_version: int | None
    starts_on: dt.date | None
    raw_end: dt.date | None
    last_day: dt.date | None
    warn_on: dt.date | None
    noticed_on: dt.date | None = None
    announced_on: dt.date | None = None
    warning_days: int = WARNING_WORKING_DAYS

    @property
    def dates(self) -> tuple[dt.date | None, ...]:
        """What people work by: end of the count, last day, warning day."""
        return (self.raw_end, self.last_day, self.warn_on)


def stored_by(found: Course) -> Stored:
    """What is stored of a course."""
    return Stored(
        rule=found.main.rule.id,
        rule_version=found.main.rule.version,
        starts_on=found.main.term.starts_on,
        raw_end=found.raw_end_on,
        last_day=found.due_on,
        warn_on=found.warn_on,
        noticed_on=found.noticed_on,
        announced_on=found.announced_on,
        warning_days=found.main.warning_days,
    )


def why_moved(before: Stored, after: Stored) -> Why | None:
    """Why the dates are others now; None where they are the same, whatever else differs."""
    if (before.dates, before.warning_days) == (after.dates, after.warning_days):
        return None
    if (before.rule, before.rule_version) != (after.rule, after.rule_version):
        return Why.RULE
    if before.starts_on not in (None, after.starts_on):
        return Why.START
    if before.warning_days != after.warning_days and before.dates[:2] == after.dates[:2]:
        return Why.WARNING
    return Why.CALENDAR if before.raw_end == after.raw_end else Why.RULE
