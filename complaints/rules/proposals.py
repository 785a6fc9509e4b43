"""What a form proposes before anybody types: a lawful new day, and the kind of body that is competent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from complaints.rules.advice import Advice
from complaints.rules.bases import bases_for
from complaints.rules.competence import competence
from complaints.rules.course import Course
from complaints.rules.kinds import PASSED_ON, Kind
from complaints.rules.moves import Move
from complaints.rules.terms import deadline_under, rule_by_id
from kernel.terms import Unit, term
from kernel.workdays import OutsideCalendar

UNKNOWN_DAY: Final = frozenset({Move.SERVE, Move.COMPLETE, Move.RESULT, Move.RETURN})
"""Moves whose day stands on a paper that came: today would nearly always be wrong, so none is proposed."""


def proposed_day(move: Move, today: dt.date) -> dt.date | None:
    """The day of a move: today, as staff record most things the day they do them."""
    return None if move in UNKNOWN_DAY else today


def proposed_until(move: Move, course: Course, today: dt.date) -> dt.date | None:
    """A new day that is lawful: a month more after art. 36 or 245 KPA, the longest extension of a petition,
    the longest wait for further ones.

    None for other moves, after the time for an extension, and where the calendar ends. Ours: the month, as the law sets
    none.
    """
    if move is Move.EXTEND:
        return course.extended.last_day if course.extended and today <= course.main.last_day else None
    if move not in (Move.DELAY, Move.WAIT):
        return None
    try:
        if move is Move.WAIT:
            return deadline_under(rule_by_id("petycja_wait", today), today).last_day
        return term(max(course.due_on, course.announced_on or today, today), 1, Unit.MONTHS).last_day
    except OutsideCalendar:
        return None


ASKED: Final = {
    "anonymous": Advice.LEAVE_ANONYMOUS,
    "email": Advice.LEAVE_EMAIL,
    "unanswered_call": Advice.CALL_LAPSED,
}
"""The advice that says that what a basis asks for is so."""


def proposed_basis(kind: Kind | str, move: Move, advised: Sequence[Advice]) -> str:
    """The basis for leaving a case without consideration that its state suggests; empty where none does."""
    if move is not Move.LEAVE:
        return ""
    fitting = [rule.basis for rule in bases_for(kind, move) if ASKED.get(rule.asks) in advised]
    return fitting[0].value if fitting else ""


def proposed_body(kind: Kind | str, about: str, matter: str, move: Move) -> str:
    """The kind of body a move most likely goes to, as office.rules.bodies names it; empty where nothing tells.

    Source: art. 229, 17 pkt 1 KPA.
    """
    if move is Move.TO_COUNCIL:
        return "council"
    if move is Move.PASS_ON and kind in PASSED_ON:
        return "sko"
    if move in (Move.TRANSFER, Move.POINT) and kind == Kind.SKARGA and about:
        return competence(about, matter or "own").body
    return ""
