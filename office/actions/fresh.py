"""The version a form was rendered from."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy.orm import Session

from kernel.errors import Stale


class Versioned(Protocol):
    """A row that counts its changes."""

    row_version: int


def take(session: Session, row: Versioned, row_version: int | None) -> None:
    """Lock a row and count the change that is about to be made.

    ``row_version`` is the one the form was rendered from; None where there was no form. Raises Stale.
    """
    session.refresh(row, with_for_update=True)
    if row_version is not None and row_version != row.row_version:
        raise Stale(now=row.row_version)
    row.row_version += 1
