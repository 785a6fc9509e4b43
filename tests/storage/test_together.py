"""Statements sent at once: all of them are run, the first refusal is told as ever, and nothing stays behind."""

from __future__ import annotations

import contextlib

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from storage.session import Storage
from storage.together import together
from storage.trouble import Trouble, trouble_of

POSTGRESQL = pytest.mark.parametrize("backend", ["postgresql"])
ADD = text("INSERT INTO tally VALUES (:number)")


@pytest.fixture(autouse=True)
def tally(storage: Storage) -> None:
    """A table of numbers, each at most once."""
    with storage.writing() as session:
        session.execute(text("CREATE TABLE tally (number INTEGER PRIMARY KEY)"))


def numbers(storage: Storage) -> list[int]:
    """What stands in it."""
    with storage.reading() as session:
        return list(session.execute(text("SELECT number FROM tally ORDER BY number")).scalars())


def add_and_fail(session: Session) -> None:
    """An accident between two of them."""
    with together(session):
        with contextlib.suppress(IntegrityError):
            session.connection().execute(ADD, {"number": 1})
        raise ZeroDivisionError


def cut_off(storage: Storage, session: Session) -> None:
    """The server ends the session's connection."""
    own = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
    with psycopg.connect(storage.url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", (own,))


def add(session: Session, *numbers: int) -> None:
    """Put some in, all at once."""
    with together(session):
        for number in numbers:
            session.connection().execute(ADD, {"number": number})


def test_all_are_run_and_what_follows_sees_them(storage: Storage):
    with storage.writing() as session:
        add(session, 1, 2, 3)
        assert session.execute(text("SELECT count(*) FROM tally")).scalar_one() == 3
        add(session, 4)
    assert numbers(storage) == [1, 2, 3, 4]


def test_the_first_refusal_is_told_and_nothing_is_kept(storage: Storage, caplog: pytest.LogCaptureFixture):
    with pytest.raises(IntegrityError) as told, storage.writing() as session:
        add(session, 1, 1, 2)
    assert isinstance(told.value.orig, psycopg.errors.UniqueViolation) or storage.locks_at_begin
    assert "[parameters" not in str(told.value)
    assert numbers(storage) == []
    assert not caplog.records, "what was refused is nothing for a log"
    with storage.writing() as session:  # with the same connection
        add(session, 1)
    assert numbers(storage) == [1]


def test_within_a_savepoint_they_run_one_by_one_and_it_takes_them_back(storage: Storage):
    with storage.writing() as session:
        add(session, 1)
        with pytest.raises(IntegrityError), session.begin_nested():
            add(session, 2, 1)
        add(session, 3)
    assert numbers(storage) == [1, 3]


@pytest.mark.parametrize("is_refused", [False, True])
def test_an_accident_between_them_is_told_itself(storage: Storage, caplog: pytest.LogCaptureFixture, is_refused: bool):
    with storage.session(writing=True) as session:
        if is_refused:
            add(session, 1)
        with pytest.raises(ZeroDivisionError):
            add_and_fail(session)
    assert numbers(storage) == []
    assert not caplog.records


@POSTGRESQL
def test_nobody_waits_for_an_answer_before_the_last_is_sent(storage: Storage):
    asked: list[bool] = []

    def note(_connection: object, cursor: psycopg.Cursor, *_rest: object) -> None:
        asked.append(cursor.pgresult is None)

    with storage.writing() as session:
        session.connection()
        event.listen(storage.engine, "after_cursor_execute", note)
        try:
            add(session, 1, 2, 3)
        finally:
            event.remove(storage.engine, "after_cursor_execute", note)
    assert asked == [True] * 3


@POSTGRESQL
def test_a_connection_that_ends_between_them_is_told_as_ever_and_never_used_again(storage: Storage):
    with storage.session(writing=True) as session:
        cut_off(storage, session)
        with pytest.raises(OperationalError) as told:
            add(session, 1, 2)
    assert told.value.connection_invalidated
    assert trouble_of(told.value) is Trouble.AWAY
    assert numbers(storage) == []
