"""Kinds of columns, and the form in which a backup writes the values of each: the same from both databases.

A row is a JSON list. Integers, booleans, texts and null are themselves; a UUID is written with hyphens, a date and a
moment in ISO 8601 (moments in UTC with microseconds and ``Z``), bytes in base 64.
"""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from storage.types import Moment


@dataclass(frozen=True)
class Kind:
    """How values of a kind are bound to a statement, written to a backup, and read from it.

    None for ``write`` and ``read`` means: JSON has it.
    """

    sql: TypeEngine[Any]
    plain: type
    write: Callable[[Any], Any] | None = None
    read: Callable[[Any], Any] | None = None


def _moment(value: dt.datetime) -> str:
    return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _read_moment(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=dt.UTC)


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()


KINDS: Final[dict[str, Kind]] = {
    "uuid": Kind(sa.Uuid(), str, str, uuid.UUID),
    "moment": Kind(Moment(), str, _moment, _read_moment),
    "date": Kind(sa.Date(), str, dt.date.isoformat, dt.date.fromisoformat),
    "time": Kind(sa.Time(), str, dt.time.isoformat, dt.time.fromisoformat),
    "bool": Kind(sa.Boolean(), bool),
    "int": Kind(sa.BigInteger(), int),
    "text": Kind(sa.Text(), str),
    "bytes": Kind(sa.LargeBinary(), str, _base64, lambda text: base64.b64decode(text, validate=True)),
}

_BY_TYPE: Final[tuple[tuple[type[TypeEngine[Any]], str], ...]] = (
    (sa.Uuid, "uuid"),
    (sa.DateTime, "moment"),
    (sa.Date, "date"),
    (sa.Time, "time"),
    (sa.Boolean, "bool"),
    (sa.Integer, "int"),
    (sa.LargeBinary, "bytes"),
    (sa.CHAR, "uuid"),  # what sa.Uuid becomes on SQLite; no column of ours is CHAR otherwise
    (sa.String, "text"),
)


def kind_of(found: TypeEngine[Any]) -> str:
    """The kind of a column as either database describes it. Raises LookupError for a type no backup knows."""
    for parent, kind in _BY_TYPE:
        if isinstance(found, parent):
            return kind
    raise LookupError(f"a backup cannot hold a column of type {found!r}")
