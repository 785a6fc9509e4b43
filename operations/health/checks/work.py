"""Checks of what goes on behind the pages: worker, outbox, seals, backups."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from operations import queries
from operations.health import backups
from operations.health.finding import Finding, Look, fine, late, neutral, soon
from surveys.models import Response
from surveys.queries.follow_up import locked_pens
from worker import queries as worker_queries
from worker.rules import State

QUIET: Final = dt.timedelta(minutes=3)
"""Ours: a worker says every 30 seconds that it lives; six of them missed are no chance."""

SLOW, STUCK = dt.timedelta(hours=1), dt.timedelta(hours=24)
"""Ours: a mail server may be away for an hour; after a day people miss their mail."""

SEAL_PATIENCE: Final = dt.timedelta(minutes=15)
"""Ours: a seal takes at most 60 seconds, and is made up for with the next answer after a restart."""

BACKUP_AGE: Final = dt.timedelta(hours=26)
"""Ours: the daily backup, with two hours for a long one and for the change to summer time."""

CHECK_AGE: Final = dt.timedelta(days=9)
"""Ours: the weekly trial restore, with two days' grace."""


def worker(look: Look) -> Finding:
    """A worker gave a sign of life a moment ago."""
    with look.reading() as session:
        seen = worker_queries.last_heartbeat(session)
    if seen is None:
        return late("worker.none")
    age = look.clock.now() - seen
    return late("worker.quiet", minutes=minutes(age)) if age > QUIET else fine("worker.fine")


def outbox(look: Look) -> Finding:
    """Nothing waits for long, and nothing was put aside for good."""
    with look.reading() as session:
        oldest = worker_queries.oldest_waiting(session)
        dead = worker_queries.counts_by_state(session)[State.DEAD]
    age = look.clock.now() - oldest if oldest else dt.timedelta(0)
    if age > SLOW:
        return (late if age > STUCK else soon)("outbox.stuck", hours=hours(age))
    return soon("outbox.dead", count=dead) if dead else fine("outbox.fine")


def seals(look: Look) -> Finding:
    """Every answer to a survey is under a seal of the record soon after it came."""
    with look.reading() as session:
        oldest = oldest_unsealed(session)
    age = look.clock.now() - oldest if oldest else dt.timedelta(0)
    return late("seals.late", minutes=minutes(age)) if age > SEAL_PATIENCE else fine("seals.fine")


def pens(look: Look) -> Finding:
    """Answers after a case wait under the present secret key: no other lets them in."""
    with look.reading() as session:
        found = locked_pens(session, look.settings.secret_key)
    return soon("pens.locked", count=len(found), names=", ".join(found)) if found else fine("pens.fine")


def backup(look: Look) -> Finding:
    """There is a good backup of the last day, and it does not lie on the disk of what it saves."""
    with look.reading() as session:
        good, last = queries.last_backup(session, ok=True), queries.last_backup(session)
    if good is None:
        return late("backup.none")
    age = look.clock.now() - good.finished_at
    if age > BACKUP_AGE:
        return late("backup.old", hours=hours(age))
    if last is not None and not last.is_ok:
        return soon("backup.failed", hours=hours(age))
    folder, data = backups.folder(look.settings), Path(look.settings.data_folder)
    place = folder if folder.exists() else folder.parent  # the first nightly backup makes the folder
    if not os.access(place, os.W_OK | os.X_OK):
        return late("backup.unwritable", folder=str(folder))
    if place.stat().st_dev == data.stat().st_dev:
        return soon("backup.same_disk", hours=hours(age), folder=str(folder))
    return fine("backup.fine", hours=hours(age))


def restore(look: Look) -> Finding:
    """The last backup was restored for a trial within the week, and was whole."""
    with look.reading() as session:
        last, backup = queries.last_check(session), queries.last_backup(session, ok=True)
    if last is None:
        return neutral("restore.none") if backup is None else soon("restore.none")
    if not last.is_ok:
        return late("restore.failed")
    age = look.clock.now() - last.finished_at
    return soon("restore.old", days=age.days) if age > CHECK_AGE else fine("restore.fine", days=age.days)


def oldest_unsealed(session: Session) -> dt.datetime | None:
    """When the oldest answer came that is under no seal yet; None when all are."""
    return session.scalar(select(func.min(Response.received_at)).where(Response.leaf.is_(None)))


def minutes(age: dt.timedelta) -> int:
    """Whole minutes."""
    return int(age.total_seconds() // 60)


def hours(age: dt.timedelta) -> int:
    """Whole hours."""
    return int(age.total_seconds() // 3600)
