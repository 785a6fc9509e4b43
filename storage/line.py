"""Standing in line within a process, before PostgreSQL is asked for what only one transaction can have at a time."""

from __future__ import annotations

import threading
from typing import Final

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

MOST_SECONDS: Final = 0.25
"""How long somebody stands in line. Then they ask the server all the same: it decides anyway. Ours."""

_FRONT: Final = "front_of_the_line"


class Line:
    """Short writes of one process, one behind the other.

    The next number and the end of the record are for one at a time anyway. Were all threads to ask for them at once,
    the one that has them would wait for Python's own lock after each answer of the server, with everybody behind it.
    """

    def __init__(self) -> None:
        self._front = threading.Lock()

    def join(self, session: Session) -> None:
        """Come to the front, and stay there until the session's transaction ends."""
        if _FRONT in session.info:
            return
        if not session.in_transaction():
            session.begin()  # takes no connection; its end is what leaves the line
        if self._front.acquire(timeout=MOST_SECONDS):
            session.info[_FRONT] = self._front


def leave(session: Session) -> None:
    """Let the next one come. For whoever closes a session: where its connection broke, closing tells nobody."""
    front = session.info.pop(_FRONT, None)
    if front is not None:
        front.release()


@event.listens_for(Session, "after_transaction_end")
def _ended(session: Session, ended: SessionTransaction) -> None:
    """Let the next one come, however the transaction ended."""
    if ended.parent is None:
        leave(session)
