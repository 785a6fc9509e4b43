"""What must be so before a step: what the office's lists and other cases say, then its conditions by law.

A table from moves to checks, each with its article.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from complaints.actions.competent import check_competence
from complaints.actions.notice_checks import the_letters_day
from complaints.actions.petition_checks import open_petition, within_a_month
from complaints.models import Complainant, Complaint, ComplaintLink, ComplaintStep
from complaints.queries.steps import inputs_of
from complaints.rules.competence import About, Matter
from complaints.rules.conditions import Known, NotSo, Wanted, check_conditions
from complaints.rules.moves import Move, State
from complaints.rules.repeats import check_groundless
from kernel.clock import Clock
from office.models import OutsideBody
from office.rules import is_valid_on
from office.rules.bodies import BodyKind

if TYPE_CHECKING:
    from complaints.actions.steps import StepTyped

Check = Callable[[Session, Clock, Complaint, Sequence[ComplaintStep], "StepTyped"], None]


def check_step(
    session: Session, clock: Clock, complaint: Complaint, steps: Sequence[ComplaintStep], move: Move, typed: StepTyped
) -> None:
    """Raises what the office's lists, other cases or the law say against a step."""
    for check in CHECKS.get(move, ()):
        check(session, clock, complaint, steps, typed)
    wanted = Wanted(move, typed.happened_on, typed.until_on, typed.basis, typed.text, typed.kind)
    check_conditions(_known(session, complaint, steps, move), wanted, clock.today())


def _known(session: Session, complaint: Complaint, steps: Sequence[ComplaintStep], move: Move) -> Known:
    return Known(
        inputs_of(complaint, steps),
        State(complaint.state),
        complaint.channel,
        is_complete=move is not Move.LEAVE or is_complete(session, complaint),
        about=complaint.about or About.NOBODY,
        matter=complaint.matter or Matter.OWN,
        due_on=complaint.due_on,
        announced_on=complaint.announced_on,
    )


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


def is_complete(session: Session, complaint: Complaint) -> bool:
    """Whether name and address of whoever filed are known (§ 8(1) of the complaints regulation)."""
    person = session.get(Complainant, complaint.id)
    return person is not None and bool(person.name.strip() and person.address.strip())


def earlier_was_groundless(
    session: Session, _clock: Clock, complaint: Complaint, _steps: Sequence[ComplaintStep], typed: StepTyped
) -> None:
    """A repeated skarga is answered by a note only where the earlier one was shown groundless."""
    earlier = session.get(Complaint, typed.other_id)
    if earlier is None or earlier.kind != complaint.kind or not _came_before(earlier, complaint):
        raise NotSo(field="earlier", code="unknown_case", source="art. 239 § 1 KPA")
    if not _of_the_same_person(session, complaint.id, earlier.id):
        raise NotSo(field="earlier", code="of_somebody_else", source="art. 239 § 1 KPA")
    check_groundless(earlier.outcome)


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


CHECKS: Final[dict[Move, tuple[Check, ...]]] = {
    Move.TRANSFER: (known_body, not_to_the_council, not_the_one_it_is_about),
    Move.POINT: (known_body, not_the_one_it_is_about),
    Move.TO_COUNCIL: (known_body, to_the_council, not_the_one_it_is_about),
    Move.PASS_ON: (known_body,),
    Move.ANNOTATE: (ours, earlier_was_groundless),
    Move.DELAY: (the_letters_day(Move.DELAY),),
    Move.EXTEND: (the_letters_day(Move.EXTEND),),
    Move.JOIN: (open_petition, within_a_month),
}
