"""What the worker does about stored dashboards: which hold, which are to be made, and one of them made."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from analytics.frames.stored import Kept, Later, Place, all_stored, flags_by, later_entries, next_change
from analytics.measures.declaration import Population
from analytics.measures.period import Month
from analytics.reports.board import board
from analytics.reports.choice import Choice, Compare
from analytics.reports.material import last_leaf
from analytics.reports.stored.basis import Facts, told_upto
from analytics.reports.stored.finding import MOST_LATER, WHOLE, figures_of, is_right_day
from analytics.reports.stored.packing import packed
from analytics.reports.stored.touching import FLAGS, is_touched, silent_tags
from analytics.reports.stored.wanted import wanted
from kernel.clock import Clock
from kernel.permissions import EVERYWHERE, Scope

LAG: Final = 200
"""Ours: how many entries a row that still holds may lie behind before its leaf is moved on, so that few are read."""


@dataclass(frozen=True, slots=True)
class Made:
    """A dashboard as it is stored."""

    place: Place
    kept: Kept
    body: str


@dataclass
class Plan:
    """What is to be done. ``ahead``: rows that still hold, with the leaf they were looked at and the one of now."""

    stale: list[Place] = field(default_factory=list)
    ahead: dict[Place, int] = field(default_factory=dict)
    gone: list[Place] = field(default_factory=list)
    leaf: int = 0


def plan(session: Session, clock: Clock) -> Plan:
    """Return which of the wanted dashboards are to be made, in their order; which to move on; which nobody wants.

    Doubtful answers told anew touch only months with such answers: where they are the same, the row holds on.
    """
    places, stored, today, leaf = wanted(session, clock), all_stored(session), clock.today(), last_leaf(session)
    facts, found = Facts(session, today), Plan(leaf=leaf)
    found.gone = sorted(set(stored) - set(places))
    may_hold = {
        place: kept
        for place, kept in stored.items()
        if place in set(places) and is_right_day(kept, today) and leaf - kept.leaf <= MOST_LATER
    }
    may_hold = {place: one for place, one in may_hold.items() if one.basis == facts.basis(figures_of(place))}
    oldest = min((one.leaf for one in may_hold.values()), default=leaf)
    later = later_entries(session, oldest, silent_tags()) if oldest < leaf else []
    flags = _Flags(session, today)
    for place in places:
        kept = may_hold.get(place)
        own = [one for one in later if kept and one.leaf > kept.leaf]
        if kept is None or is_touched(figures_of(place), own) or not flags.are_same(place, kept, own):
            found.stale.append(place)
        elif leaf - kept.leaf > LAG or any(one.tag == FLAGS for one in own):
            found.ahead[place] = kept.leaf
    return found


@dataclass
class _Flags:
    """The digests of flags, each read once and only where an entry says that some changed."""

    session: Session
    today: dt.date
    known: dict[Month, str] = field(default_factory=dict)

    def are_same(self, place: Place, kept: Kept, later: list[Later]) -> bool:
        """Whether no answer of the months a place rests on became doubtful, or is so no longer."""
        if not any(one.tag == FLAGS for one in later):
            return True
        upto = told_upto(Month.parse(place.month), self.today)
        if upto not in self.known:
            self.known[upto] = flags_by(self.session, upto.last)
        return self.known[upto] == kept.flags


def make(session: Session, clock: Clock, place: Place) -> Made | None:
    """Return the dashboard of a place as computed now; None where the calendar will change it today.

    The session sees one moment of the database: the leaf is the one the figures rest on.
    """
    month, today = Month.parse(place.month), clock.today()
    until_on = next_change(session, clock, month.last)
    if until_on is not None and until_on <= today:
        return None
    scope: Scope = EVERYWHERE if place.reach == WHOLE else frozenset({uuid.UUID(place.reach)})
    department = uuid.UUID(place.department) if place.department else None
    choice = Choice(Population(place.population), department)
    found = board(session, clock, scope, choice, month, Compare(place.compare))
    flags = flags_by(session, told_upto(month, today).last)
    kept = Kept(Facts(session, today).basis(figures_of(place)), flags, today, until_on, found.leaf)
    return Made(place, kept, packed(found))
