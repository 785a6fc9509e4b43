"""The stored dashboard that answers what a reader asks, as long as it is what would be computed afresh."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from analytics.frames.scope import NOWHERE
from analytics.frames.stored import Kept, Later, Place, later_entries, stored_at
from analytics.measures.declaration import Population
from analytics.measures.period import Month
from analytics.reports.as_of import minute_of
from analytics.reports.board import Board
from analytics.reports.choice import Choice, Compare, last_complete_month
from analytics.reports.stored.basis import Facts
from analytics.reports.stored.packing import unpacked
from analytics.reports.stored.touching import FLAGS, Figures, is_touched, silent_tags
from analytics.reports.structure import Structure
from kernel.clock import Clock
from kernel.permissions import EVERYWHERE, Scope

WHOLE: Final = "everywhere"
MOST_LATER: Final = 2_000
"""Ours: so many entries are looked through in some ten milliseconds; the worker looks long before there are more."""


def stored_board(
    session: Session, clock: Clock, scope: Scope, choice: Choice, month: Month, compare: Compare
) -> Board | None:
    """Return the stored dashboard of a closed month for a reader, as of now; None where none holds. Five statements.

    Only for who sees the whole office, or a single department and asks for that one: what is hidden depends on all
    that a reader sees.
    """
    place = place_of(scope, choice, month, compare)
    if place is None or month > last_complete_month(clock.today()):
        return None
    found = stored_at(session, place)
    if found is None:
        return None
    kept, text, leaf = found
    if not is_right_day(kept, clock.today()) or kept.basis != Facts(session, clock.today()).basis(figures_of(place)):
        return None
    if leaf - kept.leaf > MOST_LATER or not holds_still(place, later_entries(session, kept.leaf, silent_tags())):
        return None
    return unpacked(text, month, compare, minute_of(clock), leaf)


def place_of(scope: Scope, choice: Choice, month: Month, compare: Compare) -> Place | None:
    """Return under what a dashboard is stored; None for one that never is."""
    if choice.structure is not Structure.DAY_OF_CASE or choice.channel or choice.topic:
        return None
    if scope is EVERYWHERE:
        reach = WHOLE
    elif len(scope) == 1 and choice.department in scope and choice.department != NOWHERE:
        reach = str(choice.department)
    else:
        return None
    department = str(choice.department) if choice.department else ""
    return Place(reach, choice.population.value, department, choice.structure.value, str(month), compare.value)


def figures_of(place: Place) -> Figures:
    """Return which cases the figures of a place are made of."""
    reach: Scope = frozenset({uuid.UUID(place.department)}) if place.department else EVERYWHERE
    return Figures(Population(place.population), reach, Month.parse(place.month).last)


def is_right_day(kept: Kept, today: dt.date) -> bool:
    """Whether a stored dashboard holds on a day."""
    return kept.made_on <= today and (kept.until_on is None or today < kept.until_on)


def holds_still(place: Place, later: Sequence[Later]) -> bool:
    """Whether none of the later entries may change a place, doubtful answers told anew among them."""
    return not any(one.tag == FLAGS for one in later) and not is_touched(figures_of(place), later)
