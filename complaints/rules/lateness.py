"""When a case is late: what of it was not done by its last day, and the moment from which that is true. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from complaints.rules.advice import Advice, Situation, Urgency, advice
from complaints.rules.course import Kept, course, duties, told_in_time
from complaints.rules.term_rule import TermRule, When
from complaints.rules.terms import TERM_RULES
from complaints.rules.verdicts import Dates, Verdict, verdict
from kernel.clock import WARSAW

LATE: Final = frozenset({Verdict.OVERDUE, Verdict.LATE, Verdict.LATE_NOTICED})
"""Not done by the last day: still open, or done after it, with a notice or without."""

ELSEWHERE: Final = frozenset({Advice.TO_COUNCIL, Advice.TRANSFER})
"""Source: art. 231 § 1, 243 KPA: another body decides, and seven days are there to pass the case on."""


@dataclass(frozen=True, slots=True)
class Lateness:
    """A duty whose last day went by. ``rule`` is its row of the table; there is one for each case, rule and last day.

    ``noticed_on``, ``announced_on``: the notice of delay that was sent in time, and the day announced last; it moves
    no last day (art. 36, 237 § 4 KPA), the case is late with a notice then.
    """

    rule: str
    rule_version: int
    last_day: dt.date
    noticed_on: dt.date | None = None
    announced_on: dt.date | None = None

    @property
    def key(self) -> tuple[str, dt.date]:
        """What makes it one and the same."""
        return self.rule, self.last_day

    @property
    def late_on(self) -> dt.date:
        """The first day it is late: the day after the last."""
        return self.last_day + dt.timedelta(days=1)

    @property
    def became_at(self) -> dt.datetime:
        """The moment from which it is true: the first of that day in Warsaw, as UTC. No change of clocks is near it."""
        return dt.datetime.combine(self.late_on, dt.time(), WARSAW).astimezone(dt.UTC)


@dataclass(frozen=True, slots=True)
class Judged:
    """What lateness follows from: the case as it is, and the dates and rule it is judged by."""

    situation: Situation
    dates: Dates
    rule: str
    rule_version: int


def latenesses(judged: Judged, today: dt.date) -> tuple[Lateness, ...]:
    """All that is late of a case on a day, its main term first.

    Of a closed case the main term alone: what else was owed ended with it. Raises NoTerm, OutsideCalendar.
    """
    return tuple(_latenesses(judged, today))


def _latenesses(judged: Judged, today: dt.date) -> Iterator[Lateness]:
    dates, inputs = judged.dates, judged.situation.inputs
    now = dt.datetime.combine(today, dt.time(), WARSAW)
    if dates.due_on is not None and dates.due_at is None and verdict(dates, today, now) in LATE:
        told = told_in_time(inputs, course(inputs).main)
        notice = (told[0].on, told[-1].until) if told else (None, None)
        yield Lateness(judged.rule, judged.rule_version, dates.due_on, *notice)
    if inputs.ended_on is None:
        yield from _besides(judged.situation, today)


def _besides(situation: Situation, today: dt.date) -> Iterator[Lateness]:
    """A councillor who was not told in fourteen days, and what another body should have had in seven."""
    for duty in duties(situation.inputs, today):
        if duty.rule.when is When.COUNCILLOR and duty.kept in (Kept.MISSED, Kept.KEPT_LATE):
            yield Lateness(duty.rule.id, duty.rule.version, duty.deadline.last_day)
    for advised in advice(situation, today):
        if advised.advice in ELSEWHERE and advised.urgency is Urgency.LATE and advised.last is not None:
            rule = _of_passing_on(situation)
            yield Lateness(rule.id, rule.version, advised.last)


def _of_passing_on(situation: Situation) -> TermRule:
    """The row of the table by which the case is passed on to another body."""
    inputs = situation.inputs
    return next(
        rule
        for rule in TERM_RULES
        if rule.when is When.NOT_OURS and "transfer" in rule.met_by and rule.serves(inputs.kind, inputs.received_on)
    )
