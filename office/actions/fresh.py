"""The version a form was rendered from, where there was a form."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from office.actions.records import fresh


def take(session: Session, row: Any, row_version: int | None) -> None:
    """Lock a row and count the change that is about to be made.

    ``row_version`` is the one the form was rendered from; None where there was no form. Raises Stale.
    """
    if row_version is None:
        session.refresh(row, with_for_update=True)
    else:
        fresh(session, row, row_version)
    row.row_version += 1
