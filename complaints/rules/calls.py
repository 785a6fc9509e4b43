"""Calls to explain or to mend: until when whoever was called may answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from complaints.rules.moves import Move
from complaints.rules.terms import Deadline, call_rule, deadline_under

if TYPE_CHECKING:
    from complaints.rules.course import Happened, Inputs


def answer_to_call(inputs: Inputs) -> Deadline | None:
    """Until when whoever was called last may answer; None while nobody was called or the call was not served yet.

    Where the law says "not shorter than", the later of its term and the day the office set counts.
    Source: § 8(2) of the complaints regulation, art. 64 § 2 KPA, art. 7 section 2 of the petitions act.
    Raises NoTerm, OutsideCalendar.
    """
    since = since_the_call(inputs.steps)
    served = [step.on for step in since if step.move is Move.SERVE]
    if not served:
        return None
    return deadline_under(call_rule(inputs.kind, inputs.received_on), served[-1], since[0].until)


def since_the_call(steps: Sequence[Happened]) -> Sequence[Happened]:
    """The steps from the last call on; none without a call."""
    calls = [number for number, step in enumerate(steps) if step.move is Move.CALL]
    return steps[calls[-1] :] if calls else ()


def called_until(steps: Sequence[Happened]) -> dt.date | None:
    """The last day the office set in the last call that was served; None where it set none."""
    called, until = None, None
    for step in steps:
        if step.move is Move.CALL:
            called = step.until
        elif step.move is Move.SERVE:
            until = called
    return until


def takes_a_day(kind: str, on: dt.date) -> bool:
    """Whether the office may give whoever is called more time than the law's own term (art. 64 § 2 KPA)."""
    return call_rule(kind, on).is_least


def shortest_call(kind: str, received_on: dt.date, called_on: dt.date) -> dt.date:
    """The earliest last day a call can name: that of the law's term, had it been served on the day it was sent."""
    return deadline_under(call_rule(kind, received_on), called_on).last_day
