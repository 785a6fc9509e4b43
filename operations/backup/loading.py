"""Putting the rows of a backup into tables that were just made for them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, inspect, text
from sqlalchemy.exc import DBAPIError

from operations.backup.archive import Reader
from operations.backup.kinds import KINDS
from operations.backup.manifest import Rows, member_of
from operations.backup.shapes import Shape, shapes
from operations.backup.trouble import BackupTrouble, Damaged

BATCH: Final = 500
"""Rows sent at a time."""
LEDGER: Final = frozenset({"ledger_entry", "ledger_head", "ledger_seal", "published_month"})
"""The tables with locks on them: empty after a migration, and never to be emptied."""
REPLACEMENT: Final = "�"
"""U+FFFD, what Unicode offers in the place of a character that cannot be shown."""


@dataclass
class Loaded:
    """What was loaded. ``replaced``: texts with a NUL character, which PostgreSQL cannot hold."""

    rows: int = 0
    replaced: int = 0


def load(connection: Connection, reader: Reader) -> Loaded:
    """Load every table of a backup, entries of the record in their order and under its locks.

    References are checked at the end and not row by row, so that no order of rows is wrong.
    Raises Damaged when the tables are not those of the backup's revision, or a row is not what it should be.
    """
    here = shapes(connection)
    _compare(here, reader.manifest.tables)
    loaded = Loaded()
    with _references_at_the_end(connection):
        for shape in reversed(here.values()):
            if shape.name not in LEDGER:
                connection.execute(delete(shape.table()))  # rows a migration put there come with the backup
        for shape in here.values():
            _load_table(connection, reader, shape, loaded)
    _move_sequences(connection, here)
    return loaded


def _compare(here: dict[str, Shape], there: dict[str, Rows]) -> None:
    for name in sorted(here.keys() ^ there.keys()):
        raise Damaged(f"the table {name} does not belong to its database version, or is missing from it")
    for name, shape in here.items():
        if shape.kinds != there[name].columns and sorted(shape.kinds.items()) != sorted(there[name].columns.items()):
            raise Damaged(f"the columns of {name} are not those of its database version")


def _load_table(connection: Connection, reader: Reader, shape: Shape, loaded: Loaded) -> None:
    expected = reader.manifest.tables[shape.name]
    columns = list(expected.columns)
    into = insert(shape.table())
    count = 0
    for batch in _batches(_rows(reader, shape.name, expected)):
        if connection.dialect.name == "postgresql":
            loaded.replaced += sum(_without_nul(values) for values in batch)
        try:
            connection.execute(into, [dict(zip(columns, values, strict=True)) for values in batch])
        except DBAPIError as error:
            reason = str(error.orig).splitlines()[0]
            where = f"rows {count + 1} to {count + len(batch)} of {shape.name}"
            raise BackupTrouble(f"The database does not take {where}: {reason}.") from None
        count += len(batch)
    if count != expected.rows:
        raise Damaged(f"{shape.name} has {count} rows, the manifest says {expected.rows}")
    loaded.rows += count


def _rows(reader: Reader, name: str, expected: Rows) -> Iterator[list[Any]]:
    kinds = [KINDS[kind] for kind in expected.columns.values()]
    for number, line in enumerate(_lines(reader.chunks(member_of(name))), start=1):
        try:
            values = json.loads(line)
            if type(values) is not list or len(values) != len(kinds):
                raise ValueError("another number of columns")
            for place, kind in enumerate(kinds):
                value = values[place]
                if value is None:
                    continue
                if type(value) is not kind.plain:
                    raise ValueError("another type")
                if kind.read:
                    values[place] = kind.read(value)
        except (ValueError, RecursionError):
            raise Damaged(f"line {number} of {name} cannot be read") from None
        yield values


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
    if rest:
        yield rest


def _batches(rows: Iterable[list[Any]]) -> Iterator[list[list[Any]]]:
    batch: list[list[Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _without_nul(values: list[Any]) -> int:
    found = [place for place, value in enumerate(values) if isinstance(value, str) and "\0" in value]
    for place in found:
        values[place] = values[place].replace("\0", REPLACEMENT)
    return len(found)


@contextmanager
def _references_at_the_end(connection: Connection) -> Iterator[None]:
    """Foreign keys are checked when the block ends: on SQLite with the commit, on PostgreSQL at once."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        yield
        wrong = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if wrong is not None:
            raise Damaged(f"a row of {wrong[0]} refers to one of {wrong[2]} that is not there")
        return
    quote = connection.dialect.identifier_preparer.quote
    keys = [
        (quote(table[1]), quote(str(key["name"])))
        for table, found in inspect(connection).get_multi_foreign_keys().items()
        for key in found
    ]
    for table, key in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} ALTER CONSTRAINT {key} DEFERRABLE INITIALLY DEFERRED")
    yield
    try:
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    except DBAPIError as error:
        raise Damaged(f"a reference leads nowhere ({str(error.orig).splitlines()[0]})") from None
    for table, key in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} ALTER CONSTRAINT {key} NOT DEFERRABLE")


def _move_sequences(connection: Connection, here: dict[str, Shape]) -> None:
    """PostgreSQL numbers new rows from a sequence, which does not know of the rows that were loaded."""
    if connection.dialect.name != "postgresql":
        return
    for shape in here.values():
        for column in shape.key:
            if shape.kinds[column] == "int":
                _move_sequence(connection, shape.name, column)


def _move_sequence(connection: Connection, table: str, column: str) -> None:
    names = {"table": f'"{table}"', "column": column}
    name = connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), names).scalar_one()
    if name is not None:
        last = f'SELECT max("{column}") FROM "{table}"'  # noqa: S608 - names the database itself gave
        connection.execute(text(f"SELECT setval(:name, coalesce(({last}), 1), ({last}) IS NOT NULL)"), {"name": name})
