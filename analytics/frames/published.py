"""Months as they were published."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.models import PublishedMonth
from office.models import Person

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of a month; ``by``: the name of who published it, empty for the command line.

    ``definitions``: the version of every measure there was then.
    """

    month: str
    number: int
    published_at: dt.datetime
    by: str
    reason: str
    as_of: dt.datetime
    leaf: int
    entry_leaf: int
    digest: str
    rows: Rows
    definitions: Mapping[str, int]


def editions(session: Session, month: str) -> list[Edition]:
    """Return the editions of a month, the newest first. One statement."""
    query = (
        select(PublishedMonth, Person.display_name)
        .outerjoin(Person, Person.id == PublishedMonth.person_id)
        .where(PublishedMonth.month == month)
        .order_by(PublishedMonth.edition.desc())
    )
    return [_edition(row, name or "") for row, name in session.execute(query)]


def rows_of_year(session: Session, year: int, upto_leaf: int | None = None) -> list[Rows]:
    """Return the frozen rows of all editions of a year's months; only of those published up to an entry."""
    query = select(PublishedMonth.rows).where(PublishedMonth.month.between(f"{year}-01", f"{year}-12"))
    if upto_leaf is not None:
        query = query.where(PublishedMonth.entry_leaf <= upto_leaf)
    found = session.scalars(query.order_by(PublishedMonth.month, PublishedMonth.edition))
    return [tuple(tuple(one) for one in json.loads(rows)) for rows in found]


def _edition(row: PublishedMonth, by: str) -> Edition:
    return Edition(
        row.month,
        row.edition,
        row.published_at,
        by,
        row.reason,
        row.as_of,
        row.leaf,
        row.entry_leaf,
        row.digest,
        tuple(tuple(one) for one in json.loads(row.rows)),
        json.loads(row.definitions),
    )


def months_by_version(session: Session, key: str) -> dict[int, tuple[str, ...]]:
    """Return the months whose newest edition was counted by each version of a measure, the newest version first.

    Months published before there was the measure stand nowhere. One statement; memory: a short text an edition.
    """
    query = select(PublishedMonth.month, PublishedMonth.definitions).order_by(
        PublishedMonth.month, PublishedMonth.edition
    )
    newest = {month: json.loads(definitions).get(key) for month, definitions in session.execute(query)}
    versions = sorted({version for version in newest.values() if version is not None}, reverse=True)
    return {version: tuple(month for month, used in newest.items() if used == version) for version in versions}
