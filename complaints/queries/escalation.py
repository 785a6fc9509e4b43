"""Who is told of what is late, and of what somebody has not been told yet."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from complaints.events import ComplaintTag
from complaints.models import Complaint, LatenessTold
from complaints.queries.lateness import BATCH, Key, key_of, new_latenesses
from complaints.queries.steps import steps_by_case
from complaints.rules.lateness import Lateness
from complaints.rules.telling import Holder, Told, told_of_lateness
from kernel.clock import Clock
from kernel.permissions import Actor, Role
from ledger.models import LedgerEntry
from office.models import Person, RoleAssignment
from office.queries.absence import acting_on
from worker.models import OutboxRow

LATE: Final = "complaints.late"
"""The kind of effect that tells one person of one lateness."""

LOOKS_BACK: Final = dt.timedelta(days=31)
"""Ours: whoever comes into a role is told of what became late within a month and still is, and of nothing older."""

_ROLES: Final = (Role.HEAD, Role.QUALITY_OFFICER, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Passed:
    """A lateness to be told. ``is_stand_in``: to an administrator, because no head can be reached."""

    case: Complaint
    late: Lateness
    is_stand_in: bool = False


def holders_on(session: Session, day: dt.date) -> list[Holder]:
    """Whom a mail about something late can reach on a day, with their roles. Three statements."""
    held = select(RoleAssignment.person_id, RoleAssignment.role, RoleAssignment.department_id).where(
        RoleAssignment.role.in_([role.value for role in _ROLES]),
        RoleAssignment.from_on <= day,
        or_(RoleAssignment.to_on.is_(None), RoleAssignment.to_on >= day),
    )
    found = [Holder(row.person_id, Role(row.role), row.department_id) for row in session.execute(held)]
    found += [Holder(deputy, grant.role, grant.department_id) for deputy, grant in acting_on(session, day)]
    reached = set(session.scalars(select(Person.id).where(Person.is_active.is_(True), Person.email != "")))
    return [one for one in found if one.person_id in reached]


def told_of(holders: Sequence[Holder], case: Complaint) -> Told:
    """Who is told that a case is late."""
    return told_of_lateness(holders, case.department_id, case.about_person_id)


def is_somebody_told(session: Session, clock: Clock, _actor: Actor) -> bool:
    """Whether mail reaches a head of the whole office and a quality officer: then every late case is told to both."""
    holders = holders_on(session, clock.today())
    everywhere = {one.role for one in holders if one.department_id is None}
    return {Role.HEAD, Role.QUALITY_OFFICER} <= everywhere


def untold(session: Session, clock: Clock, person_id: uuid.UUID) -> tuple[list[Passed], int]:
    """What is late, still so, and was not told to a person; and the entry up to which there is nothing else.

    Nothing to whoever holds no role in which one is told. Five statements, and three for each 500 entries.
    """
    told = session.get(LatenessTold, person_id)
    upto = told.leaf if told else 0
    holders = holders_on(session, clock.today())
    if person_id not in {one.person_id for one in holders}:
        return [], upto
    query = select(LedgerEntry.leaf, LedgerEntry.stream, LedgerEntry.canonical).where(
        LedgerEntry.tag == ComplaintTag.DEADLINE_PASSED.text,
        LedgerEntry.leaf > upto,
        LedgerEntry.recorded_at >= clock.now() - LOOKS_BACK,
    )
    keys: dict[Key, None] = {}
    for leaf, stream, canonical in session.execute(query.order_by(LedgerEntry.leaf)):
        keys[key_of(stream, json.loads(canonical)["data"])] = None
        upto = leaf
    return list(_still(session, clock.today(), person_id, list(keys), holders)), upto


def still_late(session: Session, today: dt.date, keys: Sequence[Key]) -> list[tuple[Complaint, Lateness]]:
    """Those of the latenesses whose case is open and whose last day is still the same. Two statements."""
    ids = {case_id for case_id, _rule, _day in keys}
    cases = {case.id: case for case in session.scalars(select(Complaint).where(Complaint.id.in_(ids)))}
    steps = steps_by_case(session, ids)
    late = {
        (case.id, *one.key): one
        for case in cases.values()
        if case.is_open
        for one in new_latenesses(case, steps[case.id], today, ())
    }
    return [(cases[key[0]], late[key]) for key in keys if key in late]


def single_key(key: Key, person_id: uuid.UUID) -> str:
    """The key under which one person is told of one lateness in a mail of its own."""
    case_id, rule, last_day = key
    return f"{LATE}:{case_id}:{rule}:{last_day}:{person_id}"


def _still(
    session: Session, today: dt.date, person_id: uuid.UUID, keys: Sequence[Key], holders: Sequence[Holder]
) -> Iterator[Passed]:
    for start in range(0, len(keys), BATCH):
        few = keys[start : start + BATCH]
        names = {single_key(key, person_id): key for key in few}
        singly = set(session.scalars(select(OutboxRow.key).where(OutboxRow.key.in_(names))))
        for case, late in still_late(session, today, [key for name, key in names.items() if name not in singly]):
            told = told_of(holders, case)
            if person_id in told.all:
                yield Passed(case, late, person_id in told.stand_ins)
