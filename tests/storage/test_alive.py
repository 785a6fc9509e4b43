"""Connections that rested: handed out again unasked after a moment, never when the server has ended them."""

from __future__ import annotations

import select
from typing import Any, cast

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from storage import alive
from storage.session import Storage

pytestmark = pytest.mark.parametrize("backend", ["postgresql"])


@pytest.fixture
def pings(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The connections the server was asked about."""
    dialect, asked = storage.engine.dialect, []
    plain = dialect.do_ping

    def ping(driver: Any) -> bool:
        asked.append(id(driver))
        return plain(driver)

    monkeypatch.setattr(dialect, "do_ping", ping)
    monkeypatch.setattr(alive, "RESTED_SECONDS", 3600)
    return asked


@pytest.fixture
def admin(storage: Storage):
    """Somebody else on the same server."""
    with psycopg.connect(storage.url.replace("+psycopg", ""), autocommit=True) as connection:
        yield connection


def driver_of(session: Session) -> psycopg.Connection:
    """The connection of the driver a session works on."""
    return cast(psycopg.Connection, session.connection().connection.driver_connection)


def backend_of(storage: Storage) -> int:
    """Which connection of the server answers."""
    with storage.reading() as session:
        return session.execute(text("SELECT pg_backend_pid()")).scalar_one()


def test_one_that_rested_for_a_moment_is_handed_out_unasked(storage: Storage, pings: list[int]):
    assert backend_of(storage) == backend_of(storage)
    assert pings == []


def test_one_that_rested_for_longer_is_asked_about(storage: Storage, pings: list[int], monkeypatch):
    own = backend_of(storage)
    monkeypatch.setattr(alive, "RESTED_SECONDS", 0)
    assert (backend_of(storage), len(pings)) == (own, 1)


def test_one_the_server_has_ended_is_replaced_and_so_are_all_of_before(storage: Storage, pings: list[int], admin):
    with storage.reading() as one, storage.reading() as other:
        ended = {session.execute(text("SELECT pg_backend_pid()")).scalar_one() for session in (one, other)}
    for backend in ended:
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", (backend,))
    with storage.reading() as one, storage.reading() as other:
        now = {session.execute(text("SELECT pg_backend_pid()")).scalar_one() for session in (one, other)}
    assert not now & ended
    assert len(pings) == 1, "the first one was found dead; the other was not even tried"


def test_one_with_a_notice_of_the_server_is_asked_and_kept(storage: Storage, pings: list[int], admin):
    with storage.writing() as session:
        session.execute(text("LISTEN something"))
        own = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        driver = driver_of(session)
    admin.execute("NOTIFY something")
    assert select.select([driver.fileno()], [], [], 5)[0], "it came"
    assert (backend_of(storage), len(pings)) == (own, 1)
    assert (backend_of(storage), len(pings)) == (own, 1), "it was read with the answer"


def test_one_that_was_closed_behind_our_back_is_replaced(storage: Storage, pings: list[int]):
    with storage.reading() as session:
        driver = driver_of(session)
    driver.close()
    assert backend_of(storage) > 0
    assert len(pings) == 1
