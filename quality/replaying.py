"""Reviews against the record: signal, owner, last day, conclusion and words are those of the entries."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.actions import moment_text
from ledger.replays import Difference, OnStep, Projection, Said, commits, rows_in, said, tagged
from quality.events import QualityTag
from quality.models import Review, ReviewWords

Told = dict[str, Any]
_SIGNAL: Final = tuple(sorted(QualityTag.REVIEW_OPENED.keys - {"department"}))


def _differences(session: Session, on_step: OnStep) -> Iterator[Difference]:
    rows = {f"review:{row.id}": row for row in session.scalars(select(Review))}
    words = {row.entry_leaf: row for row in session.scalars(select(ReviewWords))}
    told: dict[str, Told] = {}
    for one in said(session, tagged([tag.text for tag in QualityTag])):
        _take(told, one)
        if "words" in one.data and not _is_said(words.pop(one.leaf, None), one):
            yield Difference(one.stream, "its words are not those that were said", one.leaf)
        on_step(1)
    for leaf, row in words.items():
        yield Difference(f"review:{row.review_id}", f"no entry says the words under {leaf}")
    for stream, facts in told.items():
        found = rows.pop(stream, None)
        if found is None:
            yield Difference(stream, "an entry opened it, but it is not there", facts["last"])
        else:
            yield from (
                Difference(stream, f"{name} is not what its entries say", facts["last"])
                for name in _apart(found, facts)
            )
    for stream in rows:
        yield Difference(stream, "no entry opened it")


def _is_said(row: ReviewWords | None, one: Said) -> bool:
    if row is None or one.stream != f"review:{row.review_id}":
        return False
    return commits(row.salt, row.words, one.data["words"])


def _take(told: dict[str, Told], one: Said) -> None:
    """Let an entry change what is known of a review."""
    if one.tag == QualityTag.REVIEW_OPENED.text:
        told[one.stream] = {**one.data, "opened_at": one.recorded_at, "row_version": 0, **_NOTHING}
    facts = told.get(one.stream)
    if facts is None:
        return
    facts["row_version"] += 1
    facts["last"] = one.leaf
    if one.tag == QualityTag.REVIEW_TAKEN.text:
        facts |= {"owner": one.data["owner"], "due_on": one.data["due_on"]}
    elif one.tag == QualityTag.REVIEW_RELEASED.text:
        facts |= {"owner": None, "due_on": None}
    elif one.tag == QualityTag.REVIEW_CONCLUDED.text:
        facts |= {"conclusion": one.data["kind"], "concluded_at": one.recorded_at}
    elif one.tag == QualityTag.REVIEW_REOPENED.text:
        facts |= {"conclusion": None, "concluded_at": None, "due_on": None}


_NOTHING: Final[Told] = {"owner": None, "due_on": None, "conclusion": None, "concluded_at": None}


def _apart(row: Review, told: Told) -> Iterator[str]:
    """The names of what a row says otherwise than its entries."""
    department = str(row.department_id) if row.department_id else None
    here = {name: getattr(row, name) for name in _SIGNAL} | {
        "department": department,
        "key": row.key,
        "opened_at": moment_text(row.opened_at),
        "owner": str(row.owner_id) if row.owner_id else None,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "conclusion": row.conclusion,
        "concluded_at": moment_text(row.concluded_at) if row.concluded_at else None,
        "row_version": row.row_version,
    }
    key = f"{told['measure']}:{told['population']}:{told['department'] or ''}:{told['month']}"
    there = {**told, "key": key}
    yield from (name for name, value in here.items() if value != there[name])


REPLAYS: Final = (Projection("reviews", partial(rows_in, Review), _differences, (Review, ReviewWords)),)
"""What the verification compares of this room."""
