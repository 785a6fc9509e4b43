"""Founding the office of an empty database."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.ids import new_id
from kernel.permissions import Actor
from ledger.actions import append, open_ledger
from office.events import OfficeFounded, OfficeTag
from office.models import Office


def found_office(
    session: Session,
    clock: Clock,
    actor: Actor,
    *,
    name: str,
    address: str,
    opening_hours: str = "",
    phone: str = "",
    email: str = "",
    is_sample: bool = False,
) -> OfficeFounded:
    """Found the office of an empty database and begin its record; the first entry says whether it is a sample."""
    office = Office(
        id=new_id(),
        name=name,
        address=address,
        opening_hours=opening_hours,
        phone=phone,
        email=email,
        is_sample=is_sample,
        founded_at=clock.now(),
    )
    session.add(office)
    open_ledger(session, clock, office.id)
    data = {"name": name, "is_sample": is_sample}
    append(session, clock, actor, OfficeTag.FOUNDED, "office", data, clock.today())
    return OfficeFounded(office.id, is_sample)
