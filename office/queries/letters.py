"""Reading letter data and signatories."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from office.models import LetterData, Signatory
from office.queries.lists import valid


def letter_data(session: Session) -> LetterData | None:
    """What stands on letters, None before it was set."""
    return session.scalars(select(LetterData)).one_or_none()


def privacy_clause(session: Session, lang: str) -> str:
    """The office's own clause on personal data in a language; empty where it has none. One statement."""
    row = letter_data(session)
    return getattr(row, f"privacy_{lang}") if row else ""


def signatories(session: Session, on: dt.date | None = None) -> list[Signatory]:
    """Signatories by name: those authorised on a day, or all there ever were."""
    query = select(Signatory).order_by(Signatory.name, Signatory.valid_from_on)
    return list(session.scalars(query.where(*valid(Signatory, on)) if on else query))


def signatories_for(session: Session, kind: str, department_id: uuid.UUID | None, on: dt.date) -> list[Signatory]:
    """Who may sign an answer in a case of a kind and department on a day."""
    return [
        row
        for row in signatories(session, on)
        if (not row.kinds or kind in row.kinds) and (not row.departments or str(department_id) in row.departments)
    ]
