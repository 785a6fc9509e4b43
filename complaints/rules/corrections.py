"""Mending what was recorded wrongly: which facts of a case can be corrected, and within which days.

A correction is an entry of its own and never an edit of the first: the record keeps both, with the reason.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from complaints.rules.course import Happened
from complaints.rules.moves import Move
from kernel.errors import RuleBroken
from kernel.terms import FIRST_TERM_DAY


class Fact(enum.StrEnum):
    """What can have been recorded wrongly; the entry of a correction names it so."""

    RECEIVED_ON = "received_on"
    CHANNEL = "channel"
    SETTLED_ON = "settled_on"  # the day the answer was dispatched
    OUTCOME = "outcome"
    HAPPENED_ON = "happened_on"  # the legal day of a step
    UNTIL_ON = "until_on"  # the day a step announces; of a served decision the day of posting


DAYS: Final = frozenset({Fact.RECEIVED_ON, Fact.SETTLED_ON, Fact.HAPPENED_ON, Fact.UNTIL_ON})
OF_A_STEP: Final = frozenset({Fact.HAPPENED_ON, Fact.UNTIL_ON})

SETTLING: Final = frozenset({Move.ANNOTATE, Move.PASS_ON, Move.OWN_DECISION})
"""Steps that settle a case: its day is theirs, so it is theirs that is corrected."""

LEAVING: Final = frozenset({Move.LEAVE, Move.TRANSFER, Move.POINT, Move.DIVERT, Move.WITHDRAW, Move.JOIN})
"""Steps a case leaves by; likewise."""


def column_of_day(move: Move, left_how: str | None) -> str | None:
    """What else of the case has the day of its last step of this move; None where nothing has."""
    if move in SETTLING:
        return "settled_on"
    if move in LEAVING and left_how == move:
        return "left_on"
    return "result_on" if move is Move.RESULT else None


class NotCorrectable(RuleBroken):
    """There is no such fact in this case, or it follows from another one."""

    code = "not_correctable"


class SameValue(RuleBroken):
    """What was typed is what stands there."""

    code = "same_value"


class OwnRecord(RuleBroken):
    """Whoever recorded a fact does not correct it: a second person looks at it.

    Ours, after the four eyes of an answer: a back-dated day decides whether a case was late.
    """

    code = "own_record"


class WrongCorrection(RuleBroken):
    """The day cannot have been so. ``facts``: first, last: the days between which it must lie."""

    code = "wrong_correction"


@dataclass(frozen=True)
class Correctable:
    """A fact that can be corrected. ``step``: the place of the step among those of the case, from 1; None: the case."""

    fact: Fact
    value: str
    step: int | None = None
    move: Move | None = None

    @property
    def name(self) -> str:
        """As addresses write it: ``received_on``, ``happened_on-3``."""
        return self.fact.value if self.step is None else f"{self.fact.value}-{self.step}"


@dataclass(frozen=True)
class Facts:
    """What the days of a correction are held against. ``steps`` in the order they were recorded."""

    received_on: dt.date
    settled_on: dt.date | None
    left_on: dt.date | None
    steps: Sequence[Happened]


def window(what: Correctable, facts: Facts, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day a corrected day can lie on.

    A case comes before everything that was done with it but the service of a decision it is directed against; nothing
    happened that has not come yet; a newly announced day lies after its notice.
    """
    if what.fact is Fact.RECEIVED_ON:
        return _of_receipt(facts, today)
    if what.fact is Fact.SETTLED_ON:
        return facts.received_on, today
    step = facts.steps[(what.step or 1) - 1]
    is_served = step.move is Move.SERVED
    if what.fact is Fact.UNTIL_ON:
        return (step.on, facts.received_on) if is_served else (step.on + dt.timedelta(days=1), dt.date.max)
    if is_served:
        return FIRST_TERM_DAY, step.until or facts.received_on
    latest = step.until - dt.timedelta(days=1) if step.until else today
    return facts.received_on, min(today, latest)


def _of_receipt(facts: Facts, today: dt.date) -> tuple[dt.date, dt.date]:
    served = [day for step in facts.steps if step.move is Move.SERVED for day in (step.on, step.until) if day]
    done = [step.on for step in facts.steps if step.move is not Move.SERVED]
    ended = [day for day in (facts.settled_on, facts.left_on) if day is not None]
    return max([FIRST_TERM_DAY, *served]), min([today, *done, *ended])


def check_window(what: Correctable, day: dt.date, facts: Facts, today: dt.date) -> None:
    """Raises WrongCorrection for a day outside the window."""
    first, last = window(what, facts, today)
    if not first <= day <= last:
        raise WrongCorrection(field="after", first=first, last=last)
