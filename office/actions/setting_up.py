"""From an empty database to an office with its first administrator: one code, one page, one transaction."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.ids import code_hash, new_id, typed_code
from kernel.permissions import SYSTEM, Role
from office import throttle
from office.actions.defaults import lay_defaults
from office.actions.founding import OfficeTyped, found_office
from office.actions.people import add_person
from office.actions.roles import grant_role
from office.models import Person, SetUpCode
from office.queries import the_office
from office.rules.setting_up import CODE_LASTS, new_code

THROTTLE_KEY = throttle.key_of("set-up", "code")


class OfficeExists(RuleBroken):
    """The office of this database is founded; there is nothing to set up. ``facts``: name."""

    code = "office_exists"


class WrongSetUpCode(RuleBroken):
    """The code is not the one printed last, or it is older than a day, or it was used."""

    code = "wrong_set_up_code"


@dataclass(frozen=True)
class AdministratorTyped:
    """The first administrator as typed."""

    login: str
    display_name: str
    post: str
    email: str
    password: str


def make_set_up_code(session: Session, clock: Clock) -> str:
    """A fresh code for the set-up page, 12 characters; the one before it opens nothing any more.

    Only its hash is stored. Raises OfficeExists.
    """
    office = the_office(session)
    if office is not None:
        raise OfficeExists(name=office.name)
    code, owner = new_code(), new_id()
    session.execute(delete(SetUpCode))
    session.add(
        SetUpCode(id=owner, code_hash=code_hash(code, owner), made_at=clock.now(), expires_at=clock.now() + CODE_LASTS)
    )
    throttle.succeeded(session, THROTTLE_KEY)
    return code


def is_set_up_code(session: Session, clock: Clock, text: str) -> bool:
    """Whether a code, as typed, opens the set-up page now. Raises TooManyTries after too many wrong ones."""
    throttle.check(session, clock, THROTTLE_KEY)
    return _owner(session, clock, text) is not None


def wrong_set_up_code(session: Session, clock: Clock) -> None:
    """Count a wrong code."""
    throttle.failed(session, clock, THROTTLE_KEY)


def set_up_office(
    session: Session, clock: Clock, code: str, office: OfficeTyped, administrator: AdministratorTyped
) -> Person:
    """Found the office with its lists and its first administrator, and use up the code.

    Raises WrongSetUpCode, BadPerson.
    """
    owner = _owner(session, clock, code)
    used = session.execute(delete(SetUpCode).where(SetUpCode.id == owner).returning(SetUpCode.id)).one_or_none()
    if used is None:
        raise WrongSetUpCode
    found_office(session, clock, SYSTEM, office)
    lay_defaults(session, clock, SYSTEM)
    person = add_person(
        session,
        clock,
        SYSTEM,
        login=administrator.login,
        display_name=administrator.display_name,
        post=administrator.post,
        email=administrator.email,
        password=administrator.password,
    )
    grant_role(session, clock, SYSTEM, person=person, role=Role.ADMINISTRATOR)
    return person


def _owner(session: Session, clock: Clock, text: str) -> uuid.UUID | None:
    """The row a code belongs to, None when it belongs to none that is still good."""
    rows = session.execute(select(SetUpCode.id, SetUpCode.code_hash).where(SetUpCode.expires_at > clock.now())).all()
    return next((row.id for row in rows if row.code_hash == code_hash(typed_code(text), row.id)), None)
