"""Adding rows whose every value is known: one plain statement each, without the session's search for what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, cast

from sqlalchemy import Insert, Table, insert, inspect
from sqlalchemy.orm import Session, make_transient_to_detached

from storage.base import Base

Default = Callable[[], Any]


def add_now(session: Session, row: Base) -> None:
    """Write a new row at once; from now on the session knows it as one it has read.

    For what is written all day long: a flush takes three times as long. Its key is given; whatever else is left open
    gets the default of its column. Listeners to a flush do not hear of it. Raises IntegrityError.
    """
    statement, defaults = _way(type(row))
    values = row.__dict__
    for name, default in defaults.items():
        if name not in values:
            values[name] = default()
    given = {name: value for name, value in values.items() if value is not None and name in defaults}
    session.connection().execute(statement, given)
    make_transient_to_detached(row)
    session.add(row)


@cache
def _way(model: type[Base]) -> tuple[Insert, Mapping[str, Default]]:
    """How rows of a model are added: the statement, and for each column what stands in it unless something is given."""
    mapper = inspect(model)
    defaults = {name: _default(column) for name, column in mapper.columns.items()}
    return insert(cast(Table, model.__table__)), defaults


def _default(column: Any) -> Default:
    found = column.default
    if found is None:
        return lambda: None
    return (lambda: found.arg(None)) if found.is_callable else (lambda: found.arg)
