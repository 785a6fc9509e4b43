"""Notices of delay and their letters: which letter belongs to which notice, and so on which day it was told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from complaints.rules.letters import AFTER_MOVE
from complaints.rules.moves import Move

NOTICES: Final = {
    move: frozenset(template for (after, _kind), template in AFTER_MOVE.items() if after == move)
    for move in (Move.DELAY, Move.EXTEND)
}
"""The templates of the letter that tells of a delay or an extension, of whatever kind the case was then."""


def letter_day(place: int, sent_on: Sequence[dt.date]) -> dt.date | None:
    """The day the letter of a notice went out, the first notice being at place 0 and having the first letter.

    ``sent_on``: the days the letters went out, as they were sent. None where none was sent from this program: then the
    day of the notice is only what somebody typed.
    """
    return sent_on[place] if place < len(sent_on) else None
