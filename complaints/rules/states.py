"""Reading the tables: where a move leads, and what can be done from where a case is."""

from __future__ import annotations

from typing import Final

from complaints.rules.courses import TRANSITIONS
from complaints.rules.moves import PERMISSION_OF, Move, State, Transition
from kernel.errors import RuleBroken

__all__ = ["PERMISSION_OF", "TRANSITIONS", "IllegalMove", "Move", "State", "Transition", "moves_from", "transition"]

LIKELY: Final = (
    Move.SETTLE,
    Move.APPROVE,
    Move.DRAFT,
    Move.RESOLVE,
    Move.PASS_ON,
    Move.ASSIGN,
    Move.SERVE,
    Move.SERVED,
    Move.COMPLETE,
    Move.RESULT,
    Move.SEND_BACK,
    Move.CLOSE,
    Move.REVIEW,
    Move.DELAY,
    Move.EXTEND,
    Move.TELL,
    Move.CALL,
    Move.TRANSFER,
    Move.POINT,
    Move.TO_COUNCIL,
    Move.RETURN,
    Move.PASS_UP,
    Move.QUALIFY,
    Move.OWN_DECISION,
    Move.ANNOTATE,
    Move.DIVERT,
    Move.SPLIT,
    Move.WAIT,
    Move.JOIN,
    Move.LEAVE,
    Move.WITHDRAW,
    Move.NOTE,
)
"""Ours: moves in the order of likelihood. A release is missing: it only follows from somebody's leaving."""


WRITTEN: Final = {
    move: next(
        found.source for table in TRANSITIONS.values() for (_state, other), found in table.items() if other is move
    )
    for move in Move
}
"""The article of a move in the first kind that knows it."""


class IllegalMove(RuleBroken):
    """The move is not possible from where the case is. ``facts``: kind, state, move; ``source``: its article."""

    code = "illegal_move"


def transition(kind: str, state: State | str, move: Move) -> Transition:
    """The transition of a move of a kind from a state; raises IllegalMove carrying all three."""
    found = TRANSITIONS[kind].get((State(state), move))
    if found is None:
        message = f"cannot {move} a {kind} that is {state}"
        raise IllegalMove(message, kind=str(kind), state=str(state), move=str(move), source=article_of(kind, move))
    return found


def basis_of(kind: str, move: Move) -> str:
    """The article of a move for a kind; empty where the kind does not know the move at all."""
    return next((found.source for (_state, other), found in TRANSITIONS[kind].items() if other is move), "")


def article_of(kind: str, move: Move | str) -> str:
    """The article of a move, never empty: for a kind that does not know it, where the move is written at all."""
    return basis_of(kind, Move(move)) or WRITTEN[Move(move)]


def moves_from(kind: str, state: State | str) -> list[Move]:
    """The moves somebody can make from a state, in the order of likelihood."""
    return [move for move in LIKELY if (State(state), move) in TRANSITIONS[kind]]
