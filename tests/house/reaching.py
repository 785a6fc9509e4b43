"""Cases with words nobody else uses, and people who hold every role in every way there is."""

from __future__ import annotations

import datetime as dt
import io
import uuid
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from assurance.rules.matrix import HOLDINGS, Held, Holding, Place
from attachments.actions import prepare, stage
from attachments.shelf import Shelf
from complaints.actions import FeedbackTyped, attach, draft_letter, leave_feedback, note, receive
from complaints.models import Complaint, ComplaintAttachment
from kernel.clock import FixedClock
from kernel.ids import new_id
from kernel.permissions import RESIDENT, SYSTEM, Actor, Grant, Role
from office.actions import add_person, enter_absence, grant_role, name_deputy
from office.models import Department, Person
from office.sign_in import open_sign_in
from storage.session import Storage
from tests.attachments import specimens
from tests.cast import FoundedOffice
from tests.complaints.handling import filing

WORDS: Final = {Place.OWN: "Zebra", Place.OTHER: "Okapi", Place.OTHER_HANDLED: "Narwal", Place.NONE: "Ibis"}
"""The word that begins everything said in a case: what it is about, the letter, names, notes, files."""

NAME, CONTACT = "Nazwisko", "Kontakt"
"""What follows the word in the name of whoever filed, and in address and e-mail."""


@dataclass(frozen=True)
class Planted:
    """A case and what hangs on it. ``handler_id``: who handles it."""

    word: str
    complaint_id: uuid.UUID
    letter_id: uuid.UUID
    attachment_id: uuid.UUID
    feedback_id: uuid.UUID
    handler_id: uuid.UUID | None


@dataclass(frozen=True)
class Member:
    """Somebody who holds a role in a way; None: no longer, or not yet."""

    name: str
    holding: Holding | None
    person_id: uuid.UUID


def people_of_every_holding(session: Session, clock: FixedClock, office: FoundedOffice) -> list[Member]:
    """One person for each way to hold a role; and those whose role ended yesterday or begins tomorrow."""
    home = session.get_one(Department, office.home.id)
    today, found = clock.today(), []
    day = dt.timedelta(days=1)
    for holding in HOLDINGS:
        person = _person(session, clock, f"{holding.role}.{holding.held}".replace("_", "-"))
        if holding.held is Held.DEPUTY:
            absent = _person(session, clock, f"{holding.role}.absent")
            grant_role(session, clock, SYSTEM, person=absent, role=holding.role, department=home)
            enter_absence(session, clock, _BOSS, absent, from_on=today, to_on=today + day)
            name_deputy(session, clock, _BOSS, absent, deputy=person, department=home, from_on=today, to_on=today + day)
        else:
            department = home if holding.held is Held.DEPARTMENT else None
            grant_role(session, clock, SYSTEM, person=person, role=holding.role, department=department)
        found.append(Member(person.login, holding, person.id))
    for role in (Role.HEAD, Role.AUDITOR):
        ended, coming = (_person(session, clock, f"{role}.{when}") for when in ("ended", "coming"))
        grant_role(session, clock, SYSTEM, person=ended, role=role, from_on=today - 9 * day, to_on=today - day)
        grant_role(session, clock, SYSTEM, person=coming, role=role, from_on=today + day)
        found += [Member(ended.login, None, ended.id), Member(coming.login, None, coming.id)]
    return found


def plant(
    session: Session, clock: FixedClock, office: FoundedOffice, shelf: Shelf, handler_id: uuid.UUID
) -> dict[Place, Planted]:
    """A case in every place, full of its word; the one handled elsewhere is handled by ``handler_id``."""
    boss = Actor(_BOSS.ref, person_id=office.member(Role.HEAD).person_id, grants=frozenset({Grant(Role.HEAD)}))
    departments = {Place.OWN: office.home.id, Place.NONE: None}
    found = {}
    for place, word in WORDS.items():
        department_id = departments.get(place, office.next_door.id)
        typed = filing(
            office, subject=f"{word} temat", text=f"{word} treść", name=f"{word}{NAME}",
            address=f"{word}{CONTACT} 7, 00-001 Próbowo", email=f"{word}{CONTACT}@example.pl".lower(), phone="",
            department_id=department_id,
        )  # fmt: skip
        case = session.get_one(Complaint, receive(session, clock, boss, typed).complaint_id)
        note(session, clock, boss, case, f"{word} notatka")
        letter = draft_letter(session, clock, boss, case, "potwierdzenie", addressee=f"{word}{NAME}\n{word}{CONTACT} 7")
        form_id = new_id()
        stage(session, clock, shelf, form_id, prepare(shelf, specimens.pdf()), f"{word} plik.pdf")
        attach(session, clock, boss, case, form_id, f"{word} uwaga")
        case.handler_id = handler_id if place is Place.OTHER_HANDLED else None
        case.state = "assigned" if case.handler_id else case.state
        opinion = leave_feedback(session, clock, RESIDENT, FeedbackTyped(f"{word} opinia", f"{word}.", department_id))
        session.flush()
        of_case = ComplaintAttachment.complaint_id == case.id
        attachment_id = session.scalars(select(ComplaintAttachment.id).where(of_case)).one()
        found[place] = Planted(word, case.id, letter.id, attachment_id, opinion.feedback_id, case.handler_id)
    return found


def place_for(member: Member, place: Place, planted: Planted) -> Place:
    """Where a case is, seen from this very person: handled elsewhere it is by one only."""
    if place is Place.OTHER_HANDLED and planted.handler_id != member.person_id:
        return Place.OTHER
    return place


def client_of(app: Flask, storage: Storage, clock: FixedClock, member: Member) -> FlaskClient:
    """A browser in which the person is signed in."""
    with storage.writing() as session:
        token = open_sign_in(session, clock, session.get_one(Person, member.person_id), hours=10).token
    client = app.test_client()
    with client.session_transaction("/staff/pl/") as cookie:
        cookie["token"] = token
    return client


def words_of(answer: TestResponse) -> str:
    """All that an answer says, in small letters: pages, CSV, JSON, calendars; a workbook as the texts of its parts."""
    body = answer.get_data()
    answer.close()
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            body = b"".join(parts.read(name) for name in parts.namelist())
    return body.decode("utf-8", "replace").lower()


def ids_of(member_cases: dict[Place, Planted]) -> dict[str, dict[Place, uuid.UUID]]:
    """What stands in an address for each case: by the name of the place in the address."""
    names = ("complaint_id", "letter_id", "attachment_id", "feedback_id")
    return {name: {place: getattr(one, name) for place, one in member_cases.items()} for name in names}


def shelf_in(folder: Path) -> Shelf:
    """Where the test's files lie."""
    return Shelf(folder)


def _person(session: Session, clock: FixedClock, login: str) -> Person:
    return add_person(session, clock, SYSTEM, login=login, display_name=login, post="", password=None)


_BOSS: Final = Actor("person:boss", person_id=uuid.UUID(int=9), grants=frozenset({Grant(Role.ADMINISTRATOR)}))
