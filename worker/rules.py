"""What is decided about effects, without a database: when to try again, when to give up, whose a row is. Pure."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Final

LEASE: Final = dt.timedelta(minutes=3)
"""Ours: a row in hand belongs to its worker so long after its last sign of life. Longer than the longest silence of a
mail server (``worker.smtp.PATIENCE_SECONDS``), short enough that a killed worker is soon replaced."""

RENEW_SECONDS: Final = 30
"""Ours: how often a worker says that it lives and keeps what it has in hand; six times within a lease."""

FIRST_WAIT: Final = dt.timedelta(seconds=30)
"""Ours: most failures of a mail server are over after a moment (greylisting, a restart)."""

LONGEST_WAIT: Final = dt.timedelta(hours=6)
"""Ours: a server that comes back after a weekend has its mail within the morning."""

MOST_ATTEMPTS: Final = 32
"""Ours: with the waits above this is more than four days even if every wait is drawn as short as possible.
Source: RFC 5321, 4.5.4.1, "the give-up time generally needs to be at least 4-5 days"."""

JITTER: Final = 20
"""Ours: percent by which a wait is shortened or lengthened, so that what failed together does not return together."""

STUCK_AFTER: Final = dt.timedelta(hours=24)
"""Ours: what waits longer than a day is told to the administrators."""


KEPT: Final = dt.timedelta(days=30)
"""Ours: how long a row that is done or given up stays, for whoever asks whether a mail went out; then the record of the
case alone says so."""

RUNS_KEPT: Final = dt.timedelta(days=400)
"""Ours: how long the runs of jobs stay: the packs of a year, and a month to look at them."""

FREQUENT_RUNS_KEPT: Final = dt.timedelta(days=2)
"""Ours: the same for jobs that run every few seconds, whose runs would be a thousand a day."""


class State(enum.StrEnum):
    """Where a row of the outbox is. A row in hand is a waiting one with a lease."""

    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"
    DROPPED = "dropped"


def wait_after(attempts: int, chance: float) -> dt.timedelta:
    """How long to wait after so many failed attempts (1 and more): doubled each time up to the longest, with jitter.

    ``chance`` is drawn from 0 to 1: 0 shortens by ``JITTER`` percent, 1 lengthens by as much. Raises ValueError below
    one attempt.
    """
    if attempts < 1:
        raise ValueError("a wait follows an attempt")
    doubled: dt.timedelta = FIRST_WAIT * (1 << min(attempts - 1, 20))  # beyond 20 it is the longest anyway
    shift = 1 + JITTER / 100 * (2 * chance - 1)
    return min(doubled, LONGEST_WAIT) * shift


def is_last(attempts: int) -> bool:
    """Whether a row that failed so often is put aside."""
    return attempts >= MOST_ATTEMPTS


class RunState(enum.StrEnum):
    """How a job's period stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


MOST_RUNS: Final = 8
"""Ours: with the waits above about an hour; what fails so long needs a person, and the next period begins anew."""


def may_run_again(state: RunState, attempts: int, *, is_waiting: bool) -> bool:
    """Whether a period that was begun before, and is in nobody's hands now, is to be run once more."""
    if state is RunState.DONE or attempts >= MOST_RUNS:
        return False
    return state is RunState.RUNNING or not is_waiting
