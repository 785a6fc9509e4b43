"""One case as staff see it: the letter, who is behind it, and everything that happened."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.events import ComplaintTag
from complaints.models import Complainant, Complaint, ComplaintMatter, ComplaintNote
from complaints.queries.scope import within
from kernel.errors import NotFound
from kernel.permissions import Actor, Permission
from ledger.canonical import commitment
from ledger.queries import entries_of
from office.models import Department, Person, Topic
from office.queries import people


@dataclass(frozen=True)
class Case:
    """A complaint with what belongs to it. ``complainant`` is None for those who may not know."""

    complaint: Complaint
    text: str
    complainant: Complainant | None
    handler: str | None
    department: str | None
    topic: Topic | None = None


@dataclass(frozen=True)
class Happening:
    """One entry of the record about the case, with the words that stand outside the record."""

    leaf: int
    position: int
    tag: str
    recorded_at: dt.datetime
    effective_on: dt.date
    actor: str
    data: dict[str, Any]
    text: str = ""
    moved: tuple[dt.date, dt.date] | None = None
    """The last day before and after dates were counted anew."""


def case_for(session: Session, actor: Actor, complaint_id: uuid.UUID) -> Case:
    """The case, for somebody who may see it.

    One statement. Raises NotFound for strangers and for wrong numbers alike.
    """
    query = (
        select(Complaint, ComplaintMatter.text, Complainant, Person.display_name, Department.name, Topic)
        .outerjoin(ComplaintMatter, ComplaintMatter.complaint_id == Complaint.id)
        .outerjoin(Complainant, Complainant.complaint_id == Complaint.id)
        .outerjoin(Person, Person.id == Complaint.handler_id)
        .outerjoin(Department, Department.id == Complaint.department_id)
        .outerjoin(Topic, Topic.id == Complaint.topic_id)
        .where(Complaint.id == complaint_id, within(actor))
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    complaint, text, complainant, handler, department, topic = row
    knows = actor.can_for(Permission.COMPLAINANT_READ, complaint.department_id)
    return Case(complaint, text or "", complainant if knows else None, handler, department, topic)


def history(session: Session, complaint_id: uuid.UUID) -> list[Happening]:
    """Everything the record holds about a case, newest first. Three statements."""
    notes = _notes(session, complaint_id)
    names = people(session)
    found = []
    for entry in entries_of(session, f"complaint:{complaint_id}"):
        content = json.loads(entry.canonical)
        data = content["data"]
        found.append(
            Happening(
                leaf=entry.leaf,
                position=entry.position,
                tag=entry.tag,
                recorded_at=entry.recorded_at,
                effective_on=dt.date.fromisoformat(content["effective_on"]),
                actor=_named(content["actor"], names),
                data={**data, "handler_name": names.get(_id(data.get("handler")))},
                text=notes.get(str(data.get("note")), ""),
                moved=_moved(data) if entry.tag == ComplaintTag.REPROJECTED.text else None,
            )
        )
    return found[::-1]


def _notes(session: Session, complaint_id: uuid.UUID) -> dict[str, str]:
    """Texts of the notes by their commitment, which is what the record holds: a changed text finds no entry."""
    query = select(ComplaintNote.salt, ComplaintNote.text).where(ComplaintNote.complaint_id == complaint_id)
    return {commitment(salt, text): text for salt, text in session.execute(query)}


def _moved(data: dict[str, Any]) -> tuple[dt.date, dt.date]:
    before, after = (dt.date.fromisoformat(data[when]["last_day"]) for when in ("before", "after"))
    return before, after


def _named(ref: str, names: dict[uuid.UUID, str]) -> str:
    kind, _, key = ref.partition(":")
    return names.get(_id(key), "") if kind == "person" else ref


def _id(text: object) -> uuid.UUID:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return uuid.UUID(int=0)
