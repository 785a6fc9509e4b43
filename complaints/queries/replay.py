"""Replaying cases from the record, and where the register says otherwise."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, Final, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from complaints.rules.course import Course
from complaints.rules.replay import CaseReplay, applied, first
from kernel.errors import RuleBroken
from ledger.models import LedgerEntry
from ledger.replays import begins

STREAM: Final = "complaint:"
"""What the streams of cases begin with; the id of the case follows."""
BATCH: Final = 2_000
"""Rows read at a time, so that a long record does not fill memory."""


@dataclass(frozen=True)
class Told:
    """A case as the record tells it. ``last_leaf``: the newest of the entries it was folded from."""

    case_id: uuid.UUID
    case: CaseReplay
    last_leaf: int


def replayed_cases(
    session: Session, upto_leaf: int | None = None, only: Collection[str] | None = None
) -> Iterator[Told]:
    """Every case with an entry up to a leaf (None: all), in the order of the ids. Memory: one batch of entries.

    ``only``: the tags that matter to whoever asks; entries of others are not read, which is faster.

    Raises NotReplayable where a stream does not begin with a registration or an import.
    """
    entry = cast(Table, LedgerEntry.__table__).c
    query = (
        select(entry.stream, entry.tag, entry.canonical, entry.leaf)
        .where(begins(STREAM))
        .order_by(entry.stream, entry.position)
        .execution_options(yield_per=BATCH)
    )
    if upto_leaf is not None:
        query = query.where(entry.leaf <= upto_leaf)
    if only is not None:
        query = query.where(entry.tag.in_(sorted(only)))
    with closing(session.execute(query)) as rows:
        for stream, entries in groupby(rows, key=itemgetter(0)):
            yield _told(stream, entries)


def _told(stream: str, entries: Iterator[Any]) -> Told:
    _stream, tag, canonical, last = next(entries)
    case = first(tag, json.loads(canonical)["data"])
    for _stream, tag, canonical, leaf in entries:
        case = applied(case, tag, json.loads(canonical)["data"])
        last = max(last, leaf)
    return Told(uuid.UUID(stream.removeprefix(STREAM)), case, last)


_COMPARED: Final = (
    "kind", "state", "register", "year", "number", "source", "external_number", "channel", "received_on", "settled_on",
    "outcome", "left_on", "left_how", "result", "result_on", "due_on", "due_at", "settled_at", "sign",
)  # fmt: skip
"""Columns that hold what the replay holds under the same name."""
_OF_OUR_REGISTER: Final = ("register", "year")
"""Of an imported case they follow from where it comes from and are not in its entry."""
_IDS: Final = {
    "department_id": "department", "handler_id": "handler", "topic_id": "topic", "filing_class_id": "filing_class",
}  # fmt: skip
_FLAGS: Final = {"erased_at": "is_erased", "restricted_at": "is_restricted"}
"""Moments whose being there is what the replay holds."""
_DESCRIBED: Final = {
    "about": "about", "matter": "task", "about_person_id": "person", "about_department_id": "unit",
    "councillor": "councillor", "is_withheld": "withheld", "is_safety": "safety",
}  # fmt: skip


_DATES: Final = ("starts_on", "rule_id", "raw_end_on", "warn_on", "warning_days", "noticed_on", "announced_on")
"""Columns that follow from the steps of a case."""

_dates_of: Final = attrgetter(*_DATES)

COMPARED: Final = (*_COMPARED, *_IDS, *_DESCRIBED, *_FLAGS, *_DATES)
"""All columns ``differences`` looks at."""


def differences(complaint: Any, case: CaseReplay) -> Iterator[str]:
    """The columns of a case that say otherwise than its entries, in the order of importance; none where all agree.

    ``complaint``: a Complaint, or a row with the columns of ``COMPARED``.

    Compared: every column of the register the figures, the queue and the rules of independence look at. The dates that
    follow from the steps are compared where today's rules count the last day the case is judged by; those of a case
    closed under an earlier rule or calendar stay as they were.
    """
    if not (_columns(complaint) == _columns(case) and _texts(_ids(complaint)) == _told_ids(case)):
        yield from _different_columns(complaint, case)
    if any(_description(complaint)) or any(case.description.values()):
        yield from _different_description(complaint, case)
    yield from (name for name, key in _FLAGS.items() if (getattr(complaint, name) is None) == getattr(case, key))
    yield from _different_dates(complaint, case)


_columns: Final = attrgetter(*_COMPARED)
_ids: Final = attrgetter(*_IDS)
_description: Final = attrgetter(*_DESCRIBED)
_told_ids: Final = attrgetter(*_IDS.values())


def _texts(values: tuple[Any, ...]) -> tuple[str | None, ...]:
    return tuple(value if type(value) is str else _text(value) for value in values)


def _different_columns(complaint: Any, case: CaseReplay) -> Iterator[str]:
    """One by one, which a case in a thousand needs."""
    for name in _COMPARED:
        is_imported = case.register is None and name in _OF_OUR_REGISTER
        if not is_imported and getattr(complaint, name) != getattr(case, name):
            yield name
    for name, key in _IDS.items():
        if _text(getattr(complaint, name)) != getattr(case, key):
            yield name


def _different_description(complaint: Any, case: CaseReplay) -> Iterator[str]:
    for name, key in _DESCRIBED.items():
        if key in case.description and (_plain(getattr(complaint, name)) or None) != (case.description[key] or None):
            yield name


def _different_dates(complaint: Any, case: CaseReplay) -> Iterator[str]:
    try:
        found = case.course
    except RuleBroken:
        return  # a rule the table does not know any more: the last day above was compared
    if found is None or found.due_on != case.due_on:
        return
    dates = _dates(case, found)
    if _dates_of(complaint) != tuple(dates.values()):
        yield from (name for name in _DATES if getattr(complaint, name) != dates[name])


def _dates(case: CaseReplay, found: Course) -> dict[str, Any]:
    return {
        "starts_on": found.main.term.starts_on, "rule_id": found.main.rule.id, "raw_end_on": found.raw_end_on,
        "warn_on": found.warn_on, "warning_days": case.warning_days,
        "noticed_on": found.noticed_on, "announced_on": found.announced_on,
    }  # fmt: skip


def recorded_as(case: CaseReplay, column: str) -> object:
    """What the entries say where a column differs; for people."""
    if column in _COMPARED:
        return getattr(case, column)
    if column in _IDS:
        return getattr(case, _IDS[column])
    if column in _DESCRIBED:
        return case.description.get(_DESCRIBED[column])
    if column in _FLAGS:
        return "set" if getattr(case, _FLAGS[column]) else None
    return _dates(case, case.course)[column] if case.course else None


def _text(value: uuid.UUID | None) -> str | None:
    return str(value) if value is not None else None


def _plain(value: object) -> object:
    return str(value) if isinstance(value, uuid.UUID) else value
