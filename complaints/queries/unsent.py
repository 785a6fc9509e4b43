"""Words somebody typed and did not send: read by their author only."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import UnsentWords
from complaints.rules.unsent import NOTHING


@dataclass(frozen=True)
class Unsent:
    """What was typed into a form, and when it was kept."""

    form: str
    fields: list[tuple[str, str]]
    kept_at: dt.datetime


def unsent_of(session: Session, person_id: uuid.UUID | None, complaint_id: uuid.UUID) -> list[Unsent]:
    """What a person typed into the forms of a case and did not send, the newest first. One statement."""
    own = (
        UnsentWords.person_id == person_id,
        UnsentWords.complaint_id == complaint_id,
        UnsentWords.fields != NOTHING,
    )
    rows = session.scalars(select(UnsentWords).where(*own).order_by(UnsentWords.kept_at.desc(), UnsentWords.form))
    return [Unsent(row.form, [(name, value) for name, value in json.loads(row.fields)], row.kept_at) for row in rows]
