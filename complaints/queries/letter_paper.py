"""A letter as the facts its paper is drawn from. Its own words are Polish, the language that binds."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from attachments.shelf import Shelf
from complaints.models import Complainant, Complaint, ComplaintLetter
from complaints.queries.letter_facts import address_lines, clause_of, long_day
from complaints.queries.letters import gets_privacy
from complaints.rules.letters import PRIVACY, TEMPLATES, LetterTemplate, To
from complaints.rules.letters.privacy import FITS_AT_THE_FOOT, TITLES
from kernel.clock import Clock
from office.models import Department, Office
from office.queries import the_office
from office.queries.crest import crest_picture
from office.queries.letters import letter_data
from papers import Courtesy, LetterFacts, Signature, render


def paper_of(session: Session, clock: Clock, shelf: Shelf, letter: ComplaintLetter, *, with_privacy: bool) -> bytes:
    """The letter as PDF, as it would be frozen at this moment."""
    return render(letter_facts(session, clock, shelf, letter, with_privacy=with_privacy))


def preview_of(session: Session, clock: Clock, shelf: Shelf, letter: ComplaintLetter) -> bytes:
    """A draft as PDF: with the clause on personal data where it would go out with it now."""
    with_privacy = gets_privacy(session, letter.complaint_id, TEMPLATES[letter.template_id])
    return paper_of(session, clock, shelf, letter, with_privacy=with_privacy)


def letter_facts(
    session: Session, clock: Clock, shelf: Shelf, letter: ComplaintLetter, *, with_privacy: bool
) -> LetterFacts:
    """All that stands on the letter."""
    complaint = session.get_one(Complaint, letter.complaint_id)
    template, office = TEMPLATES[letter.template_id], the_office(session)
    data = letter_data(session)
    is_attached = with_privacy and template.id != PRIVACY.id  # that letter is the clause itself
    clause = clause_of(session, "pl") if is_attached else ""
    name = office.name if office else ""
    return LetterFacts(
        lang="pl",
        office=name,
        unit=_unit(session, complaint),
        contact=_contact(office, data.letterhead if data else ""),
        marks=_marks(complaint),
        place_and_day=_place_and_day(office, letter),
        addressee=tuple(letter.addressee.strip().split("\n")) if letter.addressee.strip() else (),
        subject=letter.subject,
        about=_about(complaint, template),
        body=letter.body,
        signatures=_signatures(session, letter, template),
        foot=_foot(letter, template),
        footer=data.footer if data else "",
        privacy_title=TITLES["pl"],
        privacy=clause,
        privacy_page=len(clause) > FITS_AT_THE_FOOT,
        courtesy=_courtesy(session, complaint, template, with_privacy=with_privacy),
        crest=crest_picture(session, shelf),
        crest_alt=f"Herb: {name}",
        made_at=clock.now(),
    )


def _unit(session: Session, complaint: Complaint) -> str:
    department = session.get(Department, complaint.department_id) if complaint.department_id else None
    return department.name if department else ""


def _contact(office: Office | None, letterhead: str) -> str:
    """The office's own letterhead without a first line that only repeats its name; else address and contact."""
    if office is None:
        return letterhead
    lines = letterhead.strip().split("\n")
    if lines[0].strip() == office.name:
        lines = lines[1:]
    if "".join(lines).strip():
        return "\n".join(lines)
    parts = (
        ", ".join(address_lines(office.address)),
        f"tel. {office.phone}" if office.phone else "",
        office.email,
        f"e-Doręczenia: {office.edelivery}" if office.edelivery else "",
    )
    return " · ".join(part for part in parts if part)


def _marks(complaint: Complaint) -> tuple[tuple[str, str], ...]:
    """The sign of the case where it has one, and its number in the register."""
    marks = (("Znak sprawy", complaint.sign or ""), ("Numer w rejestrze", complaint.register_number))
    return tuple((words, mark) for words, mark in marks if mark)


def _place_and_day(office: Office | None, letter: ComplaintLetter) -> str:
    """The town of the office's address and the date of the letter."""
    town = re.search(r"\d\d-\d{3}\s+([^,\n]+)", office.address) if office else None
    return ", ".join(part for part in (town[1].strip() if town else "", long_day(letter.dated_on)) if part)


def _about(complaint: Complaint, template: LetterTemplate) -> str:
    return f"Data wpływu: {long_day(complaint.received_on)}" if template.to is not To.NOBODY else ""


def _signatures(session: Session, letter: ComplaintLetter, template: LetterTemplate) -> tuple[Signature, ...]:
    """The office's signatory; under a protocol also whoever spoke."""
    if not template.is_signed:
        return ()
    own = Signature(letter.signatory_name, letter.signatory_post, letter.signatory_above)
    if template.to is not To.NOBODY:
        return (own,)
    person = session.get(Complainant, letter.complaint_id)
    hint = "(podpis)"
    return (
        Signature(person.name if person else "", "osoba, która wniosła sprawę", hint=hint),
        Signature(own.name, own.post or "osoba, która przyjęła zgłoszenie", own.above, hint),
    )


def _foot(letter: ComplaintLetter, template: LetterTemplate) -> tuple[tuple[str, str], ...]:
    enclosed = (("Załączniki", letter.enclosures),) if letter.enclosures.strip() else ()
    to = () if template.to is To.NOBODY else (("Otrzymują", "adresat, a/a"),)
    return (*enclosed, *to)


def _courtesy(
    session: Session, complaint: Complaint, template: LetterTemplate, *, with_privacy: bool
) -> Courtesy | None:
    """For whoever filed in another language: what the letter is, and the clause they can read."""
    lang = complaint.language
    if lang not in template.courtesy:
        return None
    clause = clause_of(session, lang) if with_privacy else ""
    return Courtesy(lang, template.courtesy[lang], TITLES[lang], clause)
