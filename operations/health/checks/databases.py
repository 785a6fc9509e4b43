"""Checks of the database: there, safe, of the right version, its record locked and whole."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from ledger import triggers
from ledger.models import LedgerEntry, LedgerHead
from operations.health.finding import Finding, Look, fine, late, neutral
from storage import migrate

OLDEST_POSTGRESQL: Final = 14
"""Ours: the oldest the PostgreSQL project still mends (November 2026); Debian 12 has 15."""

SAFE: Final = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
"""Source: PostgreSQL documentation, "Write Ahead Log": with any of them off an acknowledged write can be lost."""

_COLLATION: Final = (
    "SELECT datcollate, datcollversion, pg_database_collation_actual_version(oid) FROM pg_database "
    "WHERE datname = current_database()"
)


def reachable(look: Look) -> Finding:
    """The database answers."""
    try:
        with look.storage.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        return late("database.away", error=type(error).__name__)
    return fine("database.fine", kind=look.storage.engine.dialect.name)


def server(look: Look) -> Finding:
    """The database keeps what it acknowledged, in UTF-8, and sorts as it did when its indexes were made."""
    with look.storage.engine.connect() as connection:
        return _sqlite(connection) if connection.dialect.name == "sqlite" else _postgresql(connection)


def version(look: Look) -> Finding:
    """The tables are of the program's version."""
    found, wanted = migrate.current(look.storage.engine), migrate.newest()
    if found is None:
        return late("version.none")
    if found != wanted:
        return late("version.other", found=found, wanted=wanted)
    return fine("version.fine", found=found)


def locks(look: Look) -> Finding:
    """The locks on the record are on."""
    with look.storage.engine.connect() as connection:
        absent = triggers.missing(connection)
    return late("locks.missing", names=", ".join(absent)) if absent else fine("locks.fine")


def record(look: Look) -> Finding:
    """The record ends where its head says. Quick: the whole chain is walked by ``flask ledger verify``."""
    with look.reading() as session:
        head = session.execute(select(LedgerHead.leaf, LedgerHead.hash)).one_or_none()
        last = session.scalar(select(func.max(LedgerEntry.leaf)))
        found = session.scalar(select(LedgerEntry.hash).where(LedgerEntry.leaf == last))
    if head is None:
        return neutral("record.none") if last is None else late("record.torn", leaf=last)
    is_whole = head.leaf == last and head.hash == found
    return fine("record.fine", leaf=head.leaf) if is_whole else late("record.torn", leaf=head.leaf)


def _sqlite(connection: Connection) -> Finding:
    mode = connection.execute(text("PRAGMA journal_mode")).scalar_one()
    level = connection.execute(text("PRAGMA synchronous")).scalar_one()
    unsafe = [name for name, is_bad in (("journal_mode", mode != "wal"), ("synchronous", level < 2)) if is_bad]
    if unsafe:
        return late("server.unsafe", names=", ".join(unsafe))
    return fine("server.fine", version=connection.execute(text("SELECT sqlite_version()")).scalar_one())


def _postgresql(connection: Connection) -> Finding:
    shown = {name: _show(connection, name) for name in ("server_version", "server_encoding", *SAFE)}
    if int(shown["server_version"].split(".")[0]) < OLDEST_POSTGRESQL:
        return late("server.old", version=shown["server_version"], oldest=OLDEST_POSTGRESQL)
    if shown["server_encoding"] != "UTF8":
        return late("server.encoding", encoding=shown["server_encoding"])
    unsafe = [name for name, wanted in SAFE.items() if shown[name] != wanted]
    if unsafe:
        return late("server.unsafe", names=", ".join(unsafe))
    collation, made_with, now = connection.execute(text(_COLLATION)).one()
    if made_with != now:
        return late("server.collation", collation=collation)
    return fine("server.fine", version=shown["server_version"])


def _show(connection: Connection, name: str) -> str:
    return str(connection.execute(text(f"SHOW {name}")).scalar_one())
