"""Published months and step changes against the record: each is the one its entry tells of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.events import ResultsTag
from analytics.models import PublishedMonth, StepChange
from analytics.reports.published import digest_of
from ledger.actions import moment_text
from ledger.canonical import canonical
from ledger.models import LedgerEntry
from ledger.replays import Difference, OnStep, Projection, rows_in, said, tagged

_TAGS: Final = (ResultsTag.MONTH_PUBLISHED.text,)


def _differences(session: Session, on_step: OnStep) -> Iterator[Difference]:
    rows = {row.entry_leaf: row for row in session.scalars(select(PublishedMonth))}
    query = select(LedgerEntry.leaf, LedgerEntry.canonical).where(tagged(_TAGS)).order_by(LedgerEntry.leaf)
    for leaf, text in session.execute(query):
        entry = json.loads(text)
        place = "edition {edition} of {month}".format(**entry["data"])
        row = rows.pop(leaf, None)
        if row is None:
            yield Difference(place, "an entry published it, but it is not there", leaf)
        else:
            yield from (Difference(place, f"{name} is not what was published", leaf) for name in _apart(row, entry))
        on_step(1)
    for row in rows.values():
        yield Difference(f"edition {row.edition} of {row.month}", "no entry published it")


def _apart(row: PublishedMonth, entry: dict[str, Any]) -> Iterator[str]:
    told, who = entry["data"], entry["actor"]
    pairs = {
        "month": (row.month, told["month"]),
        "edition": (row.edition, told["edition"]),
        "leaf": (row.leaf, told["leaf"]),
        "as_of": (moment_text(row.as_of), told["as_of"]),
        "digest": (row.digest, told["digest"]),
        "rows": (digest_of(row.rows), told["digest"]),
        "calendar_version": (row.calendar_version, told["calendar_version"]),
        "rules": (row.rules, canonical(told["rules"])),
        "definitions": (row.definitions, canonical(told["definitions"])),
        "reason": (row.reason, entry["reason"]),
        "published_at": (moment_text(row.published_at), entry["recorded_at"]),
        "person_id": (row.person_id is not None and not who.endswith(str(row.person_id)), False),
    }
    yield from (name for name, (here, there) in pairs.items() if here != there)


def _steps(session: Session, on_step: OnStep) -> Iterator[Difference]:
    """Step changes that are not those of their entries, or that stand on one side only."""
    rows = {f"step:{row.id}": row for row in session.scalars(select(StepChange))}
    told: dict[str, tuple[dict[str, object], int]] = {}
    for one in said(session, tagged([ResultsTag.STEP_RECORDED.text, ResultsTag.STEP_WITHDRAWN.text])):
        if one.tag == ResultsTag.STEP_RECORDED.text:
            facts = {**one.data, "reason": one.reason, "recorded_at": one.recorded_at, "entry_leaf": one.leaf}
            told[one.stream] = {**facts, "by": one.actor, "withdrawn_leaf": None}, one.leaf
        elif one.stream in told:
            told[one.stream][0]["withdrawn_leaf"] = one.leaf
        on_step(1)
    for stream, (facts, leaf) in told.items():
        row = rows.pop(stream, None)
        if row is None:
            yield Difference(stream, "an entry records it, but it is not there", leaf)
        elif (name := _differs(row, facts)) is not None:
            yield Difference(stream, f"{name} is not what was recorded", leaf)
    for stream in rows:
        yield Difference(stream, "no entry records it")


def _differs(row: StepChange, told: dict[str, object]) -> str | None:
    """The first thing a step change says otherwise than its entries."""
    here = {
        "measure": row.measure,
        "population": row.population,
        "department": str(row.department_id) if row.department_id else None,
        "month": row.month,
        "reason": row.reason,
        "recorded_at": moment_text(row.recorded_at),
        "entry_leaf": row.entry_leaf,
        "withdrawn_leaf": row.withdrawn_leaf,
    }
    who = str(told["by"])
    if row.person_id is not None and not who.endswith(str(row.person_id)):
        return "who decided it"
    return next((name for name, value in here.items() if value != told[name]), None)


REPLAYS: Final = (
    Projection("editions", partial(rows_in, PublishedMonth), _differences, (PublishedMonth,)),
    Projection("step changes", partial(rows_in, StepChange), _steps, (StepChange,)),
)
"""What the verification compares of this room."""
