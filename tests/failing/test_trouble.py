"""Whatever a database calls it, trouble has one name; and mistakes of the program are not mistaken for trouble."""

from __future__ import annotations

import errno
import sqlite3

import psycopg
import pytest
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.trouble import Trouble, trouble_of
from web.outages import OUTAGES


def of_sqlite(code: int) -> OperationalError:
    error = sqlite3.OperationalError("secret words")
    error.sqlite_errorcode = code
    return OperationalError("INSERT", {}, error)


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (sqlite3.SQLITE_BUSY, Trouble.BUSY),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Trouble.BUSY),
        (sqlite3.SQLITE_FULL, Trouble.FULL),
        (sqlite3.SQLITE_READONLY_DBMOVED, Trouble.READ_ONLY),
        (sqlite3.SQLITE_CORRUPT, Trouble.DAMAGED),
        (sqlite3.SQLITE_NOTADB, Trouble.DAMAGED),
        (sqlite3.SQLITE_IOERR_READ, Trouble.AWAY),
        (sqlite3.SQLITE_CANTOPEN, Trouble.AWAY),
        (sqlite3.SQLITE_ERROR, Trouble.AWAY),
    ],
)
def test_result_codes_of_sqlite_have_their_trouble(code: int, trouble: Trouble):
    assert trouble_of(of_sqlite(code)) is trouble


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (psycopg.errors.DiskFull(), Trouble.FULL),
        (psycopg.errors.TooManyConnections(), Trouble.BUSY),
        (psycopg.errors.LockNotAvailable(), Trouble.BUSY),
        (psycopg.errors.DeadlockDetected(), Trouble.BUSY),
        (psycopg.errors.SerializationFailure(), Trouble.BUSY),
        (psycopg.errors.QueryCanceled(), Trouble.BUSY),
        (psycopg.errors.AdminShutdown(), Trouble.AWAY),
        (psycopg.errors.CannotConnectNow(), Trouble.AWAY),
        (psycopg.errors.IoError(), Trouble.AWAY),
        (psycopg.OperationalError("server closed the connection unexpectedly"), Trouble.AWAY),
    ],
)
def test_states_of_postgresql_have_their_trouble(error: psycopg.Error, trouble: Trouble):
    assert trouble_of(OperationalError("INSERT", {}, error)) is trouble


def test_trouble_comes_in_other_families_of_errors_too():
    assert trouble_of(InternalError("INSERT", {}, psycopg.errors.ReadOnlySqlTransaction())) is Trouble.READ_ONLY
    assert trouble_of(InternalError("SELECT", {}, psycopg.errors.DataCorrupted())) is Trouble.DAMAGED
    assert trouble_of(InterfaceError("SELECT", {}, psycopg.InterfaceError("the connection is closed"))) is Trouble.AWAY
    assert trouble_of(DBAPIError("SELECT", {}, Exception(), connection_invalidated=True)) is Trouble.AWAY
    assert trouble_of(PoolTimeout()) is Trouble.BUSY
    assert trouble_of(OSError(errno.ENOSPC, "")) is Trouble.FULL
    assert trouble_of(OSError(errno.EROFS, "")) is Trouble.READ_ONLY


def test_mistakes_of_the_program_are_no_trouble():
    for error in (
        IntegrityError("INSERT", {}, psycopg.errors.UniqueViolation()),
        DataError("INSERT", {}, psycopg.errors.NumericValueOutOfRange()),
        DBAPIError("SELECT", {}, psycopg.errors.UndefinedTable()),
        FileNotFoundError(errno.ENOENT, ""),
        OSError(),
        ValueError(),
    ):
        assert trouble_of(error) is None


def test_every_trouble_has_its_words():
    assert OUTAGES.keys() == set(Trouble)
