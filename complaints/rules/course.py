"""The course of a case: from the day it came and the steps that were taken follow its term and every other duty.

Pure: the same inputs give the same dates, whoever asks and whenever. Nothing here is stored but as a projection.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from complaints.rules.calls import called_until
from complaints.rules.moves import Move
from complaints.rules.term_rule import Start, TermRule, When
from complaints.rules.terms import TERM_RULES, Deadline, deadline_under, rule_by_id, rule_for
from kernel.terms import WARNING_WORKING_DAYS
from kernel.workdays import working_day_before


@dataclass(frozen=True, slots=True)
class Happened:
    """A step as far as terms depend on it: what, on which legal day, until which announced day."""

    move: Move
    on: dt.date
    until: dt.date | None = None
    reason: str = ""
    by: str = ""
    """Reason and author, for the explanation only."""
    basis: str = ""
    """On what it was left, for an answer that came in time after all."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that the dates of a case follow from. ``kind`` is the kind it is qualified as now."""

    kind: str
    received_on: dt.date
    steps: tuple[Happened, ...] = ()
    is_councillors: bool = False
    is_multiple: bool = False
    ended_on: dt.date | None = None
    """The day it was settled, passed on or left; None while it is open."""
    warning_days: int = WARNING_WORKING_DAYS
    """On which working day before its end somebody is warned: the office's setting when its dates were counted last."""


NOTIFIED: Final = frozenset({"skarga", "wniosek"})
"""Kinds whose delay is told of without moving anything (art. 36, 245 KPA)."""


STARTED_BY: Final = {Start.CALLED: Move.SERVE, Start.SERVED: Move.SERVED, Start.ANNOUNCED: Move.WAIT}
"""The events that are steps of a case."""


class Kept(enum.StrEnum):
    """How a duty stands."""

    OPEN = "open"
    MISSED = "missed"  # still to be done, and its last day is over
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    POSSIBLE = "possible"  # only exists if the office finds that something is so
    OVER = "over"  # the case ended without it


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of a case: its deadline, how it stands today, and the day it was fulfilled."""

    deadline: Deadline
    kept: Kept
    met_on: dt.date | None = None

    @property
    def rule(self) -> TermRule:
        """The row of the table."""
        return self.deadline.rule


@dataclass(frozen=True, slots=True)
class Course:
    """What follows from the inputs. ``due_on`` is the day the case is judged by, an extension that counts included."""

    main: Deadline
    due_on: dt.date
    warn_on: dt.date
    raw_end_on: dt.date
    extension: Happened | None = None
    """The notice that really moved the last day; None where none did (no notice ever moves that of a skarga)."""
    extended: Deadline | None = None
    """The longest term an extension can reach, where the law knows one."""
    noticed_on: dt.date | None = None
    """Dispatch of the first notice of delay that was in time, if notices cover all the time until the case ended."""
    announced_on: dt.date | None = None
    """The last newly announced day, whether the notice counts or came too late."""


def course(inputs: Inputs) -> Course:
    """The main term of a case and what its notices did to it.

    A notice under art. 36 or 245 KPA announces a day and moves none; the extension of a petition moves the last day,
    but only if it was told on or before the old one and reaches no further than three months from its lapse.
    Source: art. 36, 237 § 4, 245 KPA; art. 10 section 3 of the petitions act.
    Raises NoTerm, OutsideCalendar.
    """
    main = deadline_under(
        rule_for(inputs.kind, inputs.received_on), starts_on(inputs), warning_days=inputs.warning_days
    )
    notices = [step for step in inputs.steps if step.move in (Move.DELAY, Move.EXTEND)]
    told = told_in_time(inputs, main)
    extension, longest = _extension(inputs, main)
    due_on = extension.until if extension and extension.until else main.last_day
    return Course(
        main=main,
        due_on=due_on,
        warn_on=main.warn_on if extension is None else working_day_before(due_on, inputs.warning_days),
        raw_end_on=main.raw_end if extension is None else due_on,
        extension=extension,
        extended=longest,
        noticed_on=told[0].on if told and not _outlived(inputs, told[-1]) else None,
        announced_on=notices[-1].until if notices else None,
    )


def told_in_time(inputs: Inputs, main: Deadline) -> list[Happened]:
    """The notices of delay in an unbroken row: each dispatched by the day that held before, announcing a later one.

    Every failure to settle in time is told of (art. 36 § 1, 237 § 4), so a notice covers the time up to its own day;
    one about an earlier term (before the council got the case) or of another kind covers nothing.
    """
    held, found = main.last_day, []
    for step in inputs.steps:
        if step.move is not Move.DELAY or step.until is None or inputs.kind not in NOTIFIED:
            continue
        if main.term.starts_on <= step.on <= held < step.until:
            found.append(step)
            held = step.until
    return found


def _outlived(inputs: Inputs, last: Happened) -> bool:
    """Whether the case went on after the day that was announced last."""
    return inputs.ended_on is not None and last.until is not None and inputs.ended_on > last.until


def starts_on(inputs: Inputs) -> dt.date:
    """The day the main term is counted from.

    Receipt; for the council of the same municipality the day it got the case (art. 237 § 1: receipt by the competent
    body); for a petition the day its defects were mended (art. 10 section 1 of the petitions act), and where several
    ask for the same the last day of the announced wait (art. 11). A call under § 8(2) of the complaints regulation does
    not stop the clock of a skarga.
    """
    start = inputs.received_on
    council_got_it = next((step.on for step in inputs.steps if step.move is Move.TO_COUNCIL), None)
    for step in inputs.steps:
        if step.move is Move.TO_COUNCIL and council_got_it is not None:
            start = council_got_it  # the first time: no handing to and fro gives a second month
        elif step.move is Move.RETURN:
            start = inputs.received_on
        elif step.move is Move.COMPLETE and inputs.kind == "petycja":
            start = step.on
        elif step.move is Move.WAIT and step.until is not None:
            start = step.until
    return start


def duties(inputs: Inputs, today: dt.date) -> tuple[Duty, ...]:
    """Every duty of a case whose first day is known, in the order of the table; the main term is the first.

    A duty that depends on a finding nobody made yet is POSSIBLE: one sees what would be owed, and by when.
    """
    return tuple(_duties(inputs, today))


def _duties(inputs: Inputs, today: dt.date) -> Iterator[Duty]:
    for rule in TERM_RULES:
        if not rule.serves(inputs.kind, inputs.received_on):
            continue
        start = _start_of(rule, inputs)
        if start is not None:
            set_on = called_until(inputs.steps) if rule.starts is Start.CALLED else None
            yield _duty(rule, deadline_under(rule, start, set_on, warning_days=inputs.warning_days), inputs, today)


def _duty(rule: TermRule, due: Deadline, inputs: Inputs, today: dt.date) -> Duty:
    last_day = course(inputs).due_on if rule == rule_for(inputs.kind, inputs.received_on) else due.last_day
    met_on = _met_on(rule, due, inputs)
    if met_on is not None:
        return Duty(due, Kept.KEPT if met_on <= last_day else Kept.KEPT_LATE, met_on)
    if inputs.ended_on is not None:
        return Duty(due, Kept.OVER)
    if not _exists(rule, inputs):
        return Duty(due, Kept.POSSIBLE)
    return Duty(due, Kept.MISSED if today > last_day else Kept.OPEN)


def _met_on(rule: TermRule, due: Deadline, inputs: Inputs) -> dt.date | None:
    """The day a duty was fulfilled; what a party had to do before us was done by the day the appeal was filed."""
    if rule.starts is Start.SERVED:
        return _filed_on(inputs)
    met = (step.on for step in inputs.steps if step.move in rule.met_by and step.on >= due.term.starts_on)
    return next(met, None)


def _exists(rule: TermRule, inputs: Inputs) -> bool:
    return {
        When.ALWAYS: True,
        When.COUNCILLOR: inputs.is_councillors,
        When.MULTIPLE: inputs.is_multiple,
        When.NOT_OURS: False,
        When.DEFECTIVE: False,
    }[rule.when]


def _start_of(rule: TermRule, inputs: Inputs) -> dt.date | None:
    """The day a rule's starting event fell on; None while it has not, or where the case does not tell."""
    if rule.when in (When.COUNCILLOR, When.MULTIPLE) and not _exists(rule, inputs):
        return None
    if rule.starts in (Start.RECEIVED, Start.FIRST_OF_MANY):
        return inputs.received_on
    if rule.starts in (Start.COMPETENT, Start.COMPLETED):
        return starts_on(inputs)
    if rule.starts in STARTED_BY:
        return _last(inputs, STARTED_BY[rule.starts])
    if rule.starts is Start.LAPSED and any(step.move is Move.EXTEND for step in inputs.steps):
        return deadline_under(rule_for(inputs.kind, inputs.received_on), starts_on(inputs)).last_day
    return None


def _filed_on(inputs: Inputs) -> dt.date:
    """The day an appeal was filed: of posting, where that was recorded, else of receipt (art. 57 § 5 KPA)."""
    served = [step for step in inputs.steps if step.move is Move.SERVED]
    return served[-1].until or inputs.received_on if served else inputs.received_on


def _last(inputs: Inputs, move: Move) -> dt.date | None:
    return max((step.on for step in inputs.steps if step.move is move), default=None)


def _extension(inputs: Inputs, main: Deadline) -> tuple[Happened | None, Deadline | None]:
    """The extension that counts, and how far one can reach; None and None for a kind the law lets nobody extend."""
    if main.rule.consequence != "extension_10":
        return None, None
    longest = deadline_under(rule_by_id("petycja_extension", inputs.received_on), main.last_day)
    extensions = [step for step in inputs.steps if step.move is Move.EXTEND and step.until is not None]
    told = [step for step in extensions if main.term.starts_on <= step.on <= main.last_day]
    if not told or told[-1].until is None or not main.last_day < told[-1].until <= longest.last_day:
        return None, longest
    return told[-1], longest
