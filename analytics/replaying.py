"""Published months against the record: each edition is the one its entry tells of, figures, reason and versions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.events import ResultsTag
from analytics.models import PublishedMonth
from analytics.reports.published import digest_of
from ledger.actions import moment_text
from ledger.canonical import canonical
from ledger.models import LedgerEntry
from ledger.replays import Difference, OnStep, Projection, rows_in, tagged

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


REPLAYS: Final = (Projection("editions", partial(rows_in, PublishedMonth), _differences, (PublishedMonth,)),)
"""What the verification compares of this room."""
