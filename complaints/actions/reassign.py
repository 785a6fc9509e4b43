"""Passing many cases on at once: each is assigned by itself, and what cannot be is told and stays where it is."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.actions.handle import Assignment, assign
from complaints.actions.moving import Missing
from complaints.events import ComplaintAssigned
from complaints.models import Complaint
from complaints.queries.scope import within
from kernel.clock import Clock
from kernel.errors import NotFound, RuleBroken
from kernel.permissions import Actor, Permission


@dataclass(frozen=True)
class Passing:
    """A case, who is to have it, and the version of the case whoever chose had in front of them."""

    complaint_id: uuid.UUID
    handler_id: uuid.UUID
    row_version: int


@dataclass(frozen=True)
class NotPassed:
    """A case that stays with whoever had it, and why."""

    complaint: Complaint
    why: RuleBroken


@dataclass(frozen=True)
class Reassigned:
    """What came of it, in the order in which it was asked for."""

    passed: list[ComplaintAssigned]
    kept: list[NotPassed]


def reassign(
    session: Session, clock: Clock, actor: Actor, wanted: Sequence[Passing], *, may_wait: bool = False
) -> Reassigned:
    """Give each case to the person named for it within its department; each leaves an entry of its own.

    A case that is refused (Stale, Concerned, NotAHandler, Away, IllegalMove) keeps nobody else's from being passed on:
    assign refuses before it writes. Raises NotFound for a case the actor cannot reach.
    """
    ids = [one.complaint_id for one in wanted]
    query = select(Complaint).where(Complaint.id.in_(ids), within(actor, Permission.COMPLAINT_ASSIGN))
    cases = {case.id: case for case in session.scalars(query)}
    done = Reassigned([], [])
    for one in wanted:
        case = cases.get(one.complaint_id)
        if case is None:
            raise NotFound
        try:
            if case.department_id is None:
                raise Missing(field="department", source="art. 254 KPA")
            to = Assignment(one.handler_id, case.department_id, may_wait)
            done.passed.append(assign(session, clock, actor, case, to, row_version=one.row_version))
        except RuleBroken as broken:
            done.kept.append(NotPassed(case, broken))
    return done
