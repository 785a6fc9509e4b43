"""Writing into the record by which law the program counts, whenever a new version of it brought another one."""

from __future__ import annotations

import json
from typing import Final

from sqlalchemy.orm import Session

from complaints.events import ComplaintTag
from complaints.rules.law_in_use import digest_of, law_in_use
from kernel.clock import Clock
from kernel.permissions import Actor
from ledger.actions import append
from ledger.queries import head, newest_of

STREAM: Final = "law"


def adopt_law(session: Session, clock: Clock, actor: Actor) -> bool:
    """Leave an entry with the rules and the calendar in use, unless the newest such entry says the same.

    Whether there was anything to write; without an office there is no record yet.
    """
    if head(session) is None:
        return False
    law = law_in_use()
    before = newest_of(session, STREAM)
    if before is not None and json.loads(before.canonical)["data"] == {"digest": digest_of(law), **law}:
        return False
    data = {"digest": digest_of(law), **law}
    append(session, clock, actor, ComplaintTag.LAW_ADOPTED, STREAM, data, clock.today())
    return True
