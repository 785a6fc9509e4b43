"""The moment a pack speaks of: the same record and moment give the same bytes, so it is chosen with care."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from analytics.reports.as_of import AsOf, NotRecorded, as_of
from kernel.clock import WARSAW, Clock
from ledger.queries import head, moment_of


def pack_moment(session: Session, clock: Clock, then: dt.datetime | None = None) -> AsOf:
    """Return the moment asked for with its leaf; without one, the last entry, or this midnight when that is later.

    So packs of one day are the same as long as nothing is recorded, and a month that ended yesterday is over although
    nobody wrote anything today. A moment between the last entry and now may be asked for: what was recorded by then
    is known. Raises NotRecorded for a moment to come, before the first entry, or without any entry.
    """
    end = head(session)
    last = moment_of(session, end.leaf) if end else None
    if end is None or last is None:
        raise NotRecorded("nothing is recorded yet", code="nothing_recorded")
    if then is None:
        midnight = dt.datetime.combine(clock.today(), dt.time(), WARSAW).astimezone(dt.UTC)
        return AsOf(max(last, midnight), end.leaf)
    if last <= then <= clock.now():
        return AsOf(then, end.leaf)
    return as_of(session, then)
