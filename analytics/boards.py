"""The worker keeps the dashboards of closed months stored, so that nobody waits for them."""

from __future__ import annotations

from time import perf_counter
from typing import Final

from flask_babel import lazy_gettext as _l

from analytics.actions.storing import drop_boards, move_on, put_board
from analytics.frames.stored import Place
from analytics.reports.stored.keeping import make, plan
from kernel.clock import Clock
from storage.session import Storage
from worker.jobs import Job, JobWork
from worker.schedules import Every

SECONDS: Final = 4.0
"""Ours: so long one turn takes at most, and one dashboard more; mails wait no longer than that."""


def keep_boards(storage: Storage, clock: Clock, seconds: float = SECONDS) -> tuple[int, int]:
    """Make the dashboards that hold no more, the most looked at first, until the time is over; how many, and are left.

    Each is computed without a lock and stored in a transaction of its own. Raises what the first that could not be made
    ran into, after the others.
    """
    begun = perf_counter()
    with storage.reading() as session:
        found = plan(session, clock)
    if found.gone or found.ahead:
        with storage.writing() as session:
            drop_boards(session, found.gone)
            move_on(session, found.ahead, found.leaf)
    done, failed = 0, list[Exception]()
    for place in found.stale:
        try:
            _store(storage, clock, place)
            done += 1
        except Exception as error:  # noqa: BLE001 - one that cannot be made keeps no other waiting; it is told below
            failed.append(error)
        if perf_counter() - begun >= seconds:
            break
    if failed:
        raise failed[0]
    return done, len(found.stale) - done


def _store(storage: Storage, clock: Clock, place: Place) -> None:
    with storage.reading() as session:
        made = make(session, clock, place)
    with storage.writing() as session:
        if made is None:
            drop_boards(session, [place])
        else:
            put_board(session, made)


def _run(work: JobWork) -> str:
    done, left = keep_boards(work.storage, work.clock)
    return f"{done} dashboards made, {left} left"


BOARDS: Final = Job("dashboards", Every(30), _run, _l("Pulpity zamkniętych miesięcy"))
"""Between two runs what changed is computed for whoever asks; every run takes SECONDS at most."""
