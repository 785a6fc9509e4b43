"""The nightly job that sweeps away what is old: each room says what that is (``SWEEPS`` in ``app.py``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from kernel.clock import Clock
from worker.jobs import Job, JobWork
from worker.schedules import Daily

Sweep = Callable[[Session, Clock], int]
"""Takes away what is old in one transaction, and says how many rows that were."""

Sweeps = Mapping[str, Sweep]


def retention(sweeps: Sweeps) -> Job:
    """The job that calls all of them, each in a transaction of its own."""

    def run(work: JobWork) -> str:
        return ", ".join(f"{what}: {_swept(sweep, work)}" for what, sweep in sweeps.items())

    return Job("retention", Daily(3, 30), run, _l("Usuwanie przeterminowanych danych technicznych"))


def _swept(sweep: Sweep, work: JobWork) -> int:
    with work.storage.writing() as session:
        return sweep(session, work.clock)
