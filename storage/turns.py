"""SQLite's write lock: asked for evenly among processes, and by one thread at a time within one."""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from typing import Any, Final

from sqlalchemy import Connection

BUSY_SECONDS: Final = 15
"""How long a writer waits for another, on both databases, before it gives up with a clear error."""

BRIEFLY_SECONDS: Final = 0.25
"""How long it waits for what can as well be left out, on SQLite: a page nobody sees to be slow. Ours."""

ASKS_AGAIN_SECONDS: Final = (0.0005, 0.0025)
"""How long a writer waits before it asks SQLite for the lock again. SQLite's own waiting grows to a tenth of a second,
so that whoever came first is served last while the lock lies free; a write of ours takes a few milliseconds. Ours."""

_TAKEN: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class Turns:
    """Who of this process writes next to one database: one thread asks SQLite, the others stand behind it.

    Were each to ask for itself, they would take Python's own lock from the one that writes, each time it is refused.
    """

    def __init__(self) -> None:
        self._asking = threading.Lock()

    def begin(self, connection: Connection) -> None:
        """BEGIN, for a session that writes IMMEDIATE. Raises OperationalError where another one writes for too long."""
        options = connection.get_execution_options()
        if not options.get("writing"):
            connection.exec_driver_sql("BEGIN")
            return
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA busy_timeout = 0")
        try:
            if not self._given(driver, BRIEFLY_SECONDS if options.get("briefly") else BUSY_SECONDS):
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # refused in the words everybody expects
        finally:
            driver.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")

    def _given(self, driver: sqlite3.Connection, seconds: float) -> bool:
        """Whether the lock was given within so many seconds; what is no matter of waiting is not waited for."""
        until = time.monotonic() + seconds
        if not self._asking.acquire(timeout=seconds):
            return False
        try:
            while (code := _refused(driver)) is not None:
                if code not in _TAKEN or time.monotonic() > until:
                    return False
                time.sleep(random.uniform(*ASKS_AGAIN_SECONDS))  # noqa: S311 - who is first is no secret
            return True
        finally:
            self._asking.release()


def _refused(driver: sqlite3.Connection) -> int | None:
    """Why the write lock is not ours: SQLite's primary code; None where it is ours now."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as refused:
        return getattr(refused, "sqlite_errorcode", 0) & 0xFF  # what the driver itself refuses has none
    return None
