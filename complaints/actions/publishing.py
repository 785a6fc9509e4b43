"""Publishing a petition without delay, with the name only where consent was given, its scan, and taking it down."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from attachments.models import StoredFile
from attachments.rules import FileRefused
from attachments.rules import Kind as FileKind
from complaints.actions.moving import NoText, check_independent
from complaints.events import ComplaintTag
from complaints.models import Complainant, Complaint, PetitionPublication, PetitionScan
from complaints.rules.kinds import Kind
from complaints.rules.publishing import personal_words
from complaints.rules.restricting import Restricted
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


class NoConsent(RuleBroken):
    """Whoever filed it did not agree that their name is published, or gave none."""

    code = "no_consent"


@dataclass(frozen=True)
class PublicationTyped:
    """What is to be read: the matter in a line, the petition, and how it was settled as far as it is.

    ``is_sure``: an official looked at words that look like those of whoever filed it, and says they are not (*Róża* and
    *różne* share a stem). ``is_named``: with the name of whoever filed it, who agreed.
    """

    subject: str
    text: str
    answer: str = ""
    is_sure: bool = False
    is_named: bool = False


def publish_petition(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, typed: PublicationTyped, *, row_version: int
) -> PetitionPublication:
    """Publish a petition, or new words for one; one that was taken down can be read again.

    Raises Forbidden, Stale, Concerned, NoPetition, NoConsent, NoText, Personal, Restricted.
    """
    _check(session, actor, complaint, row_version)
    _check_kept(complaint)
    if typed.is_named and not may_be_named(session, complaint):
        raise NoConsent(field="is_named", source="art. 4 ust. 3 ustawy o petycjach")
    _check_words(session, complaint, typed)
    found = session.get(PetitionPublication, complaint.id)
    if found is None:
        found = PetitionPublication(complaint_id=complaint.id, published_on=clock.today(), row_version=0)
        session.add(found)
    found.subject, found.text, found.answer = typed.subject, typed.text, typed.answer
    found.is_named = typed.is_named
    found.salt, found.changed_at, found.hidden_on = secrets.token_hex(16), clock.now(), None
    _changed(complaint, found)
    data = {
        "subject": commitment(found.salt, typed.subject),
        "text": commitment(found.salt, typed.text),
        "answer": commitment(found.salt, typed.answer) if typed.answer else None,
        "named": typed.is_named,
    }
    append(session, clock, actor, ComplaintTag.PUBLISHED, f"complaint:{complaint.id}", data, clock.today())
    return found


def change_scan(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, file: StoredFile | None, *, row_version: int
) -> None:
    """Put a copy without what is personal to a petition, another one in its place, or take it away (None).

    It is given out while the petition is published.

    Raises Forbidden, Stale, Concerned, NoPetition, FileRefused (no PDF).
    """
    _check(session, actor, complaint, row_version)
    _check_kept(complaint)
    if file is not None and file.kind != FileKind.PDF:
        raise FileRefused(code="scan_no_pdf", field="scan")
    _drop_scan(session, complaint)
    complaint.row_version += 1
    data: dict[str, str | int | None] = {"file": None, "size": None}
    if file is not None:
        salt = secrets.token_hex(16)
        session.add(PetitionScan(complaint_id=complaint.id, file_id=file.id, added_at=clock.now(), salt=salt))
        data = {"file": commitment(salt, file.digest), "size": file.size}
    append(session, clock, actor, ComplaintTag.SCANNED, f"complaint:{complaint.id}", data, clock.today())


def may_be_named(session: Session, complaint: Complaint) -> bool:
    """Whether whoever filed a petition gave a name and agreed that it is published."""
    person = session.get(Complainant, complaint.id)
    return person is not None and person.may_publish and bool(person.name.strip())


def take_down_petition(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, reason: str, *, row_version: int
) -> PetitionPublication:
    """Let nobody read a published petition any more; its scan goes for good.

    Raises Forbidden, Stale, Concerned, NoPetition, NoText.
    """
    _check(session, actor, complaint, row_version)
    found = session.get(PetitionPublication, complaint.id)
    if found is None or found.hidden_on is not None:
        raise NoPetition
    if not reason.strip():
        raise NoText(field="text")
    found.hidden_on, found.changed_at = clock.today(), clock.now()
    _drop_scan(session, complaint)
    _changed(complaint, found)
    data = {"reason": commitment(found.salt, reason)}
    append(session, clock, actor, ComplaintTag.TAKEN_DOWN, f"complaint:{complaint.id}", data, clock.today())
    return found


def _drop_scan(session: Session, complaint: Complaint) -> None:
    session.execute(delete(PetitionScan).where(PetitionScan.complaint_id == complaint.id))


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


def _check_kept(complaint: Complaint) -> None:
    if complaint.restricted_at is not None:
        raise Restricted(source="art. 18 ust. 2 RODO")
    if complaint.erased_at is not None:
        raise NoPetition(source="art. 17 RODO")


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
