"""Everything kept on the person who filed a case, over all their cases: for the copy the law gives them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.events import ComplaintTag
from complaints.models import (
    Complainant,
    Complaint,
    ComplaintDraft,
    ComplaintMatter,
    ComplaintNote,
    HeldFiling,
    PetitionPublication,
    PhoneCall,
)
from complaints.queries.enclosed import enclosed
from complaints.queries.files_kept import KeptFile
from complaints.queries.held_personal import held_of, key_of_held, told_of_held
from complaints.queries.letters import letters_of
from complaints.queries.scope import may_read
from complaints.queries.steps import steps_of
from kernel.clock import local_day
from kernel.permissions import Actor
from ledger.queries import entries_of


@dataclass(frozen=True)
class PersonalData:
    """What is kept, as plain values, and the files that go with it. ``held_ids``: filings on the holding list."""

    case_ids: tuple[uuid.UUID, ...]
    held_ids: tuple[uuid.UUID, ...]
    cases: tuple[dict[str, Any], ...]
    files: tuple[KeptFile, ...]


def personal_data(session: Session, actor: Actor, complaint: Complaint) -> PersonalData:
    """The case and every other one filed under the same name and address, oldest first, as far as the reader may read;
    what waits on the holding list last.

    Cases found by the e-mail address alone are not in it: families share one, and a copy must not tell of another.
    """
    person = session.get(Complainant, complaint.id)
    key = person.person_key if person else ""
    cases = _of_the_same(session, key) if key else [complaint]
    return _told(session, actor, cases, held_of(session, actor, key))


def personal_data_of_held(session: Session, actor: Actor, held: HeldFiling) -> PersonalData:
    """The same for whoever sent a filing that waits on the holding list."""
    key = key_of_held(held)
    return _told(session, actor, _of_the_same(session, key) if key else [], held_of(session, actor, key) or [held])


def _told(session: Session, actor: Actor, found: Sequence[Complaint], waiting: Sequence[HeldFiling]) -> PersonalData:
    cases = [case for case in found if may_read(session, actor, case)]
    parts = [_case(session, case) for case in cases] + [told_of_held(session, held) for held in waiting]
    files = tuple(file for _facts, of_case in parts for file in of_case)
    ids = tuple(case.id for case in cases), tuple(held.id for held in waiting)
    return PersonalData(*ids, tuple(facts for facts, _files in parts), files)


def _of_the_same(session: Session, key: str) -> Sequence[Complaint]:
    query = select(Complaint).join(Complainant, Complainant.complaint_id == Complaint.id)
    query = query.where(Complainant.person_key == key)
    return session.scalars(query.order_by(Complaint.received_on, Complaint.year, Complaint.number, Complaint.id)).all()


def _case(session: Session, case: Complaint) -> tuple[dict[str, Any], list[KeptFile]]:
    matter = session.get(ComplaintMatter, case.id)
    folder = case.register_number.replace("/", "-").replace(" ", "-") or str(case.id)
    letters, files = _letters(session, case, folder)
    attached, more = _attachments(session, case, folder)
    facts = {
        "number": case.register_number,
        "sign": case.sign,
        "kind": case.kind,
        "channel": case.channel,
        "received_on": case.received_on.isoformat(),
        "person": _person(session.get(Complainant, case.id)),
        "subject": case.subject,
        "letter": matter.text if matter else None,
        "wishes": case.remedy_sought,
        "happened_on": _day(case.happened_on),
        "calls": _calls(session, case),
        "notes": _notes(session, case),
        "steps": [
            {"step": step.move, "on": step.happened_on.isoformat(), "words": step.text}
            for step in steps_of(session, case.id)
            if step.text
        ],
        "draft": _draft(session, case),
        "outcome": case.outcome,
        "settled_on": _day(case.settled_on),
        "answer": case.reply,
        "letters": letters,
        "attachments": attached,
        "published": _published(session, case),
        "contact_data_looked_at_on": _looks(session, case),
        "restricted_since": _day(local_day(case.restricted_at)) if case.restricted_at else None,
    }
    return facts, files + more


def _person(person: Complainant | None) -> dict[str, Any] | None:
    if person is None:
        return None
    return {key: getattr(person, key) for key in ("name", "address", "email", "phone", "on_behalf_of", "may_publish")}


def _notes(session: Session, case: Complaint) -> list[dict[str, str]]:
    query = select(ComplaintNote).where(ComplaintNote.complaint_id == case.id).order_by(ComplaintNote.written_at)
    return [{"on": local_day(note.written_at).isoformat(), "words": note.text} for note in session.scalars(query)]


def _calls(session: Session, case: Complaint) -> list[dict[str, str]]:
    query = select(PhoneCall).where(PhoneCall.complaint_id == case.id, PhoneCall.erased_at.is_(None))
    calls = session.scalars(query.order_by(PhoneCall.noted_at))
    return [
        {"on": call.called_on.isoformat(), "subject": call.topic, "words": call.told, "email": call.email}
        for call in calls
    ]


def _draft(session: Session, case: Complaint) -> str | None:
    draft = session.get(ComplaintDraft, case.id)
    if draft is None or case.reply is not None:
        return None
    return "\n\n".join(part for part in (draft.text, draft.factual, draft.legal) if part)


def _letters(session: Session, case: Complaint, folder: str) -> tuple[list[dict[str, Any]], list[KeptFile]]:
    told, files = [], []
    for place, written in enumerate(reversed(letters_of(session, case.id)), start=1):
        path = f"files/{folder}/letter-{place}.pdf" if written.file else None
        if written.file and path:
            files.append(KeptFile(path, written.file.digest))
        letter = written.letter
        told.append(
            {
                "sent_on": _day(letter.sent_on),
                "addressee": letter.addressee,
                "subject": letter.subject,
                "words": letter.body,
                "file": path,
            }
        )
    return told, files


def _attachments(session: Session, case: Complaint, folder: str) -> tuple[list[dict[str, Any]], list[KeptFile]]:
    told, files = [], []
    for one in enclosed(session, case.id):
        path = f"files/{folder}/attachment-{one.plain_name}"
        files.append(KeptFile(path, one.file.digest))
        told.append({"name": one.attachment.name, "note": one.attachment.note, "file": path})
    return told, files


def _published(session: Session, case: Complaint) -> dict[str, str] | None:
    published = session.get(PetitionPublication, case.id)
    if published is None:
        return None
    return {"subject": published.subject, "words": published.text, "answer": published.answer}


def _looks(session: Session, case: Complaint) -> list[str]:
    """The days on which somebody of the office opened the contact data.

    Not who: whoever asks for a copy learns when and why their data were seen, not the names of those who work here.
    Source: Court of Justice, C-579/21 (Pankki S).
    """
    entries = entries_of(session, f"complaint:{case.id}")
    return [
        local_day(entry.recorded_at).isoformat() for entry in entries if entry.tag == ComplaintTag.CONTACT_LOOKED.text
    ]


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
