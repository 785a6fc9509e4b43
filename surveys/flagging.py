"""The nightly run of the rules for flags."""

from __future__ import annotations

import datetime as dt
from typing import Final

from flask_babel import lazy_gettext as _l

from kernel.permissions import SYSTEM
from surveys.actions.flags import compute_flags
from worker.jobs import Job, JobWork
from worker.schedules import Every

LOOKED_BACK: Final = dt.timedelta(days=40)
"""Ours: longer than any tablet keeps answers without a network; ``flask surveys flags`` looks at all."""


def _run(work: JobWork) -> str:
    with work.storage.writing() as session:
        done = compute_flags(session, work.clock, SYSTEM, work.clock.now() - LOOKED_BACK)
    return f"{done.responses} responses looked at, {done.changed} changed"


FLAGGING: Final = Job("flags", Every(3600), _run, _l("Oznaczanie odpowiedzi, którym nie można ufać"))
