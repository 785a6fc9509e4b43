"""Which moves a page offers, and how openly: the next step, the likely ones, the rare ones folded away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from complaints.rules.advice import Advice, Advised, Urgency
from complaints.rules.courses import TRANSITIONS
from complaints.rules.moves import Move, State
from complaints.rules.states import LIKELY, basis_of

COMMON: Final = frozenset(
    {
        Move.SETTLE,
        Move.APPROVE,
        Move.ASSIGN,
        Move.DRAFT,
        Move.RESOLVE,
        Move.PASS_ON,
        Move.SERVE,
        Move.COMPLETE,
        Move.RESULT,
        Move.SEND_BACK,
        Move.CALL,
        Move.TRANSFER,
        Move.NOTE,
    }
)
"""Ours: what most cases need. Everything else is folded away until it is advised."""

LEADING: Final = frozenset({Advice.TO_COUNCIL, Advice.TRANSFER, Advice.LEAVE_ANONYMOUS, Advice.LEAVE_EMAIL})
"""What comes before any answer: the case is not to be answered here."""

STEADY: Final = frozenset({Move.NOTE, Move.SEND_BACK})
"""Never the next step."""


@dataclass(frozen=True)
class Offer:
    """The next step (None: nothing but notes is left), other likely steps, and rare ones."""

    first: Move | None
    common: tuple[Move, ...]
    rare: tuple[Move, ...]


def offer(
    possible: Sequence[Move], advised: Sequence[Advised], *, is_elsewhere: bool = False, has_handler: bool = False
) -> Offer:
    """How the possible moves are offered. ``is_elsewhere``: another body decides, so no answer is written here."""
    steady = STEADY | {Move.ASSIGN} if has_handler else STEADY
    moves = [move for move in possible if not (is_elsewhere and move is Move.DRAFT)]
    leading = [one.move for one in advised if one.advice in LEADING or one.urgency is Urgency.LATE]
    wanted = [one.move for one in advised if one.move in moves]
    likely = [move for move in moves if move in COMMON or move in wanted]
    if Move.SERVE not in wanted:
        steady |= {Move.SERVE}
    likely.sort(key=lambda move: (move not in leading, move in steady, move not in COMMON))
    first = likely[0] if likely and likely[0] not in steady else None
    rest = tuple(move for move in likely if move is not first)
    return Offer(first, rest, tuple(move for move in moves if move not in likely))


def impossible(kind: str, state: State | str) -> list[tuple[Move, tuple[State, ...], str]]:
    """What a kind knows but cannot do now: the move, the states it could be made from, its article."""
    table = TRANSITIONS[kind]
    found = []
    for move in LIKELY:
        starts = tuple(start for start in State if (start, move) in table)
        if starts and State(state) not in starts:
            found.append((move, starts, basis_of(kind, move)))
    return found
