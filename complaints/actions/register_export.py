"""A register that leaves the program as a file leaves an entry: what was taken, and whether names were in it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from complaints.events import ComplaintTag
from complaints.queries.register import RegisterFilter
from kernel.clock import Clock
from kernel.permissions import Actor
from ledger.actions import append


@dataclass(frozen=True)
class Exported:
    """What was taken: how many lines in which format. ``has_personal``: at least one says who filed a case."""

    wanted: RegisterFilter
    format: str
    count: int
    has_personal: bool


def record_export(session: Session, clock: Clock, actor: Actor, taken: Exported) -> None:
    """Write the entry of an export, before the file is handed out."""
    wanted = taken.wanted
    data = {
        "register": wanted.register.value,
        "from": wanted.first.isoformat(),
        "to": wanted.last.isoformat(),
        "by": "receipt" if wanted.is_by_receipt else "entry",
        "kind": wanted.kind,
        "department": str(wanted.department_id) if wanted.department_id else None,
        "format": taken.format,
        "count": taken.count,
        "with_personal": taken.has_personal,
    }
    stream = f"register:{wanted.register.value}"
    append(session, clock, actor, ComplaintTag.REGISTER_EXPORTED, stream, data, clock.today())
