"""Adding a row whose every value is known: one plain statement, without the session's search for what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import Column, Insert, Table, event, insert, inspect
from sqlalchemy.orm import Session, SessionTransaction, make_transient_to_detached

from storage.base import Base

Default = Callable[[], Any]

_KEPT: Final = "rows just added"
"""Held in a session, which by itself forgets a row nobody else holds, and would read it anew."""


def add_now(session: Session, row: Base, *, is_kept: bool = True) -> None:
    """Write a new row at once; from now on the session knows it as one it has read.

    ``is_kept``: False for what nobody looks at again: the session hears nothing of it, and would read it if asked.
    For what is written all day long: a flush takes three times as long. Its key is given; what else is left open gets
    the default of its column, or nothing. Whoever listens to flushes does not hear of it. Within a savepoint the row
    is flushed, for the session forgets what a savepoint takes back only of what it flushed. Raises IntegrityError.
    """
    if session.in_nested_transaction():
        session.add(row)
        session.flush()
        return
    way, values = _way(type(row)), row.__dict__
    for name, default in way.defaults.items():
        if name not in values:
            values[name] = default()
    given = {name: values[name] for name in way.defaults if values[name] is not None or name in way.always}
    session.connection().execute(way.statement, given)
    if is_kept:
        make_transient_to_detached(row)
        session.add(row)
        session.info.setdefault(_KEPT, []).append(row)


@event.listens_for(Session, "after_transaction_end")
def _let_go(session: Session, ended: SessionTransaction) -> None:
    """What was added is known as long as its transaction lasts, as a flush would have it."""
    if ended.parent is None:
        session.info.pop(_KEPT, None)


class _Way(NamedTuple):
    """How rows of a model are added: what stands in each column unless something is given; the columns in which nothing
    has to be said to be nothing. Other empty columns are left out: psycopg keeps no statement of more than 50 values.
    """

    statement: Insert
    defaults: Mapping[str, Default]
    always: frozenset[str]


@cache
def _way(model: type[Base]) -> _Way:
    """Raises TypeError where only the database could say what stands in a column: the row would not know it."""
    columns = dict(inspect(model).columns.items())
    defaults = {name: _default(model, column) for name, column in columns.items()}
    always = frozenset(name for name, column in columns.items() if column.server_default is not None)
    return _Way(insert(cast(Table, model.__table__)), defaults, always)


def _default(model: type[Base], column: Column[Any]) -> Default:
    found: Any = column.default
    if found is None:
        if column.server_default is not None:
            raise TypeError(f"the default of {model.__name__}.{column.key} is known to the database alone")
        return lambda: None
    return (lambda: found.arg(None)) if found.is_callable else (lambda: found.arg)
