"""Passwords of people: the rules with the words everybody knows about the person, and changing one's own."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.permissions import Actor
from ledger.actions import append
from office.actions.sessions import close_sessions
from office.events import AccountTag
from office.models import AccountCode, Person
from office.passwords import hashed
from office.queries import the_office
from office.rules.passwords import weakness


class WeakPassword(RuleBroken):
    """The password is not good enough; ``code`` says why (see ``office.rules.passwords.weakness``)."""

    code = "weak_password"


def check_password(session: Session, password: str, *words: str) -> None:
    """Raises WeakPassword for a password that is too short, too long, common, or made of the given words."""
    office = the_office(session)
    found = weakness(password, (*words, office.name if office else ""))
    if found:
        raise WeakPassword(field="password", code=found)


def set_password(session: Session, clock: Clock, person: Person, password: str) -> None:
    """Give a person a password; open one-time codes end with it. The entry is the caller's. Raises WeakPassword."""
    check_password(session, password, person.login, person.display_name)
    person.password_hash = hashed(password)
    session.execute(
        update(AccountCode)
        .where(AccountCode.person_id == person.id, AccountCode.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def change_password(
    session: Session, clock: Clock, actor: Actor, person: Person, password: str, *, keep_token: str
) -> None:
    """Change one's own password, the old one having been checked. All other sessions end. Raises WeakPassword."""
    set_password(session, clock, person, password)
    close_sessions(session, clock, person.id, keep_token=keep_token)
    data = {"person": str(person.id)}
    append(session, clock, actor, AccountTag.PASSWORD_CHANGED, f"person:{person.id}", data, clock.today())
