"""What the law asks before a step, as far as it follows from the case itself: a table from moves to conditions.

Pure: the same conditions bind a step taken in the register (actions.steps) and one asked about on the command line.
What needs the office's lists or other cases stands in actions.step_checks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from complaints.rules.bases import BASES, BasisRule, bases_for
from complaints.rules.calls import answer_to_call, shortest_call, since_the_call, takes_a_day
from complaints.rules.competence import About, Matter, competence
from complaints.rules.course import Happened, Inputs, course
from complaints.rules.kinds import LEGAL_KINDS, Channel, Kind
from complaints.rules.moves import Move, State
from complaints.rules.outcomes import check_result
from complaints.rules.terms import call_rule, deadline_under, rule_by_id
from kernel.errors import RuleBroken


class NotSo(RuleBroken):
    """What the law asks for first is not so; ``code`` says what, ``source`` where it stands."""

    code = "not_so"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a case before a step.

    ``is_complete``: name and address of whoever filed are known; ``due_on``, ``announced_on``: the last day that holds
    so far, and the one announced last.
    """

    inputs: Inputs
    state: State
    channel: str = Channel.PAPER
    is_complete: bool = True
    about: str = About.NOBODY
    matter: str = Matter.OWN
    due_on: dt.date | None = None
    announced_on: dt.date | None = None

    @property
    def kind(self) -> str:
        """The kind of the case."""
        return self.inputs.kind

    @property
    def steps(self) -> tuple[Happened, ...]:
        """The steps that were taken."""
        return self.inputs.steps


@dataclass(frozen=True, slots=True)
class Wanted:
    """A step somebody wants to take; ``basis`` also holds the result of another body, ``kind`` a new qualification."""

    move: Move
    on: dt.date | None = None
    until: dt.date | None = None
    basis: str = ""
    text: str = ""
    kind: str = ""


Condition = Callable[[Known, Wanted, dt.date], None]


def check_conditions(known: Known, wanted: Wanted, today: dt.date) -> None:
    """Raises NotSo, WrongOutcome naming the first thing that is not so."""
    for condition in CONDITIONS.get(wanted.move, ()):
        condition(known, wanted, today)


def _lawful_basis(known: Known, wanted: Wanted, today: dt.date) -> None:
    """The basis belongs to the kind and to this move, and what it asks for is so."""
    rule = next((rule for rule in bases_for(known.kind, wanted.move) if rule.basis == wanted.basis), None)
    if rule is None:
        raise NotSo(field="basis", code="wrong_basis")
    if rule.asks == "unanswered_call":
        _call_lapsed(known, today, rule)
    if rule.asks == "anonymous" and known.is_complete:
        raise NotSo(field="basis", code="has_name_and_address", source=rule.source)
    if rule.asks == "email" and known.channel != Channel.EMAIL:
        raise NotSo(field="basis", code="not_by_email", source=rule.source)
    if rule.asks in ("", "early") and not wanted.text.strip():
        raise NotSo(field="text", code="no_text", source=rule.source)


UNANSWERED: Final = frozenset(rule.basis.value for rule in BASES if rule.asks == "unanswered_call")


def _no_shorter_than_the_law(known: Known, wanted: Wanted, today: dt.date) -> None:
    """A call sets a last day only where the law says "not shorter than", and never an earlier one than the law's."""
    if wanted.until is None:
        return
    kind, received_on = known.kind, known.inputs.received_on
    source = call_rule(kind, received_on).source
    if not takes_a_day(kind, received_on):
        raise NotSo(field="until", code="call_has_its_term", source=source)
    earliest = shortest_call(kind, received_on, wanted.on or today)
    if wanted.until < earliest:
        raise NotSo(field="until", code="call_too_short", source=source, last=earliest)


def _call_lapsed(known: Known, today: dt.date, rule: BasisRule) -> None:
    """Whoever was called let the time lapse."""
    answer = answer_to_call(known.inputs)
    if answer is None:
        raise NotSo(field="basis", code="call_not_served", source=rule.source)
    if today <= answer.last_day:
        raise NotSo(field="basis", code="call_running", source=rule.source, last=answer.last_day)
    if any(step.move == Move.COMPLETE and step.on <= answer.last_day for step in since_the_call(known.steps)):
        raise NotSo(field="basis", code="call_answered", source=rule.source)


def _after_the_call(known: Known, wanted: Wanted, _today: dt.date) -> None:
    """Service and answer come after the call they belong to."""
    called = [step for step in known.steps if step.move == Move.CALL]
    if called and wanted.on is not None and wanted.on < called[-1].on:
        raise NotSo(field="happened", code="before_the_call", day=called[-1].on)


def _still_in_time(known: Known, wanted: Wanted, _today: dt.date) -> None:
    """What was left because a call seemed unanswered opens again only by an answer sent within the term."""
    if known.state != State.UNCONSIDERED:
        return
    left = next(step for step in reversed(known.steps) if step.move == Move.LEAVE)
    answer = answer_to_call(known.inputs)
    if left.basis not in UNANSWERED or answer is None or wanted.on is None:
        raise NotSo(code="not_by_a_call", source="art. 57 § 5 KPA")
    if wanted.on > answer.last_day:
        raise NotSo(field="happened", code="answered_too_late", source="art. 57 § 5 KPA", last=answer.last_day)


def _posted_before_it_came(known: Known, wanted: Wanted, _today: dt.date) -> None:
    """The day of posting lies between the service of the decision and the receipt of the appeal."""
    first, day = wanted.on, wanted.until
    if day is not None and first is not None and not first <= day <= known.inputs.received_on:
        raise NotSo(field="until", code="wrong_day", source="art. 57 § 5 KPA")


def _announces_a_later_day(known: Known, wanted: Wanted, _today: dt.date) -> None:
    """A notice of delay announces a day after the last one and after its own dispatch."""
    days = [day for day in (wanted.on, known.due_on, known.announced_on) if day is not None]
    latest = max(days, default=None)
    if wanted.until is not None and latest is not None and wanted.until <= latest:
        raise NotSo(field="until", code="until_too_early", source="art. 36 § 1, 245 KPA", last=latest)


def _within_three_months(known: Known, wanted: Wanted, _today: dt.date) -> None:
    """The extension of a petition reaches at most three months beyond its first term."""
    found = course(known.inputs)
    longest = found.extended.last_day if found.extended else None
    if longest is not None and wanted.until is not None and wanted.until > longest:
        source = "art. 10 ust. 3 ustawy o petycjach"
        raise NotSo(field="until", code="until_too_late", source=source, last=longest)


def _within_two_months(known: Known, wanted: Wanted, _today: dt.date) -> None:
    """The office waits for further petitions at most two months from the day it announced so."""
    if wanted.on is None or wanted.until is None:
        return
    longest = deadline_under(rule_by_id("petycja_wait", known.inputs.received_on), wanted.on).last_day
    if not wanted.on < wanted.until <= longest:
        raise NotSo(field="until", code="wait_too_long", source="art. 11 ustawy o petycjach", last=longest)


def _of_the_council(known: Known, _wanted: Wanted, _today: dt.date) -> None:
    """A skarga goes to the council where the council decides it: by whom it is about and its matter."""
    if known.kind != Kind.SKARGA:
        return
    row = competence(known.about, known.matter)
    if row.body != "council":
        raise NotSo(field="body", code="not_the_councils", source=row.source)


def _after_the_council_got_it(known: Known, wanted: Wanted, _today: dt.date) -> None:
    """The council resolves on what it has got."""
    got = [step.on for step in known.steps if step.move == Move.TO_COUNCIL]
    if got and wanted.on is not None and wanted.on < got[-1]:
        raise NotSo(field="happened", code="before_the_council", source="art. 229 pkt 3 KPA", day=got[-1])


def _result_of_the_kind(known: Known, wanted: Wanted, _today: dt.date) -> None:
    """The other body can decide so."""
    check_result(known.kind, wanted.basis)


def _another_kind(known: Known, wanted: Wanted, _today: dt.date) -> None:
    """A qualification names a kind of the law, and another one than before."""
    if wanted.kind not in LEGAL_KINDS or wanted.kind == known.kind:
        raise NotSo(field="kind", code="same_kind", source="art. 222 KPA")


CONDITIONS: Final[dict[Move, tuple[Condition, ...]]] = {
    Move.QUALIFY: (_another_kind,),
    Move.RESOLVE: (_after_the_council_got_it,),
    Move.CALL: (_no_shorter_than_the_law,),
    Move.SERVE: (_after_the_call,),
    Move.SERVED: (_posted_before_it_came,),
    Move.COMPLETE: (_after_the_call, _still_in_time),
    Move.LEAVE: (_lawful_basis,),
    Move.DIVERT: (_lawful_basis,),
    Move.TO_COUNCIL: (_of_the_council,),
    Move.DELAY: (_announces_a_later_day,),
    Move.EXTEND: (_announces_a_later_day, _within_three_months),
    Move.WAIT: (_within_two_months,),
    Move.RESULT: (_result_of_the_kind,),
}
