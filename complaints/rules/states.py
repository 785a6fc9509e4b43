"""States of a complaint and the moves between them: a table, and one function that reads it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

from kernel.errors import RuleBroken
from kernel.permissions import Permission


class State(enum.StrEnum):
    """Where a complaint is."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    SETTLED = "settled"


class Move(enum.StrEnum):
    """What can be done with a complaint."""

    ASSIGN = "assign"
    NOTE = "note"
    SETTLE = "settle"
    RELEASE = "release"


PERMISSION_OF: Final[dict[Move, Permission]] = {
    Move.ASSIGN: Permission.COMPLAINT_ASSIGN,
    Move.NOTE: Permission.COMPLAINT_NOTE,
    Move.SETTLE: Permission.COMPLAINT_SETTLE,
    Move.RELEASE: Permission.COMPLAINT_ASSIGN,
}
"""What one has to hold to make a move, whatever the state."""


@dataclass(frozen=True)
class Transition:
    """Where a move leads, and on what basis."""

    to: State
    source: str


TRANSITIONS: Final[dict[tuple[State, Move], Transition]] = {
    (State.RECEIVED, Move.ASSIGN): Transition(State.ASSIGNED, "art. 254 KPA"),
    (State.ASSIGNED, Move.ASSIGN): Transition(State.ASSIGNED, "art. 254 KPA"),
    (State.RECEIVED, Move.NOTE): Transition(State.RECEIVED, "ISO 10002:2018, 7.3"),
    (State.ASSIGNED, Move.NOTE): Transition(State.ASSIGNED, "ISO 10002:2018, 7.3"),
    (State.SETTLED, Move.NOTE): Transition(State.SETTLED, "ISO 10002:2018, 7.3"),
    (State.ASSIGNED, Move.RELEASE): Transition(State.RECEIVED, "art. 254 KPA"),
    (State.ASSIGNED, Move.SETTLE): Transition(State.SETTLED, "art. 237 § 3, 238, 244 § 2 KPA"),
}
"""Every allowed move.

What is not here is forbidden: a case nobody holds cannot be settled, a settled one not assigned.
"""


class IllegalMove(RuleBroken):
    """The move is not possible from where the complaint is. ``facts``: state, move."""

    code = "illegal_move"


def transition(state: State | str, move: Move) -> Transition:
    """The transition of a move from a state; raises IllegalMove carrying both."""
    found = TRANSITIONS.get((State(state), move))
    if found is None:
        raise IllegalMove(f"cannot {move} a complaint that is {state}", state=str(state), move=str(move))
    return found


def moves_from(state: State | str) -> list[Move]:
    """The moves somebody can make from a state, in the order of likelihood. A release only follows from a leaving."""
    order = (Move.SETTLE, Move.ASSIGN, Move.NOTE)
    return [move for move in order if (State(state), move) in TRANSITIONS]
