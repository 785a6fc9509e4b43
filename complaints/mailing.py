"""The mail of this room, written when it is sent: receipts and replies for residents."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Final

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from complaints import labels
from complaints.deadline_card import how_it_began
from complaints.events import ComplaintTag
from complaints.models import Complainant, Complaint
from complaints.queries.steps import inputs_of, steps_of
from complaints.reactions import RECEIPT, REPLY
from complaints.rules.course import course
from complaints.rules.kinds import PASSED_ON
from complaints.rules.outcomes import legal_notice
from kernel.permissions import SYSTEM
from ledger.actions import append
from ledger.queries import entries_of
from office.queries import the_office
from worker import mail
from worker.effects import Effect, Hopeless, Work, titled


@titled(_l("potwierdzenie przyjęcia sprawy"))
def send_receipt(work: Work) -> None:
    """Tell the complainant the register number, the last day and why it is that day. Never the access code."""
    with work.storage.reading() as session:
        complaint, address = _addressed(session, work)
        if not address or _is_sent(session, work, complaint, ComplaintTag.RECEIPT_SENT):
            return
        inputs = inputs_of(complaint, steps_of(session, complaint.id))
        message = mail.compose(
            "complaint_receipt",
            complaint.language,
            to=address,
            row_id=work.row_id,
            complaint=complaint,
            due=course(inputs).main,
            is_passed_on=complaint.kind in PASSED_ON,
            how=how_it_began(inputs),
            labels=labels,
        )
        is_invented = _is_invented(session)
    mail.send(message, into_folder=is_invented)
    _record(work, complaint.id, ComplaintTag.RECEIPT_SENT)


@titled(_l("odpowiedź na skargę lub wniosek"))
def send_reply(work: Work) -> None:
    """Bring the complainant the approved reply, which ends with who signed it, and what can be done next."""
    with work.storage.reading() as session:
        complaint, address = _addressed(session, work)
        if not address or not complaint.reply or _is_sent(session, work, complaint, ComplaintTag.REPLY_SENT):
            return
        message = mail.compose(
            "complaint_reply",
            complaint.language,
            to=address,
            row_id=work.row_id,
            complaint=complaint,
            notice=legal_notice(complaint.kind, complaint.outcome),
            labels=labels,
        )
        is_invented = _is_invented(session)
    mail.send(message, into_folder=is_invented)
    _record(work, complaint.id, ComplaintTag.REPLY_SENT)


EFFECTS: Final[dict[str, Effect]] = {RECEIPT: send_receipt, REPLY: send_reply}


def _addressed(session: Session, work: Work) -> tuple[Complaint, str]:
    """The case and its complainant's address, empty where it was erased meanwhile. Raises Hopeless without a case."""
    complaint = session.get(Complaint, uuid.UUID(work.payload["complaint"]))
    if complaint is None:
        raise Hopeless("gone")
    person = session.get(Complainant, complaint.id)
    return complaint, person.email.strip() if person else ""


def _is_invented(session: Session) -> bool:
    """Whether this is a sample office, whose residents and their addresses are invented."""
    office = the_office(session)
    return office is not None and office.is_sample


def _is_sent(session: Session, work: Work, complaint: Complaint, tag: ComplaintTag) -> bool:
    """Whether this very mail went out before: a worker may have been killed between the mail and its last word."""
    sent = (entry for entry in entries_of(session, f"complaint:{complaint.id}") if entry.tag == tag.text)
    return any(json.loads(entry.canonical)["data"]["effect"] == str(work.row_id) for entry in sent)


def _record(work: Work, complaint_id: uuid.UUID, tag: ComplaintTag) -> None:
    day: dt.date = work.clock.today()
    with work.storage.writing() as session:
        complaint = session.get_one(Complaint, complaint_id)
        if tag is ComplaintTag.RECEIPT_SENT and complaint.acknowledged_at is None:
            complaint.acknowledged_at = work.clock.now()
        append(session, work.clock, SYSTEM, tag, f"complaint:{complaint_id}", {"effect": str(work.row_id)}, day)
