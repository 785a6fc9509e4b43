"""What a department's end means for its cases: the open ones pass to the successor, the others stay where they were."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.events import ComplaintTag
from complaints.models import Complaint
from complaints.queries.queue import is_open
from complaints.rules.states import State
from kernel.clock import Clock
from kernel.errors import RuleBroken
from ledger.actions import Draft, append_many
from office.events import DepartmentClosed
from office.queries import handlers


class CasesInTheWay(RuleBroken):
    """A department cannot end so because of its cases; ``code`` says why."""

    code = "cases_in_the_way"


def hand_on(session: Session, clock: Clock, fact: DepartmentClosed) -> None:
    """Pass the open cases of a closed department to its successor, an entry for each.

    Who handles a case keeps it when entitled to handle cases of the successor too; otherwise it waits to be assigned.
    A case about the successor itself waits for whoever heads the whole office (art. 232 § 1 KPA).
    Raises CasesInTheWay: open_without_successor; settled_after (a case came after the last day and was settled there).
    """
    _check_nothing_came_after(session, fact)
    query = select(Complaint).where(Complaint.department_id == fact.department_id, is_open())
    cases = session.scalars(query.order_by(Complaint.registered_at, Complaint.id).with_for_update()).all()
    if not cases:
        return
    if fact.successor_id is None:
        raise CasesInTheWay(field="successor", code="open_without_successor", count=len(cases))
    staying = {person.id for person in handlers(session, clock.today(), fact.successor_id)}
    drafts = []
    for case in cases:
        is_about_it = case.about_department_id == fact.successor_id
        case.department_id = None if is_about_it else fact.successor_id
        if is_about_it or case.handler_id not in staying or case.handler_id == case.about_person_id:
            case.handler_id = None
            if case.state == State.ASSIGNED:
                case.state = State.RECEIVED.value
        case.row_version += 1
        data = {
            "from": str(fact.department_id),
            "department": str(case.department_id) if case.department_id else None,
            "handler": str(case.handler_id) if case.handler_id else None,
        }
        drafts.append(Draft(ComplaintTag.HANDED_ON, f"complaint:{case.id}", data, clock.today(), fact.reason))
    append_many(session, clock, fact.actor, drafts)


def _check_nothing_came_after(session: Session, fact: DepartmentClosed) -> None:
    query = select(func.max(Complaint.received_on)).where(
        Complaint.department_id == fact.department_id, ~is_open(), Complaint.received_on > fact.last_on
    )
    newest = session.execute(query).scalar_one()
    if newest is not None:
        raise CasesInTheWay(field="last", code="settled_after", day=newest)
