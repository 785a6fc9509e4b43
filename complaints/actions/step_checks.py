"""What must be so before a step: a table from moves to checks, each with its article."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from complaints.actions.competent import check_competence
from complaints.models import Complainant, Complaint, ComplaintLink, ComplaintStep
from complaints.queries.steps import inputs_of
from complaints.rules.bases import BASES, BasisRule, bases_for
from complaints.rules.competence import About, Matter, competence
from complaints.rules.course import course
from complaints.rules.kinds import LEGAL_KINDS, Channel, Kind
from complaints.rules.moves import FINAL, Move, State
from complaints.rules.outcomes import Outcome, check_result
from complaints.rules.terms import deadline_under, rule_by_id
from kernel.clock import Clock
from kernel.errors import RuleBroken
from office.models import OutsideBody
from office.rules import is_valid_on
from office.rules.bodies import BodyKind

if TYPE_CHECKING:
    from complaints.actions.steps import StepTyped

Check = Callable[[Session, Clock, Complaint, Sequence[ComplaintStep], "StepTyped"], None]


class NotSo(RuleBroken):
    """What the law asks for first is not so; ``code`` says what, ``source`` where it stands."""

    code = "not_so"


def known_body(
    session: Session, clock: Clock, complaint: Complaint, _steps: Sequence[ComplaintStep], typed: StepTyped
) -> None:
    """The body stands in the office's list today."""
    body = session.get(OutsideBody, typed.body_id)
    if body is None or not is_valid_on(body.valid_from_on, body.valid_to_on, clock.today()):
        raise NotSo(field="body", code="unknown_body")


def not_the_one_it_is_about(
    session: Session, _clock: Clock, complaint: Complaint, _steps: Sequence[ComplaintStep], typed: StepTyped
) -> None:
    """A skarga on the council does not go to the council."""
    body = session.get(OutsideBody, typed.body_id)
    if body is not None and body.kind == BodyKind.COUNCIL and complaint.about == About.COUNCIL:
        raise NotSo(field="body", code="body_concerned", source="art. 232 § 1 KPA")


def to_the_council(
    session: Session, _clock: Clock, _complaint: Complaint, _steps: Sequence[ComplaintStep], typed: StepTyped
) -> None:
    """The council has a way of its own: the case stays in this register, with the council's month."""
    body = session.get(OutsideBody, typed.body_id)
    if body is not None and body.kind != BodyKind.COUNCIL:
        raise NotSo(field="body", code="no_council", source="art. 229 pkt 3 KPA")


def of_the_council(
    _session: Session, _clock: Clock, complaint: Complaint, _steps: Sequence[ComplaintStep], _typed: StepTyped
) -> None:
    """A skarga goes to the council where the council decides it: by whom it is about and its matter."""
    if complaint.kind != Kind.SKARGA:
        return
    row = competence(complaint.about, complaint.matter or Matter.OWN)
    if row.body != BodyKind.COUNCIL:
        raise NotSo(field="body", code="not_the_councils", source=row.source)


def ours(
    _session: Session, _clock: Clock, complaint: Complaint, _steps: Sequence[ComplaintStep], _typed: StepTyped
) -> None:
    """What another body decides is not ended here by a note in the file."""
    check_competence(complaint)


def not_to_the_council(
    session: Session, _clock: Clock, _complaint: Complaint, _steps: Sequence[ComplaintStep], typed: StepTyped
) -> None:
    """What goes to the council is handed to it, not passed out of the register."""
    body = session.get(OutsideBody, typed.body_id)
    if body is not None and body.kind == BodyKind.COUNCIL:
        raise NotSo(field="body", code="own_council", source="art. 229 pkt 3, 237 § 1 KPA")


def lawful_basis(move: Move) -> Check:
    """The check that the basis belongs to the kind and to this move, and that what it asks for is so."""

    def check(
        session: Session, clock: Clock, complaint: Complaint, steps: Sequence[ComplaintStep], typed: StepTyped
    ) -> None:
        rule = next((rule for rule in bases_for(complaint.kind, move) if rule.basis == typed.basis), None)
        if rule is None:
            raise NotSo(field="basis", code="wrong_basis")
        _asked(session, clock, complaint, steps, rule, typed)

    return check


def _asked(
    session: Session, clock: Clock, complaint: Complaint, steps: Sequence[ComplaintStep], rule: BasisRule,
    typed: StepTyped,
) -> None:  # fmt: skip
    if rule.asks == "unanswered_call":
        _call_lapsed(clock, complaint, steps, rule)
    if rule.asks == "anonymous" and is_complete(session, complaint):
        raise NotSo(field="basis", code="has_name_and_address", source=rule.source)
    if rule.asks == "email" and complaint.channel != Channel.EMAIL:
        raise NotSo(field="basis", code="not_by_email", source=rule.source)
    if rule.asks in ("", "early") and not typed.text.strip():
        raise NotSo(field="text", code="no_text", source=rule.source)


def is_complete(session: Session, complaint: Complaint) -> bool:
    """Whether name and address of whoever filed are known (§ 8(1) of the complaints regulation)."""
    person = session.get(Complainant, complaint.id)
    return person is not None and bool(person.name.strip() and person.address.strip())


UNANSWERED: Final = frozenset(rule.basis.value for rule in BASES if rule.asks == "unanswered_call")
CALL_RULES: Final = {"skarga": "call_answer", "wniosek": "call_answer", "petycja": "petycja_answer_to_call"}


def _call_lapsed(clock: Clock, complaint: Complaint, steps: Sequence[ComplaintStep], rule: BasisRule) -> None:
    since = _since_the_call(steps)
    served = [step for step in since if step.move == Move.SERVE]
    if not served:
        raise NotSo(field="basis", code="call_not_served", source=rule.source)
    last_day = _last_day_of_the_call(complaint, served[-1])
    if clock.today() <= last_day:
        raise NotSo(field="basis", code="call_running", source=rule.source, last=last_day)
    if any(step.move == Move.COMPLETE and step.happened_on <= last_day for step in since):
        raise NotSo(field="basis", code="call_answered", source=rule.source)


def _since_the_call(steps: Sequence[ComplaintStep]) -> Sequence[ComplaintStep]:
    """The steps from the last call on; none without a call."""
    calls = [number for number, step in enumerate(steps) if step.move == Move.CALL]
    return steps[calls[-1] :] if calls else ()


def _last_day_of_the_call(complaint: Complaint, served: ComplaintStep) -> dt.date:
    rule = rule_by_id(CALL_RULES.get(complaint.kind, "podanie_answer_to_call"), complaint.received_on)
    return deadline_under(rule, served.happened_on).last_day


def after_the_call(
    _session: Session, _clock: Clock, _complaint: Complaint, steps: Sequence[ComplaintStep], typed: StepTyped
) -> None:
    """Service and answer come after the call they belong to."""
    called = [step for step in steps if step.move == Move.CALL]
    if called and typed.happened_on is not None and typed.happened_on < called[-1].happened_on:
        raise NotSo(field="happened", code="before_the_call", day=called[-1].happened_on)


def still_in_time(
    _session: Session, _clock: Clock, complaint: Complaint, steps: Sequence[ComplaintStep], typed: StepTyped
) -> None:
    """What was left because a call seemed unanswered opens again only by an answer sent within the term."""
    if complaint.state != State.UNCONSIDERED:
        return
    left = next(step for step in reversed(steps) if step.move == Move.LEAVE)
    served = [step for step in _since_the_call(steps) if step.move == Move.SERVE]
    if left.basis not in UNANSWERED or not served or typed.happened_on is None:
        raise NotSo(code="not_by_a_call", source="art. 57 § 5 KPA")
    last_day = _last_day_of_the_call(complaint, served[-1])
    if typed.happened_on > last_day:
        raise NotSo(field="happened", code="answered_too_late", source="art. 57 § 5 KPA", last=last_day)


def posted_before_it_came(
    _session: Session, _clock: Clock, complaint: Complaint, _steps: Sequence[ComplaintStep], typed: StepTyped
) -> None:
    """The day of posting lies between the service of the decision and the receipt of the appeal."""
    first, day = typed.happened_on, typed.until_on
    if day is not None and first is not None and not first <= day <= complaint.received_on:
        raise NotSo(field="until", code="wrong_day", source="art. 57 § 5 KPA")


def announces_a_later_day(
    _session: Session, _clock: Clock, complaint: Complaint, _steps: Sequence[ComplaintStep], typed: StepTyped
) -> None:
    """A notice of delay announces a day after the last one and after its own dispatch."""
    days = (typed.happened_on, complaint.due_on, complaint.announced_on)
    latest = max(day for day in days if day is not None)
    if typed.until_on is not None and typed.until_on <= latest:
        raise NotSo(field="until", code="until_too_early", source="art. 36 § 1, 245 KPA", last=latest)


def within_three_months(
    _session: Session, _clock: Clock, complaint: Complaint, steps: Sequence[ComplaintStep], typed: StepTyped
) -> None:
    """The extension of a petition reaches at most three months beyond its first term."""
    found = course(inputs_of(complaint, steps))
    longest = found.extended.last_day if found.extended else None
    if longest is not None and typed.until_on is not None and typed.until_on > longest:
        source = "art. 10 ust. 3 ustawy o petycjach"
        raise NotSo(field="until", code="until_too_late", source=source, last=longest)


def within_two_months(
    _session: Session, _clock: Clock, complaint: Complaint, _steps: Sequence[ComplaintStep], typed: StepTyped
) -> None:
    """The office waits for further petitions at most two months from the day it announced so."""
    if typed.happened_on is None or typed.until_on is None:
        return
    longest = deadline_under(rule_by_id("petycja_wait", complaint.received_on), typed.happened_on).last_day
    if not typed.happened_on < typed.until_on <= longest:
        raise NotSo(field="until", code="wait_too_long", source="art. 11 ustawy o petycjach", last=longest)


def earlier_was_groundless(
    session: Session, _clock: Clock, complaint: Complaint, _steps: Sequence[ComplaintStep], typed: StepTyped
) -> None:
    """A repeated skarga is answered by a note only where the earlier one was shown groundless."""
    earlier = session.get(Complaint, typed.other_id)
    if earlier is None or earlier.kind != complaint.kind or not _came_before(earlier, complaint):
        raise NotSo(field="earlier", code="unknown_case", source="art. 239 § 1 KPA")
    if not _of_the_same_person(session, complaint.id, earlier.id):
        raise NotSo(field="earlier", code="of_somebody_else", source="art. 239 § 1 KPA")
    if earlier.outcome != Outcome.BEZZASADNA:
        raise NotSo(field="earlier", code="not_groundless", source="art. 239 § 1 KPA")


def _came_before(one: Complaint, other: Complaint) -> bool:
    """By the day of receipt; of one day by the place in the register."""
    first, second = ((case.received_on, case.year, case.number or 0) for case in (one, other))
    return first < second


def _of_the_same_person(session: Session, one_id: uuid.UUID, other_id: uuid.UUID) -> bool:
    """Whether both were filed by one person, or somebody linked them as such; erased ones tell nothing any more."""
    if session.get(ComplaintLink, (one_id, other_id, "earlier")) is not None:
        return True
    one, other = session.get(Complainant, one_id), session.get(Complainant, other_id)
    if one is None or other is None:
        return False
    by_mail = bool(one.email_key) and one.email_key == other.email_key
    return by_mail or (bool(one.person_key) and one.person_key == other.person_key)


def open_petition(
    session: Session, _clock: Clock, complaint: Complaint, _steps: Sequence[ComplaintStep], typed: StepTyped
) -> None:
    """A petition joins another one that is still open."""
    other = session.get(Complaint, typed.other_id, with_for_update=True, populate_existing=True)
    if other is None or other.id == complaint.id or other.kind != complaint.kind or other.state in FINAL:
        raise NotSo(field="other", code="unknown_case", source="art. 11 ustawy o petycjach")


def result_of_the_kind(
    _session: Session, _clock: Clock, complaint: Complaint, _steps: Sequence[ComplaintStep], typed: StepTyped
) -> None:
    """The other body can decide so."""
    check_result(complaint.kind, typed.basis)


def another_kind(
    _session: Session, _clock: Clock, complaint: Complaint, _steps: Sequence[ComplaintStep], typed: StepTyped
) -> None:
    """A qualification names a kind of the law, and another one than before."""
    if typed.kind not in LEGAL_KINDS or typed.kind == complaint.kind:
        raise NotSo(field="kind", code="same_kind", source="art. 222 KPA")


CHECKS: Final[dict[Move, tuple[Check, ...]]] = {
    Move.QUALIFY: (another_kind,),
    Move.SERVE: (after_the_call,),
    Move.SERVED: (posted_before_it_came,),
    Move.COMPLETE: (after_the_call, still_in_time),
    Move.LEAVE: (lawful_basis(Move.LEAVE),),
    Move.DIVERT: (lawful_basis(Move.DIVERT),),
    Move.TRANSFER: (known_body, not_to_the_council, not_the_one_it_is_about),
    Move.POINT: (known_body, not_the_one_it_is_about),
    Move.TO_COUNCIL: (known_body, to_the_council, not_the_one_it_is_about, of_the_council),
    Move.PASS_ON: (known_body,),
    Move.DELAY: (announces_a_later_day,),
    Move.EXTEND: (announces_a_later_day, within_three_months),
    Move.WAIT: (within_two_months,),
    Move.ANNOTATE: (ours, earlier_was_groundless),
    Move.JOIN: (open_petition,),
    Move.RESULT: (result_of_the_kind,),
}
