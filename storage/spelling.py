"""Whether columns hold their values spelt the one way the program writes them.

SQLite keeps ids, days and moments as text and takes any text for them: ``A1b2`` and ``a1b2`` read as the same id, but a
join finds only one of them, so that a changed letter takes a case out of every figure. PostgreSQL has types for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, cast

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Integer,
    Select,
    String,
    Table,
    Text,
    Uuid,
    case,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from storage.base import Base
from storage.types import Moment

_D: Final = "[0-9]"
DAY: Final = f"{_D * 4}-{_D * 2}-{_D * 2}"
MOMENT: Final = f"{DAY} {_D * 2}:{_D * 2}:{_D * 2}.{_D * 6}"
ID: Final = "[0-9a-f]" * 32
UNDECODABLE: Final = "Could not decode"
"""What SQLite's driver says of a text that is not UTF-8."""


@dataclass(frozen=True)
class Misspelt:
    """A column of a row that holds what the program never writes; ``key``: the row as the database names it."""

    table: str
    key: str
    column: str


def misspelt(session: Session, models: Iterable[type[Base]]) -> Iterator[Misspelt]:
    """Columns of SQLite tables whose value is not spelt as their type says; nothing on PostgreSQL."""
    if session.get_bind().dialect.name != "sqlite":
        return
    for model in models:
        table = cast(Table, model.__table__)
        for key, column in session.execute(_question(table)):
            yield Misspelt(table.name, str(key), column)


@cache
def _question(table: Table) -> Select[Any]:
    """Asks a table for the rows with such a column: a key of the row, and the first such column."""
    wrong = {column.name: test for column in table.columns if (test := _is_wrong(column)) is not None}
    key = func.coalesce(*(type_coerce(column, String) for column in table.primary_key), "")
    which = case(*((test, name) for name, test in wrong.items()))
    return select(key, which).select_from(table).where(or_(*wrong.values()))


def _is_wrong(column: Column[Any]) -> ColumnElement[bool] | None:
    """True where the column holds what its type does not; not true of NULL."""
    raw, kind = type_coerce(column, String), column.type
    if isinstance(kind, Uuid):
        return or_(raw.op("NOT GLOB")(ID), func.typeof(raw).not_in(("text", "null")))
    if isinstance(kind, Moment):
        return raw.op("NOT GLOB")(MOMENT)
    if isinstance(kind, Date):
        return raw.op("NOT GLOB")(DAY)
    if isinstance(kind, Boolean):
        return or_(func.typeof(raw) != "integer", type_coerce(column, Integer).not_in((0, 1)))
    if isinstance(kind, Integer):
        return func.typeof(raw).not_in(("integer", "null"))
    if isinstance(kind, String | Text):
        return func.typeof(raw).not_in(("text", "null"))
    return None
