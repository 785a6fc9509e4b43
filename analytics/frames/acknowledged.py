"""When whoever filed was given a confirmation, as the record tells it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.queries.replay import STREAM
from complaints.rules.kinds import Channel
from complaints.rules.letters import RECEIPT
from kernel.clock import local_day
from ledger.models import LedgerEntry

LETTER_SENT: Final = "complaints:letter:send"
CONFIRMED_BY: Final = ("complaints:complaint:acknowledge", "complaints:receipt:dispatch", LETTER_SENT)


def acknowledged_on(channel: str, received_on: dt.date, acknowledged: dt.date | None) -> dt.date | None:
    """The day of the confirmation: of a filing by our own web form the day of receipt, its page confirms at once."""
    return received_on if channel == Channel.WEB else acknowledged


def confirmations(session: Session, leaf: int) -> dict[str, dt.date]:
    """The day of the first confirmation recorded up to a leaf, by the id of the case. One statement."""
    query = (
        select(LedgerEntry.stream, LedgerEntry.tag, LedgerEntry.recorded_at, LedgerEntry.canonical)
        .where(LedgerEntry.tag.in_(CONFIRMED_BY), LedgerEntry.leaf <= leaf)
        .order_by(LedgerEntry.leaf)
    )
    found: dict[str, dt.date] = {}
    for stream, tag, recorded_at, canonical in session.execute(query):
        if tag != LETTER_SENT or json.loads(canonical)["data"]["template"] == RECEIPT.id:
            found.setdefault(stream.removeprefix(STREAM), local_day(recorded_at))
    return found
