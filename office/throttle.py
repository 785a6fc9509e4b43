"""Counting failed tries, and what is asked for too often, in the database, so that every process sees them.

Keys name accounts, devices or cases, never addresses.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from kernel.clock import Clock
from kernel.errors import RuleBroken
from office.models import Throttle
from office.rules import DEVICE_TRIES, TRIES, WINDOW, must_wait

SWEPT_AT_ONCE: Final = 100
"""Ours: windows that go with one that is counted: far more than come, and a fraction of a millisecond."""


class TooManyTries(RuleBroken):
    """This key has failed too often lately. ``facts['minutes']``: how long to wait, at least 1."""

    code = "too_many_tries"


def key_of(what: str, who: str) -> str:
    """The key under which failures of ``who`` at ``what`` are counted; it does not show who."""
    return f"{what}:{hashlib.sha256(who.encode()).hexdigest()[:40]}"


@dataclass(frozen=True)
class Limit:
    """A key and how many failures of it are bearable in a window."""

    key: str
    tries: int = TRIES


@dataclass(frozen=True)
class Device:
    """The browser somebody tries from: its mark, and whether the account in question signed in on it before."""

    mark: str
    is_known: bool = False


def limits(what: str, who: str, device: Device | None, tries: int = TRIES) -> list[Limit]:
    """What has to hold back for ``who`` to try ``what`` from a device.

    A device the account signed in on before is counted by itself, so that strangers who guess elsewhere make nobody
    wait at their own desk. All other devices of an account are counted together, and each device over all accounts.

    Source: OWASP, Slow Down Online Guessing Attacks with Device Cookies.
    """
    is_known = device is not None and device.is_known
    account = Limit(key_of(what, f"{who} {device.mark}" if device and is_known else who), tries)
    return [account, Limit(key_of(f"{what}-device", device.mark), DEVICE_TRIES)] if device else [account]


def begin_try(session: Session, clock: Clock, all_limits: Sequence[Limit]) -> bool:
    """Count a try before it is made, so that many at once are not more than one after the other; commit it.

    A right one is forgotten by ``succeeded_all``. Whether it is the last one the first of the limits allows.
    Raises TooManyTries when there is none left.
    """
    for limit in all_limits:
        check(session, clock, limit.key, limit.tries)
    counts = [_counted(session, clock, limit.key, WINDOW, 1)[0] for limit in all_limits]
    _forget_some(session, clock)
    if any(count > limit.tries for count, limit in zip(counts, all_limits, strict=True)):
        raise TooManyTries(minutes=WINDOW // dt.timedelta(minutes=1))
    return counts[0] == all_limits[0].tries


def succeeded_all(session: Session, all_limits: Sequence[Limit]) -> None:
    """Forget the failures of all keys."""
    for limit in all_limits:
        succeeded(session, limit.key)


def check(session: Session, clock: Clock, key: str, tries: int = TRIES) -> None:
    """Raise TooManyTries while the key has to wait."""
    query = select(Throttle.failures, Throttle.window_from_at).where(Throttle.key == key)
    row = session.execute(query).one_or_none()
    if row is None:
        return
    left = must_wait(row.failures, row.window_from_at, clock.now(), tries)
    if left is not None:
        raise TooManyTries(minutes=max(1, -(-left // dt.timedelta(minutes=1))))


def failed(session: Session, clock: Clock, key: str) -> int:
    """Count a failure; a new window begins when the old one is over. How many there are now. Two statements."""
    count, _began_at = _counted(session, clock, key, WINDOW, 1)
    _forget_some(session, clock)
    return count


def succeeded(session: Session, key: str) -> None:
    """Forget the failures of a key."""
    session.execute(delete(Throttle).where(Throttle.key == key))


def book(session: Session, clock: Clock, key: str, within: dt.timedelta, many: int) -> tuple[int, dt.datetime]:
    """Count ``many`` requests of a key; how many there were before in its window, and when that began.

    Two statements. ``within`` is at most WINDOW.
    """
    count, began_at = _counted(session, clock, key, within, many)
    _forget_some(session, clock)
    return count - many, began_at


def _counted(session: Session, clock: Clock, key: str, within: dt.timedelta, many: int) -> tuple[int, dt.datetime]:
    """Count so many more of a key: how many there are in its window, and when that began. Exact with many at once."""
    now = clock.now()
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    first = insert(Throttle).values(key=key, window_from_at=now, failures=many)
    anew = _is_over(now, within)
    values = {
        "failures": case((anew, many), else_=Throttle.failures + many),
        "window_from_at": case((anew, now), else_=Throttle.window_from_at),
    }
    statement = first.on_conflict_do_update(index_elements=[Throttle.key], set_=values)
    row = session.execute(statement.returning(Throttle.failures, Throttle.window_from_at)).one()
    return row.failures, row.window_from_at


def _forget_some(session: Session, clock: Clock) -> None:
    """Let some windows go that are over, whosever they were: made-up keys fill nothing, and no request pays for all.

    Only after everything was counted, and of nobody who is being counted now: so nobody waits for each other.
    """
    over = select(Throttle.key).where(_is_over(clock.now(), WINDOW)).limit(SWEPT_AT_ONCE)
    session.execute(delete(Throttle).where(Throttle.key.in_(over.with_for_update(skip_locked=True))))


def _is_over(now: dt.datetime, within: dt.timedelta) -> ColumnElement[bool]:
    """A window that began so long ago; or ahead of time, by a clock that was put back since."""
    return (Throttle.window_from_at <= now - within) | (Throttle.window_from_at > now + within)
