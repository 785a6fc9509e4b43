"""What the law says of a case that stands in no register: a way of filing and the steps taken, one after another.

Pure, and nothing of its own: the tables of channels, bases, ways, conditions, terms and remedies answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from complaints.rules.advice import Advised, Situation, advice
from complaints.rules.bases import Basis, BasisRule, bases_for
from complaints.rules.channels import Handling, channel_rule
from complaints.rules.competence import About, Competence, Matter, check_competent, competence, elsewhere
from complaints.rules.conditions import Known, NotSo, Wanted, check_conditions
from complaints.rules.course import Course, Duty, Happened, Inputs, Kept, course, duties
from complaints.rules.kinds import PASSED_ON, Channel, Kind
from complaints.rules.moves import FINAL, Move, State, Transition
from complaints.rules.outcomes import Outcome, check_outcome
from complaints.rules.remedies import Remedy, remedies
from complaints.rules.repeats import Repeat, check_groundless, repeat
from complaints.rules.states import transition
from complaints.rules.verdicts import Dates, Verdict, verdict
from kernel.errors import RuleBroken
from kernel.terms import FIRST_TERM_DAY

SETTLING: Final = {
    Move.SETTLE: None,
    Move.ANNOTATE: Outcome.POWTORNA,
    Move.PASS_ON: Outcome.PRZEKAZANE,
    Move.OWN_DECISION: Outcome.NOWA_DECYZJA,
}
"""Moves that settle a case, with the outcome they bring; None: the one that was chosen."""

ANSWERING: Final = frozenset({Move.DRAFT, Move.APPROVE, Move.SETTLE, Move.ANNOTATE})
"""What only the competent body does."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A way of filing.

    ``earlier_outcome``: how an earlier skarga of the same person on the same matter was settled; ``urged_until``: the
    last day of the term that a ponaglenie urges, where it is known.
    """

    kind: Kind
    received_on: dt.date
    channel: Channel = Channel.PAPER
    has_name: bool = True
    has_address: bool = True
    about: About = About.NOBODY
    matter: Matter = Matter.OWN
    is_councillors: bool = False
    earlier_outcome: str = ""
    urged_until: dt.date | None = None

    @property
    def is_complete(self) -> bool:
        """Whether name and address of whoever filed are known."""
        return self.has_name and self.has_address


@dataclass(frozen=True, slots=True)
class Intake:
    """What becomes of it at the counter: accepted, left without consideration, or not registered at all."""

    handling: Handling
    source: str
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A step the law allows: the state it leads to and its article."""

    wanted: Wanted
    to: State
    source: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A step the law refuses; nothing after it is looked at."""

    wanted: Wanted
    broken: RuleBroken


@dataclass(frozen=True, slots=True)
class Judged:
    """All that follows. ``course`` is None where nothing is registered; then nothing is owed either."""

    intake: Intake
    kind: Kind
    state: State | None = None
    taken: tuple[Taken, ...] = ()
    refused: Refused | None = None
    repeat: Repeat | None = None
    competent: Competence | None = None
    course: Course | None = None
    duties: tuple[Duty, ...] = ()
    advice: tuple[Advised, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    verdict: Verdict = Verdict.NO_TERM


def intake(filed: Filed) -> Intake:
    """What becomes of a way of filing. Source: the table of channels; the bases of leaving that the filing shows."""
    rule = channel_rule(filed.kind, filed.channel)
    if rule.handling is not Handling.ACCEPT:
        return Intake(rule.handling, rule.source, rule.basis)
    shown = {"anonymous": not filed.is_complete, "early": is_early(filed)}
    found: BasisRule | None = next((row for row in bases_for(filed.kind, Move.LEAVE) if shown.get(row.asks)), None)
    if found is None:
        return Intake(Handling.ACCEPT, rule.source)
    by_form = filed.channel is Channel.WEB and found.asks == "anonymous"  # the form asks for them before it takes it
    return Intake(Handling.INVITE if by_form else Handling.LEAVE, found.source, None if by_form else found.basis)


def is_early(filed: Filed) -> bool:
    """Whether a ponaglenie came before the term it urges lapsed. Source: art. 37 § 3a KPA."""
    return filed.kind is Kind.PONAGLENIE and filed.urged_until is not None and filed.received_on <= filed.urged_until


def judge(filed: Filed, steps: Sequence[Wanted], today: dt.date) -> Judged:
    """What the law says of a filing and of each step in turn, as seen on a day; the first refused step ends it.

    Raises NoTerm, OutsideCalendar.
    """
    begun = intake(filed)
    if begun.handling is Handling.INVITE:
        return Judged(begun, filed.kind)
    walk = _Walk(filed)
    taken: list[Taken] = []
    refused = None
    for wanted in steps:
        try:
            taken.append(walk.take(wanted, today))
        except RuleBroken as broken:
            refused = Refused(wanted, broken)
            break
    return walk.judged(Judged(begun, Kind(walk.inputs.kind), walk.state, tuple(taken), refused), today)


class _Walk:
    """The case as it stands after the steps so far."""

    def __init__(self, filed: Filed) -> None:
        self.filed, self.state, self.outcome = filed, State.RECEIVED, ""
        self.inputs = Inputs(filed.kind, filed.received_on, is_councillors=filed.is_councillors)
        self.settled_on: dt.date | None = None
        self.left_by: Move | None = None

    @property
    def kind(self) -> Kind:
        """What it is qualified as now."""
        return Kind(self.inputs.kind)

    def take(self, wanted: Wanted, today: dt.date) -> Taken:
        """Take a step; raises IllegalMove, NotSo, NotCompetent, WrongOutcome."""
        found = transition(self.kind, self.state, wanted.move)
        self._check(wanted, found, today)
        happened = Happened(wanted.move, wanted.on or today, wanted.until, basis=wanted.basis)
        kind = wanted.kind if wanted.move is Move.QUALIFY else self.kind
        back = wanted.move is Move.SEND_BACK and self._is_the_councils()
        self.state = State.AT_COUNCIL if back else found.to
        self.inputs = replace(
            self.inputs, kind=kind, steps=(*self.inputs.steps, happened), ended_on=self._end(happened)
        )
        return Taken(wanted, self.state, found.source)

    def _check(self, wanted: Wanted, found: Transition, today: dt.date) -> None:
        first = FIRST_TERM_DAY if wanted.move is Move.SERVED else self.inputs.received_on
        last = self.inputs.received_on if wanted.move is Move.SERVED else today
        if wanted.on is not None and not first <= wanted.on <= last:
            raise NotSo(field="happened", code="wrong_day", source=found.source)
        for need in {"until", "basis", "kind"} & set(found.needs):
            if not getattr(wanted, need):
                raise NotSo(field=need, code="missing", source=found.source)
        if wanted.move in ANSWERING and not self._is_the_councils():
            check_competent(self.kind, self.filed.about, self.filed.matter)
        if wanted.move is Move.ANNOTATE:
            check_groundless(self.filed.earlier_outcome or None)
        if wanted.move is Move.SETTLE:
            check_outcome(self.kind, wanted.basis)
        check_conditions(self._known(), wanted, today)

    def _known(self) -> Known:
        so_far = course(self.inputs)
        return Known(
            self.inputs,
            self.state,
            self.filed.channel,
            is_complete=self.filed.is_complete,
            about=self.filed.about,
            matter=self.filed.matter,
            due_on=so_far.due_on,
            announced_on=so_far.announced_on,
        )

    def _is_the_councils(self) -> bool:
        ways = [step.move for step in self.inputs.steps if step.move in (Move.TO_COUNCIL, Move.RETURN)]
        return bool(ways) and ways[-1] is Move.TO_COUNCIL

    def _end(self, happened: Happened) -> dt.date | None:
        """The day it ended, if it has: settled once, it stays so; a return or an answer in time opens it again."""
        if happened.move in SETTLING:
            self.settled_on = happened.on
            self.outcome = SETTLING[happened.move] or happened.basis
        if self.settled_on is not None:
            return self.settled_on
        if self.state not in FINAL:
            self.left_by = None
            return None
        if self.left_by is None:
            self.left_by = happened.move
            return happened.on
        return self.inputs.ended_on

    def judged(self, begun: Judged, today: dt.date) -> Judged:
        """The whole answer."""
        filed, found = self.filed, course(self.inputs)
        row = competence(filed.about, filed.matter) if self.kind is Kind.SKARGA else None
        email = filed.channel is Channel.EMAIL
        situation = Situation(
            self.inputs, self.state, elsewhere(self.kind, filed.about, filed.matter), not filed.is_complete, email
        )
        is_late = self.inputs.ended_on is None and today > found.due_on
        return replace(
            begun,
            repeat=repeat(self.kind, filed.earlier_outcome, is_earlier_open=False) if filed.earlier_outcome else None,
            competent=row,
            course=found,
            duties=tuple(_owed(duties(self.inputs, today), begun, self.kind)),
            advice=advice(situation, today),
            remedies=remedies(self.kind, self.state, self.outcome or None, is_late=is_late),
            verdict=self._verdict(begun, found, today),
        )

    def _verdict(self, begun: Judged, found: Course, today: dt.date) -> Verdict:
        ended = self.inputs.ended_on
        if ended is None and _owes_nothing(begun, self.kind):
            return Verdict.NO_TERM
        dates = Dates(
            due_on=found.due_on,
            warn_on=found.warn_on,
            settled_on=self.settled_on,
            left_on=None if self.settled_on else ended,
            noticed_on=found.noticed_on,
            owed_nothing=self.left_by is Move.LEAVE and self.kind in PASSED_ON,
        )
        return verdict(dates, today, dt.datetime.combine(today, dt.time(), dt.UTC))


def _owes_nothing(begun: Judged, kind: Kind) -> bool:
    """Whether the way of filing takes the duty to pass it on away from the beginning (art. 37 § 3a, 63 § 1, 64 KPA)."""
    return begun.intake.handling is Handling.LEAVE and kind in PASSED_ON


def _owed(found: tuple[Duty, ...], begun: Judged, kind: Kind) -> Iterator[Duty]:
    for duty in found:
        is_open = duty.kept in (Kept.OPEN, Kept.MISSED) and duty.rule.bound == "office"
        yield replace(duty, kept=Kept.POSSIBLE) if is_open and _owes_nothing(begun, kind) else duty
