"""What staff are told of last days, by the clock: every lateness is written down, once, and told to who must know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flask_babel import lazy_gettext as _l

from complaints.actions.lateness import record_lateness
from complaints.events import DeadlinePassed
from complaints.models import Complaint
from complaints.queries.lateness import unrecorded
from kernel.clock import Clock
from kernel.permissions import SYSTEM, Actor
from storage.session import Storage
from worker.jobs import Job, JobWork
from worker.schedules import Daily


def record_all(storage: Storage, clock: Clock, actor: Actor) -> Iterator[DeadlinePassed]:
    """Write down every lateness that does not stand in the record, each case in a transaction of its own.

    Reading first and writing only where something is new: nobody waits, and a second run finds nothing to do.
    """
    with storage.reading() as session:
        found = unrecorded(session, clock.today())
    for complaint_id in found:
        with storage.writing() as session:
            complaint = session.get(Complaint, complaint_id)
            told = record_lateness(session, clock, actor, complaint) if complaint else []
        yield from told


def _write_down(work: JobWork) -> str:
    return f"{len(list(record_all(work.storage, work.clock, SYSTEM)))} last days passed"


LATENESS: Final = Job("lateness", Daily(0, 10), _write_down, _l("Zapis przekroczonych terminów"))
"""Soon after midnight: what became late with the day stands in the record before the office opens."""

JOBS: Final = (LATENESS,)
