"""What the reader chose to see."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from analytics.frames.scope import NOWHERE
from analytics.measures.declaration import Population
from analytics.measures.period import Month
from analytics.reports.structure import Structure
from kernel.permissions import EVERYWHERE, Scope

NO_DEPARTMENT: Final = NOWHERE
"""Chosen instead of a department: what belongs to none. Only a reader of the whole office may choose it."""


NO_TOPIC: Final = "none"
"""Chosen instead of a topic: cases that have none."""


class Compare(StrEnum):
    """With what a month is compared."""

    YEAR = "year"
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class Choice:
    """The cases and answers a page speaks of. department None means all of the reader's scope.

    channel, topic: only cases that came in by it, or are about it (NO_TOPIC: about none); answers know neither, so only
    pages of cases ask for one.
    """

    population: Population = Population.COMPLAINTS
    department: uuid.UUID | None = None
    structure: Structure = Structure.DAY_OF_CASE
    channel: str = ""
    topic: str = ""

    @property
    def part(self) -> str:
        """The chosen department as frames and reports name it: "" for what belongs to none."""
        return "" if self.department == NO_DEPARTMENT else str(self.department)

    def narrowed(self, scope: Scope) -> Scope:
        """Return the scope of the cases: the chosen department, or all the reader may see."""
        return scope if self.department is None else frozenset({self.department})


def month_before(month: Month, compare: Compare) -> Month:
    """Return the month to compare with."""
    return month.plus(-12 if compare is Compare.YEAR else -1)


def last_complete_month(today: dt.date) -> Month:
    """Return the newest month that is over."""
    return Month.of(today).plus(-1)


def may_choose(department: uuid.UUID, scope: Scope) -> bool:
    """Whether a department lies within the reader's scope."""
    return scope is EVERYWHERE or department in scope
