"""Publishing a petition without delay, in words that name nobody, and taking it down again."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy.orm import Session

from complaints.actions.moving import NoText, check_independent
from complaints.events import ComplaintTag
from complaints.models import Complainant, Complaint, PetitionPublication
from complaints.rules.kinds import Kind
from complaints.rules.publishing import personal_words
from kernel.clock import Clock
from kernel.errors import Forbidden, RuleBroken, Stale
from kernel.permissions import Actor, Permission
from ledger.actions import append
from ledger.canonical import commitment


class NoPetition(RuleBroken):
    """Only petitions are published, and none whose persons were erased: nobody could compare the words any more."""

    code = "no_petition"


class Personal(RuleBroken):
    """The words say who filed it. ``facts``: words; ``field``: where."""

    code = "personal"


@dataclass(frozen=True)
class PublicationTyped:
    """What is to be read: the matter in a line, the petition, and how it was settled as far as it is.

    ``is_sure``: an official looked at words that look like those of whoever filed it, and says they are not (*Róża* and
    *różne* share a stem).
    """

    subject: str
    text: str
    answer: str = ""
    is_sure: bool = False


def publish_petition(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, typed: PublicationTyped, *, row_version: int
) -> PetitionPublication:
    """Publish a petition, or new words for one; one that was taken down can be read again.

    Raises Forbidden, Stale, Concerned, NoPetition, NoText, Personal.
    """
    _check(session, actor, complaint, row_version)
    if complaint.erased_at is not None:
        raise NoPetition(source="art. 17 RODO")
    _check_words(session, complaint, typed)
    found = session.get(PetitionPublication, complaint.id)
    if found is None:
        found = PetitionPublication(complaint_id=complaint.id, published_on=clock.today(), row_version=0)
        session.add(found)
    found.subject, found.text, found.answer = typed.subject, typed.text, typed.answer
    found.salt, found.changed_at, found.hidden_on = secrets.token_hex(16), clock.now(), None
    _changed(complaint, found)
    data = {
        "subject": commitment(found.salt, typed.subject),
        "text": commitment(found.salt, typed.text),
        "answer": commitment(found.salt, typed.answer) if typed.answer else None,
    }
    append(session, clock, actor, ComplaintTag.PUBLISHED, f"complaint:{complaint.id}", data, clock.today())
    return found


def take_down_petition(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, reason: str, *, row_version: int
) -> PetitionPublication:
    """Let nobody read a published petition any more. Raises Forbidden, Stale, Concerned, NoPetition, NoText."""
    _check(session, actor, complaint, row_version)
    found = session.get(PetitionPublication, complaint.id)
    if found is None or found.hidden_on is not None:
        raise NoPetition
    if not reason.strip():
        raise NoText(field="text")
    found.hidden_on, found.changed_at = clock.today(), clock.now()
    _changed(complaint, found)
    data = {"reason": commitment(found.salt, reason)}
    append(session, clock, actor, ComplaintTag.TAKEN_DOWN, f"complaint:{complaint.id}", data, clock.today())
    return found


def _changed(complaint: Complaint, found: PetitionPublication) -> None:
    found.row_version += 1
    complaint.row_version += 1


def _check(session: Session, actor: Actor, complaint: Complaint, row_version: int) -> None:
    session.refresh(complaint, with_for_update=True)
    if not actor.can_for(Permission.COMPLAINT_SETTLE, complaint.department_id):
        raise Forbidden
    if row_version != complaint.row_version:
        raise Stale(now=complaint.row_version)
    check_independent(complaint, actor)
    if complaint.kind != Kind.PETYCJA:
        raise NoPetition(source="art. 8 ustawy o petycjach")


def _check_words(session: Session, complaint: Complaint, typed: PublicationTyped) -> None:
    person = session.get(Complainant, complaint.id)
    for field in ("subject", "text", "answer"):
        words = getattr(typed, field)
        if not words.strip() and field != "answer":
            raise NoText(field=field)
        if person is None or typed.is_sure:
            continue
        name = "" if person.may_publish else person.name
        found = personal_words(words, name, person.address, person.email, person.phone, person.on_behalf_of)
        if found:
            raise Personal(field=field, words=", ".join(found), source="art. 8 ust. 1 ustawy o petycjach")
