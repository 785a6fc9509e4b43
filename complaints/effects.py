"""Letters by e-mail: the frozen PDF goes to whoever filed the case, once."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import replace
from typing import Final

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from attachments.models import StoredFile
from attachments.serving import shelf_of
from complaints.actions.calls import stream_of_call
from complaints.events import ComplaintTag
from complaints.models import Complainant, Complaint, ComplaintLetter, PhoneCall
from complaints.reactions import INVITATION, LETTER
from kernel.permissions import SYSTEM
from ledger.actions import append
from ledger.queries import entries_of
from office.queries import the_office
from worker import mail
from worker.effects import Effect, Hopeless, Work, titled


@titled(_l("pismo urzędu w sprawie"))
def send_letter_mail(work: Work) -> None:
    """Bring the complainant a letter as PDF, the very bytes that were frozen; nothing where it was erased meanwhile."""
    with work.storage.reading() as session:
        letter = session.get(ComplaintLetter, uuid.UUID(work.payload["letter"]))
        if letter is None:
            raise Hopeless("gone")
        complaint = session.get_one(Complaint, letter.complaint_id)
        person = session.get(Complainant, complaint.id)
        stream = f"complaint:{complaint.id}"
        if letter.file_id is None or person is None or _is_mailed(session, work, stream, ComplaintTag.LETTER_MAILED):
            return
        message = mail.compose(
            "complaint_letter", complaint.language, to=person.email.strip(), row_id=work.row_id, complaint=complaint
        )
        paper = mail.Attached(file_name(complaint), _frozen(session.get_one(StoredFile, letter.file_id)))
        office = the_office(session)
        is_invented = office is not None and office.is_sample
    mail.send(replace(message, files=(paper,)), into_folder=is_invented)
    with work.storage.writing() as session:
        data = {"letter": str(letter.id), "effect": str(work.row_id)}
        append(session, work.clock, SYSTEM, ComplaintTag.LETTER_MAILED, stream, data, work.clock.today())


@titled(_l("zaproszenie do złożenia skargi lub wniosku"))
def send_invitation(work: Work) -> None:
    """Tell somebody who called how to file; nothing where the words of the call are gone."""
    with work.storage.reading() as session:
        call = session.get(PhoneCall, uuid.UUID(work.payload["call"]))
        if call is None or call.erased_at is not None or not call.email:
            return
        stream = stream_of_call(call.id)
        if _is_mailed(session, work, stream, ComplaintTag.CALL_INVITED):
            return
        message = mail.compose("phone_invitation", call.language, to=call.email, row_id=work.row_id, call=call)
        office = the_office(session)
        is_invented = office is not None and office.is_sample
    mail.send(message, into_folder=is_invented)
    with work.storage.writing() as session:
        data = {"effect": str(work.row_id)}
        append(session, work.clock, SYSTEM, ComplaintTag.CALL_INVITED, stream, data, work.clock.today())


def file_name(complaint: Complaint) -> str:
    """What a letter's file is called: the number of the case and nothing about anybody."""
    return f"pismo-{complaint.register_number.replace('/', '-').replace(' ', '-') or 'urzedu'}.pdf"


EFFECTS: Final[dict[str, Effect]] = {LETTER: send_letter_mail, INVITATION: send_invitation}


def _frozen(file: StoredFile) -> bytes:
    """The bytes as they were frozen. Raises Hopeless where they are missing or others: better none than a wrong one."""
    path = shelf_of(current_app.config["SETTINGS"]).path_of(file.digest)
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != file.digest:
        raise Hopeless("file_lost")
    return content


def _is_mailed(session: Session, work: Work, stream: str, tag: ComplaintTag) -> bool:
    """Whether this very mail went out before: a worker may have been killed between the mail and its last word."""
    mailed = (entry for entry in entries_of(session, stream) if entry.tag == tag.text)
    return any(json.loads(entry.canonical)["data"]["effect"] == str(work.row_id) for entry in mailed)
