"""Counting failed tries in the database, so that every process sees them.

Keys name accounts or cases, never addresses.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from office.models import Throttle
from office.rules import WINDOW, must_wait


class TooManyTries(RuleBroken):
    """This key has failed too often lately. ``facts['minutes']``: how long to wait, at least 1."""

    code = "too_many_tries"


def key_of(what: str, who: str) -> str:
    """The key under which failures of ``who`` at ``what`` are counted; it does not show who."""
    return f"{what}:{hashlib.sha256(who.encode()).hexdigest()[:40]}"


def check(session: Session, clock: Clock, key: str) -> None:
    """Raise TooManyTries while the key has to wait."""
    query = select(Throttle.failures, Throttle.window_from_at).where(Throttle.key == key)
    row = session.execute(query).one_or_none()
    if row is None:
        return
    left = must_wait(row.failures, row.window_from_at, clock.now())
    if left is not None:
        raise TooManyTries(minutes=max(1, -(-left // dt.timedelta(minutes=1))))


def failed(session: Session, clock: Clock, key: str) -> None:
    """Count a failure; a new window begins when the old one is over. Two statements, exact with many at once."""
    now = clock.now()
    session.execute(delete(Throttle).where(Throttle.window_from_at < now - WINDOW))
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    first = dialect.insert(Throttle).values(key=key, window_from_at=now, failures=1)
    session.execute(
        first.on_conflict_do_update(index_elements=[Throttle.key], set_={"failures": Throttle.failures + 1})
    )


def succeeded(session: Session, key: str) -> None:
    """Forget the failures of a key."""
    session.execute(delete(Throttle).where(Throttle.key == key))
