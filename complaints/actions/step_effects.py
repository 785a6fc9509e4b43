"""What a step changes in the case besides its state: a table from moves to effects.

An effect gives back what the entry says beyond the keys of every step.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy.orm import Session

from complaints.actions.competent import answers_for_the_council
from complaints.actions.links import link
from complaints.actions.numbering import next_number
from complaints.models import Complaint, ComplaintStep
from complaints.queries.steps import steps_of
from complaints.rules.kinds import REGISTER_OF, Kind
from complaints.rules.moves import Move, State
from complaints.rules.outcomes import Outcome
from kernel.clock import Clock

Effect = Callable[[Session, Clock, Complaint, ComplaintStep], dict[str, Any]]


def gone(_session: Session, _clock: Clock, complaint: Complaint, step: ComplaintStep) -> dict[str, Any]:
    """The case left without an answer, on a day and in a way; what was passed on before stays settled."""
    if complaint.settled_on is None:
        complaint.left_on, complaint.left_how = step.happened_on, step.move
    return {}


def come_back(_session: Session, _clock: Clock, complaint: Complaint, _step: ComplaintStep) -> dict[str, Any]:
    """The other body returned it: it is open again, and somebody has to be found for it."""
    complaint.left_on = complaint.left_how = complaint.handler_id = None
    return {}


def opened_again(_session: Session, _clock: Clock, complaint: Complaint, _step: ComplaintStep) -> dict[str, Any]:
    """An answer sent in time opens again what had been left as unanswered; its handler has it still."""
    complaint.left_on = complaint.left_how = None
    return {}


def back_to_the_council(session: Session, _clock: Clock, complaint: Complaint, _step: ComplaintStep) -> dict[str, Any]:
    """The council's own answer goes back to the council, whose month goes on."""
    if answers_for_the_council(steps_of(session, complaint.id)):
        complaint.state = State.AT_COUNCIL.value
    return {}


def handed_up(_session: Session, _clock: Clock, complaint: Complaint, _step: ComplaintStep) -> dict[str, Any]:
    """Whoever held it lets go of it."""
    complaint.handler_id = None
    return {}


def qualified(session: Session, clock: Clock, complaint: Complaint, step: ComplaintStep) -> dict[str, Any]:
    """Another kind, and where its register is another, a number there; the old one stays with the step for ever."""
    before = complaint.register_number
    complaint.kind = step.qualified_to
    register = REGISTER_OF[Kind(complaint.kind)]
    if complaint.register != register and complaint.number is not None:
        step.reference, year = before, clock.today().year
        number = next_number(session, register, year)  # before the register changes: its old number may be taken there
        complaint.register, complaint.year, complaint.number = register, year, number
    return {
        "from": step.qualified_from,
        "to": step.qualified_to,
        "register": complaint.register,
        "year": complaint.year,
        "number": complaint.number,
    }


def settled_as(outcome: Outcome) -> Effect:
    """The effect that settles a case with an outcome on the day of the step."""

    def settle(_session: Session, clock: Clock, complaint: Complaint, step: ComplaintStep) -> dict[str, Any]:
        complaint.settled_on, complaint.settled_recorded_at = step.happened_on, clock.now()
        complaint.outcome = outcome.value
        return {}

    return settle


def repeated(session: Session, clock: Clock, complaint: Complaint, step: ComplaintStep) -> dict[str, Any]:
    """Settled by a note in the file, linked with the earlier one."""
    link(session, clock, complaint.id, step.other_id, "earlier")
    return {**settled_as(Outcome.POWTORNA)(session, clock, complaint, step), "other": str(step.other_id)}


def joined(session: Session, clock: Clock, complaint: Complaint, step: ComplaintStep) -> dict[str, Any]:
    """Considered together with the other one."""
    link(session, clock, complaint.id, step.other_id, "joined")
    return {**gone(session, clock, complaint, step), "other": str(step.other_id)}


def decided(_session: Session, _clock: Clock, complaint: Complaint, step: ComplaintStep) -> dict[str, Any]:
    """What the other body decided."""
    complaint.result, complaint.result_on = step.basis, step.happened_on
    return {}


EFFECTS: Final[dict[Move, Effect]] = {
    Move.QUALIFY: qualified,
    Move.LEAVE: gone,
    Move.TRANSFER: gone,
    Move.POINT: gone,
    Move.DIVERT: gone,
    Move.WITHDRAW: gone,
    Move.JOIN: joined,
    Move.RETURN: come_back,
    Move.COMPLETE: opened_again,
    Move.SEND_BACK: back_to_the_council,
    Move.PASS_UP: handed_up,
    Move.ANNOTATE: repeated,
    Move.PASS_ON: settled_as(Outcome.PRZEKAZANE),
    Move.OWN_DECISION: settled_as(Outcome.NOWA_DECYZJA),
    Move.RESULT: decided,
}
