"""Locking before looking: a row as the form showed it, and a person nobody else changes meanwhile."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.errors import Stale
from office.models import Person


def fresh(session: Session, row: Any, row_version: int) -> None:
    """Lock a row and see that it is what the form was rendered from. Raises Stale with the present values."""
    session.refresh(row, with_for_update=True)
    if row.row_version != row_version:
        raise Stale(now={column.key: getattr(row, column.key) for column in row.__table__.columns})


def take(session: Session, row: Any, row_version: int | None) -> None:
    """Lock a row and count the change that is about to be made.

    ``row_version`` is the one the form was rendered from; None where there was no form. Raises Stale.
    """
    if row_version is None:
        session.refresh(row, with_for_update=True)
    else:
        fresh(session, row, row_version)
    row.row_version += 1


def hold(session: Session, person: Person) -> None:
    """Lock a person until the transaction ends, before looking at what hangs on them: roles, absences, deputies.

    Of two who add the same at once the second waits here, and then sees what the first did.
    """
    session.flush()
    session.execute(select(Person.id).where(Person.id == person.id).with_for_update(key_share=True))
