"""Founding the office of an empty database, and changing what it says about itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.ids import new_id
from kernel.permissions import Actor
from ledger.actions import append, open_ledger
from office.actions.locking import fresh
from office.actions.records import NoReason
from office.events import AdministrationTag, OfficeFounded, OfficeTag
from office.models import Office
from office.models.office import ALL_LANGUAGES
from storage.telling import tell


class WithoutPolish(RuleBroken):
    """Polish cannot be left out of the languages. Source: act of 7.10.1999 on the Polish language, art. 4."""

    code = "without_polish"


@dataclass(frozen=True)
class OfficeTyped:
    """What an office says about itself, as typed. ``languages``: those residents are offered, Polish among them."""

    name: str
    address: str
    phone: str = ""
    email: str = ""
    website: str = ""
    bip_url: str = ""
    edelivery: str = ""
    nip: str = ""
    regon: str = ""
    languages: tuple[str, ...] = ALL_LANGUAGES
    unit_symbol: str = ""
    register_prefix: str = ""


def found_office(
    session: Session,
    clock: Clock,
    actor: Actor,
    typed: OfficeTyped | None = None,
    *,
    is_sample: bool = False,
    opening_hours: str = "",
    **facts: Any,
) -> OfficeFounded:
    """Found the office of an empty database and begin its record; the first entry says whether it is a sample.

    What the office says about itself comes as ``typed``, or as the fields of it by name.
    """
    typed = typed or OfficeTyped(**facts)
    if "pl" not in typed.languages:
        raise WithoutPolish(field="languages")
    office = Office(
        id=new_id(), opening_hours=opening_hours, is_sample=is_sample, founded_at=clock.now(), **asdict(typed)
    )
    session.add(office)
    open_ledger(session, clock, office.id)
    data = {"name": typed.name, "is_sample": is_sample}
    append(session, clock, actor, OfficeTag.FOUNDED, "office", data, clock.today())
    return tell(session, clock, OfficeFounded(office.id, is_sample))


def change_office(
    session: Session, clock: Clock, actor: Actor, office: Office, typed: OfficeTyped, *, row_version: int, reason: str
) -> bool:
    """Correct what the office says about itself; whether anything changed.

    Another name or address needs its reason: letters and reports of earlier years carry the old one.
    Raises Stale, NoReason, WithoutPolish.
    """
    fresh(session, office, row_version)
    if "pl" not in typed.languages:
        raise WithoutPolish(field="languages")
    changed = {name: value for name, value in asdict(typed).items() if getattr(office, name) != value}
    if not changed:
        return False
    if changed.keys() & {"name", "address"} and not reason.strip():
        raise NoReason(field="reason")
    before = {name: _plain(getattr(office, name)) for name in changed}
    for name, value in changed.items():
        setattr(office, name, value)
    office.row_version += 1
    data = {"before": before, "after": {name: _plain(value) for name, value in changed.items()}}
    append(session, clock, actor, AdministrationTag.OFFICE_CHANGED, "office", data, clock.today(), reason)
    return True


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
