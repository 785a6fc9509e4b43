"""Reading open sessions."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from office.models import SignIn
from office.rules.accounts import last_seen

REF_LENGTH: Final = 16
"""Signs of the mark a session has on its page: the beginning of its hash, enough to be the only one."""


@dataclass(frozen=True)
class OpenSession:
    """A signed-in browser as its owner sees it."""

    ref: str
    opened_at: dt.datetime
    seen_at: dt.datetime
    device: str


def open_sessions(session: Session, clock: Clock, person_id: uuid.UUID) -> list[OpenSession]:
    """Sessions of a person that are open now, the newest first."""
    rows = session.scalars(
        select(SignIn)
        .where(SignIn.person_id == person_id, SignIn.closed_at.is_(None), SignIn.expires_at > clock.now())
        .order_by(SignIn.opened_at.desc(), SignIn.token_hash)
    )
    return [
        OpenSession(row.token_hash[:REF_LENGTH], row.opened_at, last_seen(row.opened_at, row.seen_at), row.device)
        for row in rows
    ]
