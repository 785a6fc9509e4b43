"""The database as it stands at one moment, while writers go on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from storage.engine import open_engine


@contextmanager
def snapshot(engine: Engine, folder: Path) -> Iterator[Connection]:
    """A connection that sees one moment, however long one reads.

    SQLite: a copy in ``folder`` (private, the caller's), made by the backup interface in one step. Copying the file
    instead would miss what still stands in the write-ahead log and mix pages of different moments; in several steps
    it would begin anew after every write.
    PostgreSQL: one transaction, REPEATABLE READ and READ ONLY.
    """
    if engine.dialect.name == "sqlite":
        with _copied(engine, folder / "snapshot.sqlite") as connection:
            yield connection
        return
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection:
        yield connection


@contextmanager
def _copied(engine: Engine, path: Path) -> Iterator[Connection]:
    source = engine.raw_connection()
    try:
        with closing(sqlite3.connect(path)) as target:
            origin = source.driver_connection
            if not isinstance(origin, sqlite3.Connection):
                raise TypeError("not a connection of the sqlite3 module")
            origin.backup(target, pages=-1)
    finally:
        source.close()
    copy = open_engine(f"sqlite:///{path}")
    try:
        with copy.connect() as connection:
            yield connection
    finally:
        copy.dispose()
