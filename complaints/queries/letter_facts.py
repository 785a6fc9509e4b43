"""What a new letter begins with: facts of the case, of its steps and its answer, and of the office."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Final

from babel.dates import format_date
from sqlalchemy.orm import Session

from complaints.models import Complainant, Complaint, ComplaintDraft, ComplaintMatter, ComplaintStep
from complaints.queries.steps import steps_of
from complaints.rules.letters import LetterTemplate, To, kind_facts, template_after
from complaints.rules.letters.grammar import OUTCOMES
from complaints.rules.letters.privacy import default_clause
from complaints.rules.moves import Move
from office.models import Department, Office, OutsideBody
from office.queries import the_office
from office.queries.letters import privacy_clause

SEVEN_DAYS: Final = "w ciągu 7 dni od dnia doręczenia tego pisma"
"""How long whoever is called has at least. Source: art. 64 § 2 KPA."""


def clause_of(session: Session, lang: str) -> str:
    """The clause on personal data in a language: the office's own, else a plain one with its name and address."""
    return privacy_clause(session, lang).strip() or default_clause(lang, office_facts(the_office(session)))


def case_facts(session: Session, today: dt.date, complaint: Complaint) -> dict[str, str]:
    """What the case and the office know for a letter; what they do not know is empty."""
    person = session.get(Complainant, complaint.id)
    matter = session.get(ComplaintMatter, complaint.id)
    department = session.get(Department, complaint.department_id) if complaint.department_id else None
    last_day = long_day(complaint.due_on) if complaint.due_on else ""
    return {
        **office_facts(the_office(session)),
        **kind_facts(complaint.kind, last_day),
        "number": complaint.register_number,
        "subject": complaint.subject,
        "received": long_day(complaint.received_on),
        "last_day": last_day,
        "answer_by": SEVEN_DAYS,
        "today": long_day(today),
        "department": department.name if department else "",
        "name": person.name if person else "",
        "address": ", ".join(address_lines(person.address)) if person else "",
        "text": matter.text if matter else "",
        "privacy": clause_of(session, "pl"),
    }


def office_facts(office: Office | None) -> dict[str, str]:
    """Name, addresses and contact of the office."""
    if office is None:
        return {}
    contact = [f"tel. {office.phone}" if office.phone else "", office.email]
    return {
        "office": office.name,
        "office_address": ", ".join(address_lines(office.address)),
        "contact": ", ".join(part for part in contact if part),
        "edelivery": office.edelivery,
    }


def step_facts(session: Session, complaint: Complaint, template: LetterTemplate) -> dict[str, str]:
    """What the last step said that calls for this letter: reason, days, body; nothing where there was none yet."""
    step = next(
        (step for step in reversed(steps_of(session, complaint.id)) if _calls_for(step, complaint, template)), None
    )
    if step is None:
        return {}
    body = session.get(OutsideBody, step.body_id) if step.body_id else None
    answer_by = _answer_by(step)
    return {
        **({"answer_by": answer_by} if answer_by else {}),
        "reason": step.text,
        "question": step.text,
        "state": step.text,
        "new_date": long_day(step.until_on) if step.until_on else "",
        "transferred_on": long_day(step.happened_on),
        "body": ", ".join([body.name, *address_lines(body.address)]) if body else "",
        "addressee": "\n".join([body.name, *address_lines(body.address)]) if body and template.to is To.BODY else "",
    }


def _answer_by(step: ComplaintStep) -> str:
    """The day a call set, never earlier than the law's seven days; empty where it set none."""
    if step.move != Move.CALL or step.until_on is None:
        return ""
    return f"do {long_day(step.until_on)}, a jeśli 7 dni od dnia doręczenia upłynie później: do końca tych 7 dni"


def answer_facts(session: Session, complaint: Complaint, template: LetterTemplate) -> dict[str, str]:
    """The words of the answer as they were put forward, where the letter is an answer."""
    written = session.get(ComplaintDraft, complaint.id)
    if written is None or template.id not in _ANSWERS:
        return {}
    said = {"factual": written.factual, "legal": written.legal, **_ANSWERS[template.id](written)}
    return {**said, "signatory_name": written.signatory_name, "signatory_post": written.signatory_post}


def addressee_of(session: Session, complaint: Complaint, template: LetterTemplate) -> str:
    """Name and address of the complainant, line by line; empty for every other addressee.

    Also empty where the data are only kept (art. 18 GDPR): a letter that has to go all the same is addressed by hand.
    """
    person = session.get(Complainant, complaint.id)
    if person is None or template.to is not To.COMPLAINANT or complaint.restricted_at is not None:
        return ""
    return "\n".join([person.name, *address_lines(person.address)])


def address_lines(address: str) -> list[str]:
    """An address line by line; where it was typed on one line, the postal code begins a new one."""
    parts = re.split(r"\s*\n\s*|,\s*(?=\d\d-\d{3}\b)", address.strip())
    return [part for part in parts if part]


def long_day(day: dt.date) -> str:
    """24 listopada 2026 r., as Polish letters write it."""
    return f"{format_date(day, 'd MMMM y', locale='pl')} r."


def _calls_for(step: ComplaintStep, complaint: Complaint, template: LetterTemplate) -> bool:
    return template_after(step.move, complaint.kind, basis=step.basis) == template.id


_ANSWERS: Final[dict[str, Callable[[ComplaintDraft], dict[str, str]]]] = {
    "odpowiedz_skarga": lambda written: {"settled": OUTCOMES.get(written.outcome, ""), "findings": written.text},
    "odmowa_skarga": lambda written: {"settled": written.text},
    "odpowiedz_wniosek": lambda written: {"settled": OUTCOMES.get(written.outcome, ""), "done": written.text},
    "odmowa_wniosek": lambda written: {"verdict": OUTCOMES.get(written.outcome, ""), "settled": written.text},
    "odpowiedz_petycja": lambda written: {"settled": written.text},
}
"""Where the words of an answer go in each letter; reasons have places of their own."""
