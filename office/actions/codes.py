"""One-time codes: inviting somebody, sending a recovery, and setting the password a code allows to set."""

from __future__ import annotations

import uuid

from sqlalchemy import update
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.ids import new_id, one_time_code, one_time_hash
from kernel.permissions import Actor
from ledger.actions import append, moment_text
from office.actions.passwords import set_password
from office.actions.sessions import close_sessions
from office.events import AccountTag, CodeMade
from office.models import AccountCode, Person
from office.queries.accounts import code_owner
from office.rules.accounts import LIFETIME, Purpose, Way
from worker.actions import enqueue

INVITATION_MAIL = "office:mail:invitation"
RECOVERY_MAIL = "office:mail:recovery"
RECOVERY_ASKED = "office:recovery:look_up"
"""Kinds of outbox rows."""


class NoAddress(RuleBroken):
    """There is no e-mail address to send to."""

    code = "no_address"


class NotActive(RuleBroken):
    """The person was deactivated."""

    code = "not_active"


class BadCode(RuleBroken):
    """The code is unknown, used, replaced or too old: all look the same."""

    code = "bad_code"


def invite(
    session: Session, clock: Clock, actor: Actor, person: Person, *, way: Way, secret_key: str, language: str = "pl"
) -> CodeMade:
    """Invite a person to set a password; an older invitation ends. By mail it waits in the outbox.

    Raises NoAddress when it is to go by mail and there is no address, NotActive for somebody deactivated.
    """
    if not person.is_active:
        raise NotActive
    if way is Way.MAIL and not person.email:
        raise NoAddress(field="way")
    made = _make(session, clock, person.id, Purpose.INVITATION, way, language, secret_key, new_id())
    data = {"person": str(person.id), "way": way.value, "expires_at": moment_text(made.expires_at)}
    append(session, clock, actor, AccountTag.INVITED, f"person:{person.id}", data, clock.today())
    if way is Way.MAIL:
        enqueue(session, clock, INVITATION_MAIL, {"invitation": str(made.id)}, key=f"invitation:{made.id}")
    return made


def send_recovery(
    session: Session, clock: Clock, actor: Actor, person: Person, *, code_id: uuid.UUID, language: str, secret_key: str
) -> None:
    """Let a recovery for a person wait in the outbox; under the same id it is made once, however often it is asked."""
    if session.get(AccountCode, code_id) is not None:
        return
    made = _make(session, clock, person.id, Purpose.RECOVERY, Way.MAIL, language, secret_key, code_id)
    data = {"person": str(person.id), "expires_at": moment_text(made.expires_at)}
    append(session, clock, actor, AccountTag.RECOVERY_SENT, f"person:{person.id}", data, clock.today())
    enqueue(session, clock, RECOVERY_MAIL, {"code": str(code_id)}, key=f"recovery:{code_id}")


def use_code(session: Session, clock: Clock, purpose: Purpose, code: str, password: str) -> Person:
    """Set a password with a one-time code; it works once, and all sessions of the person end.

    Raises BadCode, or WeakPassword (the code can then still be used).
    """
    person = code_owner(session, clock, purpose, code)
    if person is None:
        raise BadCode(field="code")
    set_password(session, clock, person, password)
    if not _is_taken(session, clock, code):
        raise BadCode(field="code")
    close_sessions(session, clock, person.id)
    tag = AccountTag.ACCEPTED if purpose is Purpose.INVITATION else AccountTag.RECOVERED
    actor = Actor(ref=f"person:{person.id}", person_id=person.id)
    append(session, clock, actor, tag, f"person:{person.id}", {"person": str(person.id)}, clock.today())
    return person


def _is_taken(session: Session, clock: Clock, code: str) -> bool:
    """Take the code: of two who come at once, one gets it."""
    taken = session.execute(
        update(AccountCode)
        .where(AccountCode.code_hash == one_time_hash(code), AccountCode.used_at.is_(None))
        .values(used_at=clock.now(), ended_at=clock.now())
        .returning(AccountCode.id)
    )
    return taken.one_or_none() is not None


def _make(
    session: Session,
    clock: Clock,
    person_id: uuid.UUID,
    purpose: Purpose,
    way: Way,
    language: str,
    secret_key: str,
    code_id: uuid.UUID,
) -> CodeMade:
    session.execute(
        update(AccountCode)
        .where(AccountCode.person_id == person_id, AccountCode.purpose == purpose.value, AccountCode.ended_at.is_(None))
        .values(ended_at=clock.now())
    )
    code, expires_at = one_time_code(secret_key, code_id), clock.now() + LIFETIME[purpose]
    session.add(
        AccountCode(
            id=code_id,
            person_id=person_id,
            purpose=purpose.value,
            way=way.value,
            language=language,
            code_hash=one_time_hash(code),
            made_at=clock.now(),
            expires_at=expires_at,
        )
    )
    session.flush()
    return CodeMade(code_id, code, expires_at)
