"""Cases as they were known at a leaf of the record: replayed from their entries, in the very columns of ``cases``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.orm import Session

from analytics.frames.acknowledged import acknowledged_on, confirmations
from analytics.frames.cases import RUN_UP, case_frame
from analytics.frames.further import NOTHING, WANTED, further
from analytics.frames.scope import holds, midnight
from analytics.measures.declaration import KINDS, Population
from complaints.queries.replay import replayed_cases
from complaints.rules.course import NOTIFIED
from complaints.rules.kinds import Kind
from complaints.rules.moves import Move
from complaints.rules.replay import REPLAYED, CaseReplay
from kernel.permissions import EVERYWHERE, Scope

if TYPE_CHECKING:
    import pandas as pd

ONE_DAY: Final = dt.timedelta(days=1)
WITHOUT: Final = frozenset({
    "complaints:complaint:release", "complaints:complaint:sign",
    "complaints:answer:draft", "complaints:answer:approve",
})  # fmt: skip
TOLD_BY: Final = frozenset(tag for tag in REPLAYED if tag not in WITHOUT)
"""The entries that say anything of the columns: not who holds a case, nor how far its answer is."""


def cases_then(
    session: Session,
    leaf: int,
    population: Population,
    scope: Scope = EVERYWHERE,
    since: dt.date | None = None,
    source: str | None = None,
) -> pd.DataFrame:
    """Return what ``cases`` returned when the record ended at a leaf; rows in the order of the ids.

    Nothing is read but the entries up to there, so a row edited or lost since makes no difference. Memory: the rows.
    """
    kinds, is_wanted = KINDS[population], _not_over_before(since)
    given = confirmations(session, leaf)
    rows = [
        _row(str(told.case_id), case, given.get(str(told.case_id)))
        for told in replayed_cases(session, leaf, TOLD_BY)
        for case in (told.case,)
        if case.kind in kinds
        and (source is None or case.source == source)
        and holds(scope, case.department)
        and is_wanted(case)
    ]
    return case_frame(rows)


def _row(case_id: str, case: CaseReplay, given: dt.date | None) -> tuple[Any, ...]:
    return (
        case_id, case.kind, case.department, case.left_how, case.outcome, case.topic, case.channel, case.result,
        case.has_corrective, case.received_on, case.due_on, case.settled_on, case.left_on, noticed_on(case),
        first_due_on(case), case.result_on, acknowledged_on(case.channel, case.received_on, given),
        *_further(case), case.received_at, case.due_at, case.settled_at,
    )  # fmt: skip


def _further(case: CaseReplay) -> tuple[dt.date | None, ...]:
    is_councillors = bool(case.description.get("councillor"))
    steps = [(step.move.value, step.on) for step in case.steps if step.move in WANTED]
    if not steps and not is_councillors:
        return NOTHING
    return further(case.kind, case.received_on, is_councillors=is_councillors, steps=steps).days


def first_due_on(case: CaseReplay) -> dt.date | None:
    """The last day of a petition's term as it was before anybody extended it."""
    found = case.course if case.kind == Kind.PETYCJA else None
    return found.main.last_day if found else None


def noticed_on(case: CaseReplay) -> dt.date | None:
    """The day of the first notice of delay that covers the case; counted only where a notice was sent at all."""
    if case.kind not in NOTIFIED or not any(step.move is Move.DELAY for step in case.steps):
        return None
    found = case.course
    return found.noticed_on if found else None


def _not_over_before(day: dt.date | None) -> Callable[[CaseReplay], bool]:
    """The condition of ``cases``, asked of a replayed case."""
    if day is None:
        return lambda _case: True
    first, moment = day, midnight(day) - ONE_DAY

    def is_wanted(case: CaseReplay) -> bool:
        if case.settled_on is None and case.left_on is None:
            return True
        if case.received_on >= first - RUN_UP:
            return True
        days = (case.settled_on, case.left_on, case.result_on, case.due_on)
        is_late = case.due_at is not None and case.due_at >= moment
        return is_late or any(one is not None and one >= first for one in days)

    return is_wanted
