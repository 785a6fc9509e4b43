"""When the time of a closed case is over: counted by the category of its filing class, and never guessed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from office.rules.filing import deletable_after_years

MOST_AT_ONCE: Final = 500
"""Ours: cases in one plan. More would not be looked through by anybody, and looking through is the point of a plan."""


@dataclass(frozen=True)
class Tombstone:
    """What an erasure by time says beside its basis: the rule (class and category) and the batch it belonged to."""

    rule: str
    batch: str


def due_since(closed_on: dt.date, category: str) -> dt.date | None:
    """The first day on which a case may be anonymised; None: never by itself (A, BE, and what is no category).

    Full calendar years, counted from 1 January after the year in which the case was closed.
    Source: the office instruction and the filing plan of municipalities (Dz.U. 2011 nr 14 poz. 67, annexes 1 and 2).
    """
    years = deletable_after_years(category)
    return None if years is None else dt.date(closed_on.year + 1 + years, 1, 1)


def is_due(closed_on: dt.date, category: str, today: dt.date) -> bool:
    """Whether the time of a case is over."""
    since = due_since(closed_on, category)
    return since is not None and since <= today
