"""Engines: one way to open SQLite and PostgreSQL, so that a transaction means the same on both."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

from storage.alive import watch_over
from storage.turns import BUSY_SECONDS, Turns

CONNECT_SECONDS = 5
"""How long a PostgreSQL server may take to answer at all."""

SILENT_SECONDS = 30
"""How long sent bytes may stay unacknowledged before the network counts as broken (libpq, tcp_user_timeout)."""


def normalised(url: str) -> URL:
    """The URL with our PostgreSQL driver named; ``postgres://`` and ``postgresql://`` mean psycopg 3."""
    parsed = make_url(url)
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def open_engine(url: str) -> Engine:
    """An engine whose commits are durable and whose transactions are real.

    SQLite: write-ahead log, synchronous FULL (an acknowledged write survives a power cut), foreign keys on, and BEGIN
    IMMEDIATE for sessions that will write, so that two writers queue instead of failing half-way.
    PostgreSQL: READ COMMITTED; rows that must be serialised are locked explicitly, and waited for as long as on SQLite.
    """
    parsed = normalised(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(
            parsed, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", Turns().begin)
        return engine
    engine = create_engine(
        parsed,
        hide_parameters=True,
        pool_size=5,
        max_overflow=10,
        pool_timeout=BUSY_SECONDS,
        connect_args={"connect_timeout": CONNECT_SECONDS, "tcp_user_timeout": SILENT_SECONDS * 1000},
    )
    event.listen(engine, "connect", _prepare_postgresql)
    watch_over(engine)
    return engine


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    """A lock that is not given in time is an error people can read, as on SQLite; a long query is nobody's fault."""
    connection.execute(f"SET lock_timeout = {BUSY_SECONDS * 1000}")
    connection.commit()


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see storage/turns.py
    connection.create_function("lower", 1, _lower, deterministic=True)  # SQLite's own knows only ASCII
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _lower(text: str | bytes | float | None) -> str | bytes | float | None:
    return text.lower() if isinstance(text, str) else text
