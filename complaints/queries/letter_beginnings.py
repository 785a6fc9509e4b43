"""A letter as it begins: its template filled with everything the program knows. Not stored here."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping

from sqlalchemy.orm import Session

from attachments.shelf import Shelf
from complaints.models import Complaint, ComplaintLetter
from complaints.queries.letter_facts import addressee_of, answer_facts, case_facts, long_day, step_facts
from complaints.queries.letter_paper import paper_of
from complaints.rules.kinds import Channel
from complaints.rules.letters import PROTOCOLS, LetterState, LetterTemplate, filled, template_of
from kernel.clock import Clock
from kernel.permissions import Actor
from office.queries.letters import signatories_for


def begun(
    session: Session,
    clock: Clock,
    actor: Actor,
    complaint: Complaint,
    template: LetterTemplate,
    facts: Mapping[str, str | dt.date],
) -> ComplaintLetter:
    """The letter, without an id. ``facts`` come before what the last step and the answer say, these before the case's.

    Whoever signs is whom the answer names, else the first who is authorised for the kind and department today.
    """
    said = {
        **step_facts(session, complaint, template),
        **answer_facts(session, complaint, template),
        **{name: long_day(value) if isinstance(value, dt.date) else value for name, value in facts.items()},
    }
    words = filled(template, {**case_facts(session, clock.today(), complaint), **said})
    able = (
        signatories_for(session, complaint.kind, complaint.department_id, clock.today()) if template.is_signed else []
    )
    return ComplaintLetter(
        complaint_id=complaint.id,
        template_id=template.id,
        template_version=template.version,
        state=LetterState.DRAFT.value,
        language="pl",
        addressee=said.get("addressee", "") or addressee_of(session, complaint, template),
        subject=words.subject,
        body=words.body,
        signatory_name=said.get("signatory_name") or (able[0].name if able else ""),
        signatory_post=said.get("signatory_post") or (able[0].post if able else ""),
        signatory_above="",
        enclosures="",
        dated_on=clock.today(),
        drafted_by_id=actor.person_id,
        drafted_at=clock.now(),
        channel="",
        has_privacy=False,
        salt=secrets.token_hex(16),
        row_version=1,
    )


def protocol_of(session: Session, clock: Clock, shelf: Shelf, actor: Actor, complaint: Complaint) -> bytes:
    """The protocol of what was told by word of mouth as PDF for two signatures, without storing a letter: whoever
    prints it took it down. Raises UnknownTemplate for a petition, which has to be written.

    Source: § 6 of the complaints regulation (Dz.U. 2002 nr 5 poz. 46); art. 63 § 1 and 3 KPA.
    """
    template = template_of((_protocol_for(complaint.kind) or PROTOCOLS[0]).id, complaint.kind)
    taken_by = {"signatory_name": actor.name, "signatory_post": actor.post}
    letter = begun(session, clock, actor, complaint, template, taken_by)
    letter.dated_on = complaint.received_on
    return paper_of(session, clock, shelf, letter, with_privacy=False)


def has_protocol(complaint: Complaint) -> bool:
    """Whether a case was told by word of mouth and so is written down for two signatures."""
    has_form = complaint.channel == Channel.ORAL and _protocol_for(complaint.kind) is not None
    return has_form and complaint.erased_at is None


def _protocol_for(kind: str) -> LetterTemplate | None:
    return next((template for template in PROTOCOLS if kind in template.kinds), None)
