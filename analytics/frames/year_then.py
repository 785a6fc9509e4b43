"""The cases of an annual report as they were known at a leaf: replayed, with what their rows may add."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.frames.scope import holds
from analytics.frames.then import first_due_on, noticed_on
from analytics.frames.year import YearCase
from complaints.models import Complaint
from complaints.queries.petitions import Published, published_petitions
from complaints.queries.replay import STREAM, replayed_cases
from complaints.queries.steps import step_facts
from complaints.rules.kinds import LEGAL_KINDS
from complaints.rules.register_facts import StepFacts
from complaints.rules.replay import CaseReplay
from kernel.permissions import EVERYWHERE, Scope
from ledger.models import LedgerEntry

PUBLISH: Final = "complaints:petition:publish"
TAKE_DOWN: Final = "complaints:petition:take_down"


@dataclass(frozen=True)
class YearThen:
    """The cases of a year, and how many of each legal kind came in it and in the year before."""

    cases: list[YearCase]
    received: Mapping[str, int]
    received_before: Mapping[str, int]


def year_then(session: Session, leaf: int, year: int, scope: Scope = EVERYWHERE) -> YearThen:
    """Return what ``year_cases`` and ``received_counts`` returned when the record ended at a leaf.

    Days, kinds, outcomes, subjects and steps come from the entries. The words of a cause, of a published petition and
    the names of bodies are not in the record: they are those of today, left out where something newer replaced them.
    """
    known = {
        told.case_id: told.case
        for told in replayed_cases(session, leaf)
        if told.case.kind in LEGAL_KINDS and holds(scope, told.case.department)
    }
    came = Counter((case.received_on.year, case.kind) for case in known.values())
    published = _published(session, leaf)
    steps = step_facts(session, select(Complaint.id).where(Complaint.kind.in_(LEGAL_KINDS)))
    rows = {row.id: row for row in session.scalars(select(Complaint).where(Complaint.kind.in_(LEGAL_KINDS)))}
    found = []
    for case_id, case in known.items():
        taken = tuple(steps.get(case_id, ()))[: len(case.steps)]
        own = published.get(case_id)
        if _touches(case, taken, own, year):
            found.append(_case(case_id, case, taken, own, rows.get(case_id)))
    return YearThen(
        sorted(found, key=lambda one: (one.received_on, known[uuid.UUID(one.id)].number or 0, one.id)),
        {kind: n for (of, kind), n in came.items() if of == year},
        {kind: n for (of, kind), n in came.items() if of == year - 1},
    )


def _touches(case: CaseReplay, steps: tuple[StepFacts, ...], published: Published | None, year: int) -> bool:
    days = [case.received_on, case.due_on, case.settled_on, case.left_on, case.result_on, *(step.on for step in steps)]
    if published is not None:
        days.append(published.on)
    return any(day is not None and day.year == year for day in days)


def _case(
    case_id: uuid.UUID,
    case: CaseReplay,
    steps: tuple[StepFacts, ...],
    published: Published | None,
    row: Complaint | None,
) -> YearCase:
    is_same_end = row is not None and case.settled_on is not None and case.settled_on == row.settled_on
    return YearCase(
        id=str(case_id),
        number=row.register_number if row is not None else case.external_number or "",
        kind=case.kind,
        channel=case.channel,
        received_on=case.received_on,
        published=published.subject if published else "",
        published_on=published.on if published else None,
        has_published_answer=published is not None and published.has_answer,
        department=case.department or "",
        topic=case.topic or "",
        due_on=case.due_on,
        first_due_on=first_due_on(case),
        noticed_on=noticed_on(case),
        settled_on=case.settled_on,
        outcome=case.outcome or "",
        left_on=case.left_on,
        left_how=case.left_how or "",
        result=case.result or "",
        result_on=case.result_on,
        cause=(row.cause or "") if is_same_end and row else "",
        corrective=(row.corrective or "") if is_same_end and row else "",
        about=case.description.get("about") or "",
        matter=case.description.get("task") or "",
        steps=steps,
    )


def _published(session: Session, leaf: int) -> dict[uuid.UUID, Published]:
    """The petitions that could be read at a leaf; the subject only where the words are still those."""
    now, newest = published_petitions(session), dict[uuid.UUID, int]()
    first: dict[uuid.UUID, dt.date] = {}
    then: dict[uuid.UUID, tuple[int, Published]] = {}
    for case_id, row in _publications(session):
        newest[case_id] = row.leaf
        if row.leaf > leaf:
            continue
        content = json.loads(row.canonical)
        then.pop(case_id, None)
        if row.tag == PUBLISH:
            day = first.setdefault(case_id, dt.date.fromisoformat(content["effective_on"]))
            then[case_id] = (row.leaf, Published("", day, content["data"]["answer"] is not None))
    same = {key for key, (at, _one) in then.items() if newest[key] == at and key in now}
    return {key: now[key] if key in same else one for key, (_at, one) in then.items()}


def _publications(session: Session) -> Iterator[tuple[uuid.UUID, LedgerEntry]]:
    query = select(LedgerEntry).where(LedgerEntry.tag.in_((PUBLISH, TAKE_DOWN))).order_by(LedgerEntry.leaf)
    for row in session.scalars(query):
        yield uuid.UUID(row.stream.removeprefix(STREAM)), row
