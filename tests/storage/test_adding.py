"""A row added with a plain statement is to the session what a flush would have made of it."""

from __future__ import annotations

import datetime as dt
import gc
import uuid
from typing import cast

import pytest
from sqlalchemy import Integer, String, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from complaints.models import Complaint, ComplaintMatter
from kernel.terms import WARNING_WORKING_DAYS
from storage.adding import add_now
from storage.base import Base

MOMENT = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)


def case(number: int = 1) -> Complaint:
    """A case with what has no default."""
    return Complaint(
        id=uuid.uuid4(),
        kind="skarga",
        state="received",
        register="skargi",
        year=2026,
        number=number,
        channel="web",
        subject="Kolejka",
        received_on=dt.date(2026, 11, 21),
        registered_at=MOMENT,
    )


def columns_of(row: Complaint) -> dict[str, object]:
    """All values of a row but its key and number."""
    return {
        name: getattr(row, name) for name, _column in inspect(Complaint).columns.items() if name not in ("id", "number")
    }


def test_the_database_and_the_session_hold_what_a_flush_would_have_left(storage, statements):
    with storage.writing() as session:
        quick, flushed = case(1), case(2)
        add_now(session, quick)
        session.add(flushed)
        session.flush()
        assert (quick.warning_days, quick.language, quick.row_version) == (WARNING_WORKING_DAYS, "pl", 1)
        with statements() as seen:
            is_known, told = session.get(Complaint, quick.id) is quick, columns_of(quick)
        assert (len(seen), is_known, told) == (0, True, columns_of(flushed))
    with storage.reading() as session:
        rows = session.scalars(select(Complaint).order_by(Complaint.number)).all()
        assert columns_of(rows[0]) == columns_of(rows[1])
        assert rows[0].registered_at == MOMENT


def test_a_row_nobody_holds_is_still_known_and_one_let_go_of_is_read(storage, statements):
    with storage.writing() as session:
        kept, left = uuid.uuid4(), uuid.uuid4()
        for number, (key, is_kept) in enumerate([(kept, True), (left, False)], start=1):
            row = case(number)
            row.id = key
            add_now(session, row, is_kept=is_kept)
        del row
        gc.collect()
        for key, asked in ((kept, 0), (left, 1)):
            with statements() as seen:
                assert session.get_one(Complaint, key).subject == "Kolejka"
            assert len(seen) == asked
        session.commit()
        assert "rows just added" not in session.info, "nothing is held beyond the transaction"


def test_what_is_changed_afterwards_is_written_by_the_session(storage):
    with storage.writing() as session:
        row = case()
        add_now(session, row)
        row.subject = "Kolejka do okna"
    with storage.reading() as session:
        assert session.scalars(select(Complaint.subject)).all() == ["Kolejka do okna"]


def test_a_refused_row_is_not_known_to_the_session(storage):
    with storage.writing() as session:
        add_now(session, case(1))
        twin = case(1)
        with pytest.raises(IntegrityError), session.begin_nested():
            add_now(session, twin)
        assert (twin in session, session.get(Complaint, twin.id)) == (False, None)
        with pytest.raises(IntegrityError), session.begin_nested():
            add_now(session, ComplaintMatter(complaint_id=uuid.uuid4(), text="Do niczego", salt="s" * 32))


def test_what_a_savepoint_took_back_is_gone(storage):
    row = case()
    with storage.writing() as session:
        point = session.begin_nested()
        add_now(session, row)
        point.rollback()
        assert session.get(Complaint, row.id) is None
        assert session.scalars(select(Complaint)).all() == []


def test_nothing_stays_nothing_where_the_database_would_put_its_default(storage):
    row = case()
    row.warning_days = cast(int, None)
    with storage.writing() as session, pytest.raises(IntegrityError):
        add_now(session, row)


def test_a_default_only_the_database_knows_is_refused(storage):
    class Apart(DeclarativeBase):
        pass

    class Told(Apart):
        __tablename__ = "told"
        id: Mapped[int] = mapped_column(Integer, primary_key=True)
        text: Mapped[str] = mapped_column(String(5), server_default="x")

    with storage.writing() as session, pytest.raises(TypeError, match=r"Told\.text"):
        add_now(session, cast(Base, Told(id=1)))
