"""What tests of accounts share: a second factor that is switched on, and the codes a telephone would show."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from kernel.permissions import Role
from ledger.models import LedgerEntry
from office.actions.second_factor import begin_second_factor, confirm_second_factor
from office.models import Office, SecondFactor
from office.rules.accounts import counter_at
from office.sealing import opened
from office.second_factor import code_at
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.program import SECRET


def telephone(session: Session, clock: FixedClock, person_id: uuid.UUID, *, steps: int = 0) -> str:
    """The code the person's telephone shows now, or so many steps away."""
    row = session.get_one(SecondFactor, person_id, populate_existing=True)
    secret = opened(SECRET, row.pending_secret or row.sealed_secret)
    return code_at(secret, counter_at(clock.now()) + steps)


def shown(storage: Storage, clock: FixedClock, person_id: uuid.UUID) -> str:
    """The same, read from the database of a running program."""
    with storage.reading() as session:
        return telephone(session, clock, person_id)


def secured(storage: Storage, clock: FixedClock, office: FoundedOffice, role: Role) -> list[str]:
    """Switch on the second factor of a member of the cast; gives the sheet. The clock moves on to the next code."""
    member = office.member(role)
    with storage.writing() as session:
        begin_second_factor(session, member.person_id, secret_key=SECRET)
        code = telephone(session, clock, member.person_id)
        sheet = confirm_second_factor(session, clock, member.actor, member.person_id, code, secret_key=SECRET)
    clock.advance(minutes=1)
    return sheet


def make_real(storage: Storage) -> None:
    """Turn the sample office of the tests into a real one."""
    with storage.writing() as session:
        session.scalars(select(Office)).one().is_sample = False


def tags(storage: Storage) -> list[str]:
    """All tags of the record, oldest first."""
    with storage.reading() as session:
        return list(session.scalars(select(LedgerEntry.tag).order_by(LedgerEntry.leaf)))


def record(storage: Storage) -> str:
    """The whole record as one text."""
    with storage.reading() as session:
        return "".join(session.scalars(select(LedgerEntry.canonical)))
