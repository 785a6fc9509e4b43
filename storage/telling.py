"""Telling a fact to whoever reacts to it: in the same transaction, so that a consequence is never lost and never alone.

Who reacts to what is the table REACTIONS in ``app.py``; an action only says what happened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy.orm import Session

from kernel.clock import Clock

Fact = TypeVar("Fact")
Reaction = Callable[[Session, Clock, Any], None]
Reactions = Mapping[type, Sequence[Reaction]]
"""From the type of an event to what follows from it, in this order."""

REACTIONS: Final = "reactions"
"""Where a session keeps the table (``Session.info``)."""


def tell(session: Session, clock: Clock, fact: Fact) -> Fact:
    """Carry out every reaction to a fact, and give the fact back. An error in one undoes the whole transaction."""
    for reaction in session.info.get(REACTIONS, {}).get(type(fact), ()):
        reaction(session, clock, fact)
    return fact


def be_silent(session: Session) -> None:
    """From now on nobody reacts to what this session tells: it writes down a past (that of a sample office)."""
    session.info[REACTIONS] = {}
