"""What a case needs now, before it is too late: chosen from its course, its state and the day, with the article.

Pure, and no sentence in it: the words of each piece of advice stand in complaints.labels.advice.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from complaints.rules.bases import BasisRule, bases_for
from complaints.rules.competence import Competence
from complaints.rules.course import Course, Duty, Inputs, Kept, course, duties
from complaints.rules.courses import HANDLED
from complaints.rules.moves import FINAL, Move, State
from complaints.rules.states import basis_of
from complaints.rules.term_rule import Start, When
from kernel.workdays import working_day_before


class Advice(enum.StrEnum):
    """What can be advised."""

    LEAVE_ANONYMOUS = "leave_anonymous"
    LEAVE_EMAIL = "leave_email"
    TO_COUNCIL = "to_council"
    TRANSFER = "transfer"
    TELL = "tell"
    SERVE = "serve"
    AWAIT_ANSWER = "await_answer"
    CALL_LAPSED = "call_lapsed"
    NOTIFY_36 = "notify_36"
    NOTIFY_245 = "notify_245"
    NOTIFY_AGAIN = "notify_again"
    ANNOUNCED = "announced"
    EXTEND = "extend"
    EXTENDED = "extended"
    PASS_ON = "pass_on"  # noqa: S105 - no password
    COUNCIL = "council"
    APPROVE = "approve"
    DISPATCH = "dispatch"
    AWAIT_RESULT = "await_result"


class Urgency(enum.StrEnum):
    """How pressing it is, in the four meanings of the design."""

    LATE = "late"
    SOON = "soon"
    NEUTRAL = "neutral"


ORDER: Final = tuple(Urgency)


@dataclass(frozen=True, slots=True)
class Advised:
    """A piece of advice: what, how pressing, the move that follows it (None: wait), its article and its days.

    ``last``: the last day for it, or of what lapsed; ``until``: the furthest or the announced day.
    """

    advice: Advice
    urgency: Urgency
    move: Move | None
    source: str
    last: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """All that advice follows from. ``competent``: the row of art. 229 KPA where another body decides a skarga."""

    inputs: Inputs
    state: State
    competent: Competence | None = None
    is_anonymous: bool = False
    is_plain_email: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A situation as seen on a day, with what follows from it."""

    situation: Situation
    today: dt.date
    course: Course
    duties: tuple[Duty, ...] = field(default=())

    @property
    def kind(self) -> str:
        """The kind of the case."""
        return self.situation.inputs.kind

    @property
    def state(self) -> State:
        """Where the case is."""
        return self.situation.state

    def urgency(self, warn_on: dt.date, last: dt.date) -> Urgency:
        """How pressing something with a last day is."""
        if self.today > last:
            return Urgency.LATE
        return Urgency.SOON if self.today >= warn_on else Urgency.NEUTRAL


def advice(situation: Situation, today: dt.date) -> tuple[Advised, ...]:
    """What the case needs, the most pressing first; nothing for a case that is over.

    Source: art. 36, 37, 229, 231, 237, 245 KPA; § 8 of the complaints regulation; art. 10 of the petitions act.
    Raises NoTerm, OutsideCalendar.
    """
    if situation.state in FINAL:
        return ()
    seen = Seen(situation, today, course(situation.inputs), duties(situation.inputs, today))
    found = [advised for rule in RULES for advised in rule(seen)]
    return tuple(sorted(found, key=lambda advised: ORDER.index(advised.urgency)))


def _unfit(seen: Seen) -> Iterator[Advised]:
    """It lacks name or address, or came by plain e-mail where the law does not allow that: left, but registered."""
    if seen.state not in HANDLED:
        return
    wrong = {"anonymous": seen.situation.is_anonymous, "email": seen.situation.is_plain_email}
    codes = {"anonymous": Advice.LEAVE_ANONYMOUS, "email": Advice.LEAVE_EMAIL}
    for rule in bases_for(seen.kind, Move.LEAVE):
        if wrong.get(rule.asks):
            yield Advised(codes[rule.asks], Urgency.SOON, Move.LEAVE, rule.source)


def _elsewhere(seen: Seen) -> Iterator[Advised]:
    """Another body decides it: seven days."""
    row = seen.situation.competent
    if row is None or not row.body or seen.state not in (State.RECEIVED, State.ASSIGNED):
        return
    last = next(duty.deadline.last_day for duty in seen.duties if duty.rule.id.endswith("_transfer"))
    is_council = row.body == "council"
    yield Advised(
        Advice.TO_COUNCIL if is_council else Advice.TRANSFER,
        Urgency.LATE if seen.today > last else Urgency.SOON,
        Move.TO_COUNCIL if is_council else Move.TRANSFER,
        f"{row.source}; {basis_of(seen.kind, Move.TRANSFER)}",
        last,
    )


def _councillor(seen: Seen) -> Iterator[Advised]:
    """An MP, senator or councillor hears in fourteen days."""
    for duty in seen.duties:
        if duty.rule.when is When.COUNCILLOR and duty.kept in (Kept.OPEN, Kept.MISSED):
            due = duty.deadline
            urgency = seen.urgency(due.warn_on, due.last_day)
            yield Advised(Advice.TELL, urgency, Move.TELL, duty.rule.source, due.last_day)


def _called(seen: Seen) -> Iterator[Advised]:
    """The time of whoever was called; it begins with the service of the call."""
    if seen.state is not State.CALLED:
        return
    moves = [step.move for step in seen.situation.inputs.steps if step.move in (Move.CALL, Move.SERVE)]
    if not moves or moves[-1] is not Move.SERVE:
        yield Advised(Advice.SERVE, Urgency.NEUTRAL, Move.SERVE, basis_of(seen.kind, Move.SERVE))
        return
    for duty in seen.duties:
        if duty.rule.starts is Start.CALLED:
            last = duty.deadline.last_day
            if seen.today <= last:
                yield Advised(Advice.AWAIT_ANSWER, Urgency.NEUTRAL, Move.COMPLETE, duty.rule.source, last)
            else:
                source = _unanswered(seen.kind).source
                yield Advised(Advice.CALL_LAPSED, Urgency.SOON, Move.LEAVE, source, last)


def _unanswered(kind: str) -> BasisRule:
    return next(rule for rule in bases_for(kind, Move.LEAVE) if rule.asks == "unanswered_call")


def _delay(seen: Seen) -> Iterator[Advised]:
    """A skarga or wniosek near its end or after it: the notice of delay, and what it announced.

    The month of another body begins when that body has it, so nothing here delays what is first to be passed on.
    """
    code = {"late_notice_36": Advice.NOTIFY_36, "notice_245": Advice.NOTIFY_245}.get(
        seen.course.main.rule.consequence or ""
    )
    if code is None or (seen.situation.competent is not None and seen.state in (State.RECEIVED, State.ASSIGNED)):
        return
    due_on, announced, source = seen.course.due_on, _announced(seen), basis_of(seen.kind, Move.DELAY)
    if announced is None:
        urgency = seen.urgency(seen.course.warn_on, due_on)
        if urgency is not Urgency.NEUTRAL:
            yield Advised(code, urgency, Move.DELAY, source, due_on)
        return
    urgency = seen.urgency(working_day_before(announced, seen.situation.inputs.warning_days), announced)
    if urgency is Urgency.NEUTRAL:
        yield Advised(Advice.ANNOUNCED, urgency, None, source, due_on, announced)
    else:
        yield Advised(Advice.NOTIFY_AGAIN, urgency, Move.DELAY, source, announced)


def _announced(seen: Seen) -> dt.date | None:
    """The day that was announced last since the present term began, also by a notice that came too late to count."""
    since = seen.course.main.term.starts_on
    days = [
        step.until
        for step in seen.situation.inputs.steps
        if step.move is Move.DELAY and step.until and step.on >= since
    ]
    return days[-1] if days else None


def _extension(seen: Seen) -> Iterator[Advised]:
    """A petition near its end or after it: the extension counts only if told on or before the last day."""
    longest = seen.course.extended
    if longest is None:
        return
    due_on, source = seen.course.due_on, basis_of(seen.kind, Move.EXTEND)
    urgency = seen.urgency(seen.course.warn_on, due_on)
    if seen.course.extension is not None:
        yield Advised(Advice.EXTENDED, urgency, None, source, seen.course.main.last_day, due_on)
    elif urgency is not Urgency.NEUTRAL:
        move = Move.EXTEND if urgency is Urgency.SOON else None
        yield Advised(Advice.EXTEND, urgency, move, source, due_on, longest.last_day)


def _passing_on(seen: Seen) -> Iterator[Advised]:
    """What another body decides is passed on in seven days, then its result is awaited."""
    if Move.PASS_ON not in seen.course.main.rule.met_by:
        return
    source = seen.course.main.rule.source
    if seen.state is State.PASSED:
        yield Advised(Advice.AWAIT_RESULT, Urgency.NEUTRAL, Move.RESULT, basis_of(seen.kind, Move.RESULT))
    elif seen.state in (State.RECEIVED, State.ASSIGNED) and not seen.situation.is_plain_email:
        due_on = seen.course.due_on
        yield Advised(Advice.PASS_ON, seen.urgency(seen.course.warn_on, due_on), Move.PASS_ON, source, due_on)


def _answering(seen: Seen) -> Iterator[Advised]:
    """Where the answer is: at the council, before whoever approves it, ready to go."""
    waits = {
        State.AT_COUNCIL: (Advice.COUNCIL, Move.RESOLVE),
        State.FOR_APPROVAL: (Advice.APPROVE, Move.APPROVE),
        State.APPROVED: (Advice.DISPATCH, Move.SETTLE),
    }.get(seen.state)
    if waits is None:
        return
    code, move = waits
    urgency = seen.urgency(seen.course.warn_on, seen.course.due_on)
    yield Advised(code, urgency, move, basis_of(seen.kind, move), seen.course.due_on)


RULES: Final[tuple[Callable[[Seen], Iterator[Advised]], ...]] = (
    _unfit,
    _elsewhere,
    _answering,
    _passing_on,
    _called,
    _delay,
    _extension,
    _councillor,
)
