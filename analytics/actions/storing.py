"""Keeping dashboards in the database. No entry: they are computed from the record and add nothing to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from analytics.frames.stored import Place, at
from analytics.models import StoredBoard
from analytics.reports.stored.keeping import Made


def put_board(session: Session, made: Made) -> None:
    """Store a dashboard in place of the one that was there."""
    session.merge(StoredBoard(**asdict(made.place), **asdict(made.kept), body=made.body))


def move_on(session: Session, ahead: Mapping[Place, int], leaf: int) -> None:
    """Say of dashboards that they hold at a leaf too; one that was made anew meanwhile is left alone."""
    for place, seen in ahead.items():
        session.execute(update(StoredBoard).where(at(place), StoredBoard.leaf == seen).values(leaf=leaf))


def drop_boards(session: Session, places: Sequence[Place]) -> None:
    """Delete dashboards."""
    for place in places:
        session.execute(delete(StoredBoard).where(at(place)))
