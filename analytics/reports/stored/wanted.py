"""Which dashboards are kept stored: so few that they are soon made, and those that are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy.orm import Session

from analytics.frames import first_month
from analytics.frames.stored import Place, kinds_there
from analytics.measures.declaration import KINDS, Population
from analytics.measures.period import Month
from analytics.reports.choice import Choice, Compare, last_complete_month
from analytics.reports.stored.finding import place_of
from kernel.clock import Clock
from kernel.permissions import EVERYWHERE
from office.queries import departments

MONTHS: Final = 12
"""Ours: closed months of the whole office, complaints. A year is what the menu of months offers first."""
RECENT: Final = 3
"""Ours: closed months of a single department; of the whole office beside the month before, and of other cases."""


def wanted(session: Session, clock: Clock) -> list[Place]:
    """Return the places to keep, the most looked at first: the newest month of the office, then of its departments.

    Three statements. Each department stands twice: for who sees the whole office, and for who sees it alone.
    """
    oldest, kinds, today = first_month(session), kinds_there(session), clock.today()
    if oldest is None:
        return []
    last = last_complete_month(today)
    there = [one.id for one in departments(session, today)]
    others = [one for one in Population if one is not Population.COMPLAINTS and KINDS[one] & kinds]
    found: list[Place] = []
    for back in range(MONTHS):
        month = last.plus(-back)
        if month >= oldest:
            found += _of_office(month, Population.COMPLAINTS)
        if month >= oldest and back < RECENT:
            for department in there:
                choice = Choice(Population.COMPLAINTS, department)
                for scope in (EVERYWHERE, frozenset({department})):
                    place = place_of(scope, choice, month, Compare.YEAR)
                    found += [place] if place else []
            found += _of_office(month, Population.COMPLAINTS, Compare.PREVIOUS)
            for other in others:
                found += _of_office(month, other)
    return found


def _of_office(month: Month, population: Population, compare: Compare = Compare.YEAR) -> Iterator[Place]:
    place = place_of(EVERYWHERE, Choice(population), month, compare)
    if place is not None:
        yield place
