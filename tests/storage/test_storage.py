"""The database under the house: a transaction means the same on both, moments come back as they went in."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, literal, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from kernel.clock import FixedClock
from kernel.permissions import SYSTEM
from office.actions import add_service
from office.models import Service, Throttle
from storage.engine import normalised, open_engine
from storage.session import Storage
from storage.trouble import Trouble, trouble_of
from tests.cast import FoundedOffice


def names(storage: Storage) -> list[str]:
    with storage.reading() as session:
        return sorted(session.scalars(select(Service.name)))


def test_a_moment_comes_back_as_the_same_moment_in_utc(storage: Storage):
    tokyo = dt.datetime(2026, 11, 21, 18, 30, 15, 123456, tzinfo=ZoneInfo("Asia/Tokyo"))
    with storage.writing() as session:
        session.add(Throttle(key="k", window_from_at=tokyo, failures=1))
    with storage.reading() as session:
        found = session.get_one(Throttle, "k").window_from_at
        later = session.scalar(select(func.count()).where(Throttle.window_from_at > tokyo))
    assert found == tokyo
    assert found.tzinfo is dt.UTC
    assert later == 0


def test_a_moment_without_a_zone_is_refused(storage: Storage):
    with pytest.raises(StatementError, match="time zone"), storage.writing() as session:
        session.add(Throttle(key="k", window_from_at=dt.datetime(2026, 11, 21), failures=1))


def test_an_error_leaves_nothing_of_the_transaction(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.session(writing=True) as session:
        add_service(session, clock, SYSTEM, department=office.home, name="Meldunek")
    assert names(storage) == ["Odpis aktu"]
    with storage.writing() as session:
        add_service(session, clock, SYSTEM, department=office.home, name="Meldunek")
    assert names(storage) == ["Meldunek", "Odpis aktu"]


def test_what_is_read_within_a_transaction_does_not_wait_for_a_writer(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.session(writing=True) as writer:
        add_service(writer, clock, SYSTEM, department=office.home, name="Meldunek")
        assert names(storage) == ["Odpis aktu"]


def test_a_second_writer_waits_for_the_first_and_then_sees_its_work(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    seen: list[int] = []

    def second() -> None:
        with storage.writing() as session:
            add_service(session, clock, SYSTEM, department=office.home, name="Drugi")
            seen.append(session.scalar(select(func.count()).select_from(Service)) or 0)

    with storage.writing() as session:
        add_service(session, clock, SYSTEM, department=office.home, name="Pierwszy")
        session.flush()
        thread = threading.Thread(target=second)
        thread.start()
    thread.join(timeout=20)
    assert seen == [3]


def test_what_refers_to_nothing_is_refused(storage: Storage, clock: FixedClock, office: FoundedOffice):
    nowhere = update(Service).values(department_id=uuid.UUID(int=0))
    with pytest.raises(IntegrityError), storage.writing() as session:
        session.execute(nowhere)


def test_polish_and_ukrainian_letters_are_made_small(storage: Storage):
    with storage.reading() as session:
        small = session.scalar(select(func.lower(literal("ZAŻÓŁĆ GĘŚLĄ JAŹŃ ҐАНОК"))))
    assert small == "zażółć gęślą jaźń ґанок"


@pytest.mark.parametrize("backend", ["sqlite"])
def test_sqlite_keeps_a_promise_through_a_power_cut(storage: Storage):
    with storage.engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_a_postgresql_address_means_our_driver(scheme: str):
    assert normalised(f"{scheme}://a@localhost/b").drivername == "postgresql+psycopg"


def test_an_engine_is_opened_without_touching_the_database():
    open_engine("postgresql://nobody@127.0.0.1:1/nothing").dispose()


def test_a_database_that_breaks_while_it_is_open_is_told_of_in_the_words_of_an_outage(tmp_path: Path):
    path = tmp_path / "broken.sqlite"
    storage = Storage(f"sqlite:///{path}")
    with storage.writing() as session:
        session.execute(text("CREATE TABLE one (number INTEGER)"))
    with storage.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("ROLLBACK") if driver.in_transaction else None
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        driver.execute("PRAGMA journal_mode = DELETE").fetchall()
    path.write_bytes(b"no database at all" * 1000)
    with pytest.raises(DBAPIError) as found, storage.writing() as session:
        session.connection()
    assert trouble_of(found.value) is Trouble.DAMAGED
    storage.close()
