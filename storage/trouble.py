"""What is the matter when a database does not do what it was asked: one word for both kinds, whatever they call it."""

from __future__ import annotations

import errno
import sqlite3
from enum import StrEnum
from typing import Final

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class Trouble(StrEnum):
    """Why nothing can be read or written now. None of them is the fault of what was asked."""

    AWAY = "away"
    """It does not answer, or the connection broke."""
    BUSY = "busy"
    """Others held it longer than anybody should wait."""
    FULL = "full"
    """There is no room on the disk."""
    READ_ONLY = "read_only"
    """It can be read and not written."""
    DAMAGED = "damaged"
    """Its files make no sense."""


_SQLITE: Final = {
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_PERM: Trouble.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.DAMAGED,
    sqlite3.SQLITE_CANTOPEN: Trouble.AWAY,
    sqlite3.SQLITE_IOERR: Trouble.AWAY,
    sqlite3.SQLITE_NOMEM: Trouble.BUSY,
}
"""Primary result codes. Source: sqlite.org/rescode.html."""

_POSTGRESQL: Final = {
    "53100": Trouble.FULL,
    "53": Trouble.BUSY,
    "55P03": Trouble.BUSY,
    "57014": Trouble.BUSY,
    "40": Trouble.BUSY,
    "25006": Trouble.READ_ONLY,
    "XX001": Trouble.DAMAGED,
    "XX002": Trouble.DAMAGED,
    "58": Trouble.AWAY,
    "57P": Trouble.AWAY,
    "08": Trouble.AWAY,
}
"""SQLSTATE or its beginning, the longest counts: 53 no resources, 55P03 lock_timeout, 40 deadlock and the like, 25006
read only, 57P shutdown, 58 system errors, 08 connections. Source: PostgreSQL manual, appendix A."""

_DISK: Final = {errno.ENOSPC: Trouble.FULL, errno.EDQUOT: Trouble.FULL, errno.EROFS: Trouble.READ_ONLY}


def trouble_of(error: BaseException) -> Trouble | None:
    """The trouble behind an error of the database, its pool or the disk; None for a mistake of the program."""
    if isinstance(error, PoolTimeout):
        return Trouble.BUSY
    if isinstance(error, OSError):
        return _DISK.get(error.errno or 0)
    if not isinstance(error, DBAPIError):
        return None
    named = _named(error.orig)
    if named is not None:
        return named
    is_broken = error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
    return Trouble.AWAY if is_broken else None


def _named(original: BaseException | None) -> Trouble | None:
    if isinstance(original, sqlite3.Error):
        return _SQLITE.get(getattr(original, "sqlite_errorcode", 0) & 0xFF)
    state = str(getattr(original, "sqlstate", None) or "")
    return next((_POSTGRESQL[state[:size]] for size in (5, 3, 2) if state[:size] in _POSTGRESQL), None)
