"""Statements whose answers nobody looks at: on PostgreSQL all of them go to the server at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session


@contextmanager
def together(session: Session) -> Iterator[None]:
    """Do not wait for the answer to each statement of the block, only for the last (psycopg's pipeline mode).

    For plain statements of which only whether they succeed is of interest: none that gives rows, and none whose rows
    are counted. Raises what one of them would have raised, IntegrityError for one, within the block or at its end;
    those behind it were not run. Within a savepoint, and on SQLite, where no answer is far away, they run one by one.
    """
    connection = session.connection()
    driver: Any = connection.connection.driver_connection
    if session.in_nested_transaction() or not hasattr(driver, "pipeline"):
        yield
        return
    own: Exception | None = None
    try:
        with driver.pipeline():
            try:
                yield
            except Exception as raised:  # noqa: BLE001 - raised again below: psycopg would write it to the log
                own = raised
    except connection.dialect.loaded_dbapi.Error as refused:
        if own is None:
            raise _told(connection, driver, refused) from refused
    if own is not None:
        raise own


def _told(connection: Connection, driver: Any, refused: Any) -> Exception:
    """What SQLAlchemy would have made of it, had it been there when the answer came."""
    is_gone = connection.dialect.is_disconnect(refused, driver, None)
    if is_gone:
        connection.invalidate(refused)
    told: Exception = DBAPIError.instance(
        None, None, refused, connection.dialect.loaded_dbapi.Error,
        hide_parameters=True, connection_invalidated=is_gone, dialect=connection.dialect,
    )  # fmt: skip
    return told
