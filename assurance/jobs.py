"""The daily seal."""

from __future__ import annotations

import logging
from typing import Final

from flask import current_app
from flask_babel import lazy_gettext as _l

from kernel.permissions import SYSTEM
from ledger.keys import load_key
from ledger.queries import head
from ledger.sealing import make_seal
from worker.jobs import Job, JobWork
from worker.schedules import Daily

log: Final = logging.getLogger(__name__)


def seal(work: JobWork) -> str:
    """Seal the record. Without a key nothing is done, and said; with one that cannot be used the run fails."""
    file = current_app.config["SETTINGS"].seal_key_file
    with work.storage.reading() as session:
        if head(session) is None:
            return "no office yet"
    if not file:
        log.warning("the record is not sealed: INTERESANT_SEAL_KEY_FILE names no key")
        return "no key is set: nothing sealed"
    key = load_key(file)
    with work.storage.writing() as session:
        made = make_seal(session, work.clock, SYSTEM, key)
    return f"seal {made.number} over {made.size} entries"


SEALING: Final = Job("record-seal", Daily(1, 45), seal, _l("Codzienna pieczęć zapisu zmian"))
"""Before the nightly backup, so that every backup ends with a seal."""
