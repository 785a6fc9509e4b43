"""One case as staff see it: the letter, who is behind it, and everything that happened."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.events import ComplaintTag
from complaints.models import Complainant, Complaint, ComplaintDraft, ComplaintMatter, ComplaintNote, ComplaintStep
from complaints.queries.scope import may_know, may_read, within
from complaints.queries.steps import steps_of
from complaints.rules.replay import CaseReplay, applied, first
from kernel.clock import local_day
from kernel.errors import NotFound
from kernel.permissions import Actor
from ledger.canonical import commitment
from ledger.queries import entries_of
from office.models import Department, OutsideBody, Person, Topic
from office.queries import people


@dataclass(frozen=True)
class Case:
    """A complaint with what belongs to it. ``complainant`` is None for those who may not know.

    ``is_readable``: whether the reader may read its words; else ``text`` is empty and there is no ``draft``.

    ``is_complete``: name and address of whoever filed are known (or were, before they were erased).
    """

    complaint: Complaint
    text: str
    complainant: Complainant | None
    handler: str | None
    department: str | None
    topic: Topic | None = None
    is_complete: bool = True
    draft: ComplaintDraft | None = None
    is_readable: bool = True


@dataclass(frozen=True)
class Change:
    """A fact of the case by its name in rules.replay, before and after an entry; None: nothing was said."""

    fact: str
    before: Any
    after: Any


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
    by: str = ""
    """Who, as the record names them."""
    body: str = ""
    """The name of the body a step names."""
    reason: str = ""
    """Why, where the entry itself says so."""
    changes: tuple[Change, ...] = ()
    """What is otherwise since; of the first entry nothing, it says all."""

    @property
    def is_late(self) -> bool:
        """Whether it was recorded on a later day than the one it took effect."""
        return self.effective_on < local_day(self.recorded_at)

    def day(self, key: str) -> dt.date | None:
        """A day the entry says, None where it says none."""
        written = self.data.get(key)
        return dt.date.fromisoformat(written) if written else None


def case_for(session: Session, actor: Actor, complaint_id: uuid.UUID) -> Case:
    """The case, for somebody who may see it.

    One statement. Raises NotFound for strangers and for wrong numbers alike.
    """
    beside = (ComplaintMatter.text, Complainant, Person.display_name, Department.name, Topic, ComplaintDraft)
    query = (
        select(Complaint, *beside)
        .outerjoin(ComplaintMatter, ComplaintMatter.complaint_id == Complaint.id)
        .outerjoin(Complainant, Complainant.complaint_id == Complaint.id)
        .outerjoin(Person, Person.id == Complaint.handler_id)
        .outerjoin(Department, Department.id == Complaint.department_id)
        .outerjoin(Topic, Topic.id == Complaint.topic_id)
        .outerjoin(ComplaintDraft, ComplaintDraft.complaint_id == Complaint.id)
        .where(Complaint.id == complaint_id, within(actor))
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    complaint, text, complainant, handler, department, topic, draft = row
    is_complete = complainant is not None and bool(complainant.name.strip() and complainant.address.strip())
    is_readable = may_read(session, actor, complaint)
    return Case(
        complaint,
        (text or "") if is_readable else "",
        complainant if may_know(session, actor, complaint) else None,
        handler,
        department,
        topic,
        is_complete=is_complete or complaint.erased_at is not None or complaint.number is None,
        draft=draft if is_readable else None,
        is_readable=is_readable,
    )


def history(
    session: Session,
    complaint_id: uuid.UUID,
    steps: Sequence[ComplaintStep] | None = None,
    names: Mapping[uuid.UUID, str] | None = None,
    notes: Mapping[str, str] | None = None,
    *,
    with_words: bool = True,
    with_parts: bool = True,
) -> list[Happening]:
    """Everything the record holds about a case, newest first.

    ``steps``, ``names`` (of members of staff) and ``notes`` (texts by their commitment), where the reader has them;
    ``with_words``: also the words of notes and reasons; ``with_parts``: also the numbers of cases the letter was split
    into. At most five statements.
    """
    taken = steps_of(session, complaint_id) if steps is None else steps
    known = people(session) if names is None else names
    texts: dict[str, str] = {}
    if with_words:
        texts = {**(_notes(session, complaint_id) if notes is None else notes), **_reasons(taken)}
    bodies = bodies_of(session, taken)
    found, changes = [], _Changes()
    for entry in entries_of(session, f"complaint:{complaint_id}"):
        content = json.loads(entry.canonical)
        data = content["data"]
        if entry.tag == ComplaintTag.SPLIT.text and not with_parts:
            data["reference"] = ""
        found.append(
            Happening(
                leaf=entry.leaf,
                position=entry.position,
                tag=entry.tag,
                recorded_at=entry.recorded_at,
                effective_on=dt.date.fromisoformat(content["effective_on"]),
                actor=_named(content["actor"], known),
                data={**data, "handler_name": known.get(_id(data.get("handler")))},
                text=texts.get(str(data.get("note") or data.get("text")), ""),
                by=content["actor"],
                body=bodies.get(_id(data.get("body")), ""),
                reason=content["reason"] if with_words else "",
                changes=changes.since(entry.tag, data),
                moved=_moved(data) if entry.tag == ComplaintTag.REPROJECTED.text else None,
            )
        )
    return found[::-1]


class _Changes:
    """The replay of the case, entry by entry, and what each changed."""

    def __init__(self) -> None:
        self._case: CaseReplay | None = None

    def since(self, tag: str, data: dict[str, Any]) -> tuple[Change, ...]:
        """Take in one more entry."""
        if self._case is None:
            self._case = first(tag, data)
            return ()
        before = self._case.facts
        after = applied(self._case, tag, data).facts
        return tuple(Change(fact, before[fact], after[fact]) for fact in after if before[fact] != after[fact])


def looked_today(happenings: Sequence[Happening], ref: str, today: dt.date) -> bool:
    """Whether somebody's look at the contact data stands among what happened today."""
    looks = (one for one in happenings if one.tag == ComplaintTag.CONTACT_LOOKED.text and one.by == ref)
    return any(local_day(look.recorded_at) == today for look in looks)


def _notes(session: Session, complaint_id: uuid.UUID) -> dict[str, str]:
    """Texts of the notes by their commitment, which is what the record holds: a changed text finds no entry."""
    query = select(ComplaintNote.salt, ComplaintNote.text).where(ComplaintNote.complaint_id == complaint_id)
    return {commitment(salt, text): text for salt, text in session.execute(query)}


def _moved(data: dict[str, Any]) -> tuple[dt.date, dt.date]:
    before, after = (dt.date.fromisoformat(data[when]["last_day"]) for when in ("before", "after"))
    return before, after


def _reasons(steps: Sequence[ComplaintStep]) -> dict[str, str]:
    """The reasons given with steps, likewise by their commitment."""
    return {commitment(step.salt, step.text): step.text for step in steps if step.text}


def bodies_of(session: Session, steps: Sequence[ComplaintStep]) -> dict[uuid.UUID, str]:
    """Names of the bodies the steps name; no statement where they name none."""
    wanted = {step.body_id for step in steps if step.body_id is not None}
    if not wanted:
        return {}
    query = select(OutsideBody.id, OutsideBody.name).where(OutsideBody.id.in_(wanted))
    return {row.id: row.name for row in session.execute(query)}


def _named(ref: str, names: Mapping[uuid.UUID, str]) -> str:
    kind, _, key = ref.partition(":")
    return names.get(_id(key), "") if kind == "person" else ref


def _id(text: object) -> uuid.UUID:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return uuid.UUID(int=0)
