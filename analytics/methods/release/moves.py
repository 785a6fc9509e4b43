"""Proofs that a hidden cell stays unknown: answers that could be moved without any shown number changing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from analytics.methods.release.room import Room
from analytics.methods.release.sheet import KNOWN_COST, Sheet, share_root
from analytics.methods.release.times import MONTHS, NEVER, apart, months_in

if TYPE_CHECKING:
    from analytics.methods.release.sheet import Costs, Counts, Flags

CHOICES: Final = 48
"""How many other leaves are looked at for a move. Ours: the cheapest of them do; a year has hundreds."""


@dataclass(frozen=True)
class Move:
    """Answers that could be moved, and what of a view is hidden for it: parts, at times that hold one of two months."""

    view: int
    parts: Flags
    month: int
    back: int

    def hide(self, sheets: Sequence[Sheet]) -> None:
        """Hide it, in a later publication of the same year too: the same answers could still be moved there."""
        sheet = sheets[self.view]
        sheet.hide(self.parts, sheet.apart[self.month][self.back])


def protect(sheets: Sequence[Sheet], sheet: Sheet, part: int, time: int) -> list[Move]:
    """Hide what it takes so that a cell could be anything over a range as wide as the minimum of its part.

    The cell could be more by the answers that others lose to it, and less by those it loses to them. Returns the moves
    that prove it.
    """
    starts = [
        (int(leaf), month)
        for leaf in sheet.member[:, part].nonzero()[0]
        for month in months_in(time)
        if sheet.leaves[leaf, month]
    ]
    own, less, number = Room(sheet), Room(sheet), sheets.index(sheet)
    needed, done = int(sheet.minima[part]), list[Move]()
    while needed > 0:
        moves = [_swap(own, part, leaf, month, time, needed) for leaf, month in starts] if part else []
        found = [(*move, at) for at, move in enumerate(moves) if move is not None]
        if not found:
            rooms = [own if one is sheet else Room(one) for one in sheets]
            return done + _shift(sheets, rooms, sheet, *starts[0], time, needed)
        _price, other, back, width, at = min(found)
        leaf, month = starts[at]
        done.append(Move(number, sheet.member[leaf] != sheet.member[other], month, back))
        done[-1].hide(sheets)
        _taken(own, leaf, other, month, back, width)
        needed -= width + _returned(less, leaf, other, month, back, needed - width)
    return done


def _taken(room: Room, leaf: int, other: int, month: int, back: int, width: int) -> None:
    room.take(other, month, width)
    if back != NEVER:
        room.take(leaf, back, width)


def _returned(less: Room, leaf: int, other: int, month: int, back: int, needed: int) -> int:
    """How many answers may be moved the other way round between the same cells, which are hidden already."""
    width = min(needed, int(less.free[leaf, month]), int(less.free[other, back]))
    if width <= 0:
        return 0
    _taken(less, other, leaf, month, back, width)
    return width


def _swap(own: Room, part: int, leaf: int, month: int, time: int, needed: int) -> tuple[float, int, int, int] | None:
    """The cheapest other leaf and month to swap answers with, its price and how many; None where there is none that
    leaves everything as it was told earlier.

    Answers of the month become the leaf's instead of the other's, and in the second month the other way round: no shown
    total changes but those of parts that hold just one of the two, at times that hold just one of the two months.
    """
    import numpy as np

    sheet = own.sheet
    outside, name = own.others(part, month)
    if not name:
        return None
    able, cost, is_dear = sheet.once((leaf, month, name), lambda: _cheap(sheet, leaf, month, outside))
    if is_dear:
        return None
    width = np.minimum(np.minimum(own.free[able, month], needed)[:, None], own.free[leaf])
    months = months_in(time)
    width[:, months.start : months.stop] = 0
    price = np.divide(cost, width, out=np.full(width.shape, np.inf), where=width > 0)
    at = int(price.argmin())
    if price.flat[at] == np.inf:
        return None
    place, back = divmod(at, MONTHS + 1)
    return float(price.flat[at]), int(able[place]), back if back < MONTHS else NEVER, int(width.flat[at])


def _cheap(sheet: Sheet, leaf: int, month: int, able: Counts) -> tuple[Counts, Costs, bool]:
    """The cheapest of the other leaves in a month; what each costs by second month, NEVER the last, without end where
    it was told earlier or has no answers; whether it was told everywhere.
    """
    import numpy as np

    costs = sheet.leaf_costs(leaf)
    chosen = able[np.argsort(costs[able, month], kind="stable")[:CHOICES]]
    cost = costs[chosen] @ _affected(month, sheet.times)
    was_told = cost >= KNOWN_COST
    is_out = was_told.copy()
    is_out[:, :MONTHS] |= sheet.leaves[chosen] <= 0
    return chosen, np.where(is_out, np.inf, cost), bool(was_told.all())


@cache
def _affected(month: int, times: tuple[int, ...]) -> Costs:
    """By time and second month, NEVER the last: 1 where the time holds just one of the two."""
    import numpy as np

    found = np.zeros((len(times), MONTHS + 1))
    for column, places in enumerate(apart(times)[month]):
        found[list(places), column] = 1
    return found


def _shift(
    sheets: Sequence[Sheet], room: Sequence[Room], sheet: Sheet, leaf: int, month: int, time: int, needed: int
) -> list[Move]:
    """Hide what it takes for answers to come from other months: the whole changes there, in every view.

    Where no other month has enough, nothing over time is told any more.
    """
    done: list[Move] = []
    while needed > 0:
        found = [
            (price, back, width, chosen)
            for back in range(MONTHS)
            if back not in months_in(time)
            for price, width, chosen in [_shifted(sheets, room, sheet, leaf, month, back, needed)]
            if width > 0
        ]
        _price, back, width, chosen = (
            min(found) if found else (0.0, NEVER, needed, _cheapest(sheets, sheet, leaf, month, NEVER))
        )
        for number, one in enumerate(sheets):
            done.append(Move(number, one.member[chosen[number]] == 1, month, back))
            done[-1].hide(sheets)
            if back != NEVER:
                room[number].take(chosen[number], back, width)
        share_root(sheets)
        needed -= width
    return done


def _shifted(
    sheets: Sequence[Sheet], room: Sequence[Room], sheet: Sheet, leaf: int, month: int, back: int, needed: int
) -> tuple[float, int, tuple[int, ...]]:
    """What it costs, per answer, to move answers from another month, how many, and the leaf of every view."""
    chosen, width = [], needed
    for number, one in enumerate(sheets):
        at, free = (leaf, int(room[number].free[leaf, back])) if one is sheet else _source(room[number], month, back)
        width = min(width, free)
        if width <= 0:
            return 0.0, 0, ()
        chosen.append(at)
    price = sum(one.cost_between(at, month, back) for one, at in zip(sheets, chosen, strict=True))
    return (price / width, width, tuple(chosen)) if price < KNOWN_COST else (0.0, 0, ())


def _source(room: Room, month: int, back: int) -> tuple[int, int]:
    """The cheapest leaf of the month that may lose answers in another month, and how many; none: nothing."""
    if room.is_untouched:
        return room.sheet.once(("source", month, back), lambda: _source_in(room, month, back))
    return _source_in(room, month, back)


def _source_in(room: Room, month: int, back: int) -> tuple[int, int]:
    able = ((room.sheet.leaves[:, month] > 0) & (room.free[:, back] > 0)).nonzero()[0]
    if not len(able):
        return 0, 0
    at = int(able[room.sheet.costs_between(month, back)[able].argmin()])
    return at, int(room.free[at, back])


def _cheapest(sheets: Sequence[Sheet], sheet: Sheet, leaf: int, month: int, back: int) -> tuple[int, ...]:
    chosen = []
    for one in sheets:
        able = (one.leaves[:, month] > 0).nonzero()[0]
        chosen.append(leaf if one is sheet else int(able[one.costs_between(month, back)[able].argmin()]))
    return tuple(chosen)
