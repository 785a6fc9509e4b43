"""The moment a report speaks of: now, or an earlier one, of which only what was recorded by then is seen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from kernel.clock import WARSAW, Clock, local_day
from kernel.errors import RuleBroken
from ledger.queries import head, leaf_at, moment_of

WRITTEN: Final = "%Y-%m-%d %H:%M:%S"
"""How a refusal names a moment: by the clock on the wall in Warsaw."""


class NotRecorded(RuleBroken):
    """The record does not reach to the moment asked for; ``code`` says on which side, ``facts`` where it ends."""

    code = "not_recorded"


@dataclass(frozen=True, slots=True)
class AsOf:
    """A moment, and the last leaf of the record at or before it."""

    moment: dt.datetime
    leaf: int

    @property
    def today(self) -> dt.date:
        """The legal day of the moment."""
        return local_day(self.moment)


def as_of(session: Session, moment: dt.datetime) -> AsOf:
    """Return a moment with the last leaf at or before it, found in as many statements as the record has binary digits.

    Raises NotRecorded when the moment is later than the last leaf (what will be recorded by then nobody knows), or
    earlier than the first.
    """
    end = head(session)
    last = moment_of(session, end.leaf) if end else None
    if end is None or last is None:
        raise NotRecorded("nothing is recorded yet", code="nothing_recorded")
    if moment > last:
        raise NotRecorded(
            f"the record ends with entry {end.leaf}, recorded {written(last)}: what is known later cannot be told yet",
            code="after_the_record",
            leaf=end.leaf,
            last=last,
        )
    leaf = leaf_at(session, moment, end.leaf)
    if leaf == 0:
        first = moment_of(session, 1) or last
        raise NotRecorded(
            f"the record begins with an entry recorded {written(first)}: nothing was known before",
            code="before_the_record",
            first=first,
        )
    return AsOf(moment, leaf)


def written(moment: dt.datetime) -> str:
    """A moment as a refusal names it: by the clock in Warsaw, cut to the second, so that it may itself be asked for."""
    return moment.astimezone(WARSAW).strftime(WRITTEN)


def local_text(moment: dt.datetime) -> str:
    """A moment as ``parsed`` reads it, by the clock in Warsaw: with seconds, and parts of them, only where it has any.

    In the hour that comes twice in autumn the second one is told with its zone.
    """
    local = moment.astimezone(WARSAW)
    precision = "microseconds" if local.microsecond else "seconds" if local.second else "minutes"
    plain = local.replace(tzinfo=None, fold=0)
    return (local if local.fold else plain).isoformat(timespec=precision)


def parsed(text: str) -> dt.datetime:
    """The moment written as 2026-10-31T23:59, with seconds where they are told; in Warsaw unless it names a zone.

    Of an hour that comes twice in autumn the first. Raises ValueError for anything else, a day without a time included.
    """
    if len(text) < len("2026-10-31T23:59"):
        raise ValueError(f"a moment is written 2026-10-31T23:59, not {text!r}")
    moment = dt.datetime.fromisoformat(text)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=WARSAW)
    return aware.astimezone(dt.UTC)


def minute_of(clock: Clock) -> dt.datetime:
    """The present moment cut to the minute, so that a page and its pictures agree."""
    return clock.now().replace(second=0, microsecond=0)
