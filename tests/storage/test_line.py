"""Who writes next in a process on PostgreSQL: one at a time asks the server, and the line never holds anybody up."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from storage import line
from storage.session import Storage
from web import database

WRITERS = 6
POSTGRESQL = pytest.mark.parametrize("backend", ["postgresql"])


def queued(storage: Storage) -> Session:
    """A session at the front of the line."""
    session = storage.session(writing=True)
    storage.stand_in_line(session)
    return session


def has_left(storage: Storage) -> bool:
    """Whether the front is free; then whoever asked has left it again."""
    with queued(storage) as session:
        return line._FRONT in session.info


def broken_request(app: Flask, storage: Storage) -> None:
    """A filing at the front of the line when the server ends its connection."""
    with app.test_request_context("/pl/complaint", method="POST"):
        database.write()
        database.stand_in_line()
        own = database.session().execute(text("SELECT pg_backend_pid()")).scalar_one()
        with psycopg.connect(storage.url.replace("+psycopg", ""), autocommit=True) as admin:
            admin.execute("SELECT pg_terminate_backend(%s, 5000)", (own,))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody stands in line for longer than a moment."""
    monkeypatch.setattr(line, "MOST_SECONDS", 0.01)


@POSTGRESQL
def test_one_transaction_of_a_process_is_under_way_while_the_others_stand_behind_it(storage: Storage):
    inside, seen, guard = [0], [], threading.Lock()

    def write(_number: int) -> None:
        with queued(storage) as session:
            with guard:
                inside[0] += 1
                seen.append(inside[0])
            session.execute(text("SELECT 1"))
            with guard:
                inside[0] -= 1
            session.commit()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(10 * WRITERS)))
    assert (len(seen), max(seen)) == (10 * WRITERS, 1)


@POSTGRESQL
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("how", ["commit", "rollback", "close"])
@pytest.mark.parametrize("is_used", [True, False])
def test_the_line_is_left_however_a_transaction_ends(storage: Storage, how: str, is_used: bool):
    session = queued(storage)
    if is_used:
        session.execute(text("SELECT 1"))
    assert not has_left(storage)
    getattr(session, how)()
    assert has_left(storage)
    session.close()


@POSTGRESQL
@pytest.mark.usefixtures("impatient")
def test_a_savepoint_is_no_end_and_an_error_is_one(storage: Storage):
    with queued(storage) as session:
        with session.begin_nested():
            session.execute(text("SELECT 1"))
        assert not has_left(storage)
    with pytest.raises(ZeroDivisionError), queued(storage):
        raise ZeroDivisionError
    assert has_left(storage)


@POSTGRESQL
@pytest.mark.usefixtures("impatient")
def test_whoever_stands_for_too_long_goes_ahead_and_leaves_the_front_to_whom_it_belongs(storage: Storage):
    first = queued(storage)
    with queued(storage) as second:
        assert second.execute(text("SELECT 2")).scalar_one() == 2
        second.commit()
    assert not has_left(storage)
    first.close()
    assert has_left(storage)


@POSTGRESQL
@pytest.mark.usefixtures("impatient", "office")
def test_a_request_whose_connection_broke_leaves_the_line_as_well(app: Flask, storage: Storage):
    with pytest.raises(OperationalError):
        broken_request(app, storage)
    assert has_left(storage)


@POSTGRESQL
@pytest.mark.usefixtures("impatient")
def test_asking_twice_is_standing_once(storage: Storage):
    with queued(storage) as session:
        storage.stand_in_line(session)
        assert not has_left(storage)
    assert has_left(storage)


@POSTGRESQL
@pytest.mark.usefixtures("impatient")
def test_each_database_has_a_line_of_its_own(storage: Storage):
    other = Storage(storage.url)
    with queued(storage), queued(other) as session:
        assert line._FRONT in session.info
    other.close()


@pytest.mark.parametrize("backend", ["sqlite"])
def test_on_sqlite_its_own_lock_is_the_line(storage: Storage):
    with queued(storage) as session:
        assert line._FRONT not in session.info
