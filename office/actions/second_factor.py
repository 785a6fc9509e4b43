"""The second factor: a telephone that shows a new code every 30 seconds (TOTP), and a sheet of codes for a lost one.

Source: RFC 6238. Deviation: none; a code is taken once (5.2), a telephone's clock may be one step wrong.
"""

from __future__ import annotations

import hmac
import re
import uuid

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import Forbidden, RuleBroken
from kernel.ids import ONE_TIME_LENGTH, random_code, typed_code
from kernel.permissions import Actor, Role
from ledger.actions import append
from office.actions.records import NoReason
from office.actions.sessions import close_sessions
from office.events import AccountTag
from office.models import Person, RecoveryCode, SecondFactor
from office.queries import the_office
from office.queries.accounts import recovery_codes_left, roles_of
from office.rules.accounts import RECOVERY_CODES, counters_at, must_have_second_factor
from office.sealing import opened, sealed
from office.second_factor import code_at, new_secret, recovery_hash


class WrongCode(RuleBroken):
    """The code is not right, was used before, or belongs to another time."""

    code = "wrong_code"


class NotStarted(RuleBroken):
    """There is no secret that waits for its first code."""

    code = "not_started"


class Needed(RuleBroken):
    """Administrators of a real office cannot do without a second factor."""

    code = "second_factor_needed"


class NeedsAnother(Forbidden):
    """The second factor of an administrator is reset by another administrator."""

    code = "needs_another"


def begin_second_factor(session: Session, person_id: uuid.UUID, *, secret_key: str) -> None:
    """Make a new secret that waits for its first right code. Nothing changes for signing in yet: no entry."""
    row = session.get(SecondFactor, person_id)
    if row is None:
        row = SecondFactor(person_id=person_id)
        session.add(row)
    row.pending_secret = sealed(secret_key, new_secret())
    session.flush()


def pending_secret(session: Session, person_id: uuid.UUID, *, secret_key: str) -> str:
    """The secret that waits, to be shown to its owner. Raises NotStarted or KeyChanged."""
    row = session.get(SecondFactor, person_id)
    if row is None or not row.pending_secret:
        raise NotStarted
    return opened(secret_key, row.pending_secret)


def confirm_second_factor(
    session: Session, clock: Clock, actor: Actor, person_id: uuid.UUID, typed: str, *, secret_key: str
) -> list[str]:
    """Switch the waiting secret on with its first right code; gives the new sheet of codes, seen only now.

    Raises NotStarted, WrongCode or KeyChanged.
    """
    row = session.get(SecondFactor, person_id, with_for_update=True)
    if row is None or not row.pending_secret:
        raise NotStarted
    counter = _counter_of(clock, opened(secret_key, row.pending_secret), typed)
    if counter is None:
        raise WrongCode(field="code")
    row.sealed_secret, row.pending_secret = row.pending_secret, ""
    row.confirmed_at, row.last_counter = clock.now(), counter
    codes = _new_codes(session, clock, person_id)
    data = {"person": str(person_id)}
    append(session, clock, actor, AccountTag.SECOND_FACTOR_ON, f"person:{person_id}", data, clock.today())
    return codes


def take_code(
    session: Session, clock: Clock, actor: Actor, person_id: uuid.UUID, typed: str, *, secret_key: str
) -> None:
    """Take a code of the telephone or of the sheet; each is good once. Using the sheet leaves an entry.

    Raises WrongCode or KeyChanged.
    """
    text = typed_code(typed)
    if len(text) == ONE_TIME_LENGTH:
        _take_from_sheet(session, clock, actor, person_id, text)
        return
    stored = session.scalars(
        select(SecondFactor.sealed_secret).where(
            SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_not(None)
        )
    ).one_or_none()
    counter = _counter_of(clock, opened(secret_key, stored), typed) if stored else None
    if counter is None or not _is_first(session, person_id, counter):
        raise WrongCode(field="code")


def new_recovery_codes(session: Session, clock: Clock, actor: Actor, person_id: uuid.UUID) -> list[str]:
    """A new sheet of codes; the old one is worth nothing any more."""
    codes = _new_codes(session, clock, person_id)
    data = {"person": str(person_id), "count": len(codes)}
    append(session, clock, actor, AccountTag.RECOVERY_CODES_MADE, f"person:{person_id}", data, clock.today())
    return codes


def switch_off_second_factor(session: Session, clock: Clock, actor: Actor, person_id: uuid.UUID) -> None:
    """Switch one's own second factor off, password and code having been checked. Raises Needed for administrators."""
    if is_needed(session, clock, actor.roles):
        raise Needed
    _forget(session, person_id)
    data = {"person": str(person_id)}
    append(session, clock, actor, AccountTag.SECOND_FACTOR_OFF, f"person:{person_id}", data, clock.today())


def reset_second_factor(session: Session, clock: Clock, actor: Actor, person: Person, reason: str) -> None:
    """Take the second factor from somebody who lost telephone and sheet; their sessions end.

    Nobody does this to themselves, or one stolen session would be enough. Raises NeedsAnother or NoReason.
    """
    if not reason.strip():
        raise NoReason(field="reason")
    if actor.person_id == person.id:
        raise NeedsAnother
    _forget(session, person.id)
    close_sessions(session, clock, person.id)
    data = {"person": str(person.id)}
    append(session, clock, actor, AccountTag.SECOND_FACTOR_RESET, f"person:{person.id}", data, clock.today(), reason)


def is_needed(session: Session, clock: Clock, roles: frozenset[Role]) -> bool:
    """Whether somebody with these roles must have a second factor in this office."""
    office = the_office(session)
    return must_have_second_factor(roles, is_sample=office is not None and office.is_sample)


def needs_second_factor(session: Session, clock: Clock, person_id: uuid.UUID) -> bool:
    """The same for a person, by the roles held today."""
    return is_needed(session, clock, roles_of(session, person_id, clock.today()))


def _counter_of(clock: Clock, secret: str, typed: str) -> int | None:
    """The time step whose code was typed, None when it is none of the steps allowed now."""
    digits = re.sub(r"\s", "", typed).encode()
    steps = counters_at(clock.now())
    right = [step for step in steps if hmac.compare_digest(code_at(secret, step).encode(), digits)]
    return max(right, default=None)


def _is_first(session: Session, person_id: uuid.UUID, counter: int) -> bool:
    """Whether this step is newer than all that were taken; of two who come at once, one gets it."""
    taken = session.execute(
        update(SecondFactor)
        .where(SecondFactor.person_id == person_id, SecondFactor.last_counter < counter)
        .values(last_counter=counter)
        .returning(SecondFactor.person_id)
    )
    return taken.one_or_none() is not None


def _take_from_sheet(session: Session, clock: Clock, actor: Actor, person_id: uuid.UUID, text: str) -> None:
    taken = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == recovery_hash(person_id, text),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .returning(RecoveryCode.person_id)
    )
    if taken.one_or_none() is None:
        raise WrongCode(field="code")
    data = {"person": str(person_id), "left": recovery_codes_left(session, person_id)}
    append(session, clock, actor, AccountTag.RECOVERY_CODE_USED, f"person:{person_id}", data, clock.today())


def _new_codes(session: Session, clock: Clock, person_id: uuid.UUID) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = [random_code() for _ in range(RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(person_id=person_id, code_hash=recovery_hash(person_id, code), made_at=clock.now())
        for code in codes
    )
    session.flush()
    return codes


def _forget(session: Session, person_id: uuid.UUID) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    session.execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))
