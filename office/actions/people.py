"""People: add and change."""

from __future__ import annotations

import secrets

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.ids import new_id
from kernel.permissions import Actor
from ledger.actions import append
from ledger.canonical import commitment
from office.actions.locking import take
from office.actions.passwords import check_password
from office.events import OfficeTag, PeopleTag
from office.models import AccountCode, Person
from office.passwords import hashed
from office.rules import LOGIN
from office.rules.accounts import Way


class BadPerson(RuleBroken):
    """The login cannot be used."""

    code = "bad_person"


def add_person(
    session: Session,
    clock: Clock,
    actor: Actor,
    *,
    login: str,
    display_name: str,
    post: str,
    password: str | None,
    email: str = "",
    is_sample: bool = False,
) -> Person:
    """Add a member of staff. The record holds a commitment to the identity, not the identity.

    Without a password (None) nothing opens the account until its owner sets one after an invitation.
    Raises BadPerson: bad_login (not lower-case letters, digits, ``.-_``), login_taken; and WeakPassword.
    """
    if not LOGIN.fullmatch(login):
        raise BadPerson(field="login", code="bad_login")
    if session.scalar(select(Person.id).where(Person.login == login)) is not None:
        raise BadPerson(field="login", code="login_taken", value=login)
    if password is not None:
        check_password(session, password, login, display_name)
    person = Person(
        id=new_id(),
        login=login,
        display_name=display_name,
        post=post,
        email=email,
        password_hash="" if password is None else hashed(password),
        salt=secrets.token_hex(16),
        is_sample=is_sample,
    )
    session.add(person)
    data = {"person": str(person.id), "identity": identity(person), "address": address(person)}
    append(session, clock, actor, OfficeTag.PERSON_ADDED, f"person:{person.id}", data, clock.today())
    return person


def change_person(
    session: Session,
    clock: Clock,
    actor: Actor,
    person: Person,
    *,
    display_name: str,
    post: str,
    email: str,
    row_version: int | None = None,
) -> None:
    """Correct the name, post or e-mail address of a person; the login stays. Raises Stale.

    With another address the codes end that were sent to the old one: whose letter box that is nobody knows any more.
    """
    take(session, person, row_version)
    if person.email != email:
        _end_mailed_codes(session, clock, person)
    person.display_name, person.post, person.email = display_name, post, email
    data = {"person": str(person.id), "identity": identity(person), "address": address(person)}
    append(session, clock, actor, PeopleTag.PERSON_CHANGED, f"person:{person.id}", data, clock.today())


def identity(person: Person) -> str:
    """The commitment to who a person is, which is what the record holds."""
    return commitment(person.salt, {"login": person.login, "name": person.display_name, "post": person.post})


def address(person: Person) -> str:
    """The commitment to a person's e-mail address: invitations go there, and a provider's first sign-in links by it."""
    return commitment(person.salt, {"email": person.email})


def _end_mailed_codes(session: Session, clock: Clock, person: Person) -> None:
    mailed = update(AccountCode).where(AccountCode.person_id == person.id, AccountCode.way == Way.MAIL.value)
    session.execute(mailed.where(AccountCode.ended_at.is_(None)).values(ended_at=clock.now()))
