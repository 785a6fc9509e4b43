"""Letter data, and who may sign."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import Stale
from kernel.ids import ONLY_ONE
from kernel.permissions import Actor
from ledger.actions import append
from office.actions.records import Duplicate, Kept, add_record, change_record, end_record
from office.events import AdministrationTag
from office.models import LetterData, Signatory

SIGNATORIES: Final = Kept(
    Signatory,
    "signatory",
    AdministrationTag.SIGNATORY_ADDED,
    AdministrationTag.SIGNATORY_CHANGED,
    AdministrationTag.SIGNATORY_ENDED,
    personal=frozenset({"name"}),
)


@dataclass(frozen=True)
class LettersTyped:
    """Letter data as typed."""

    letterhead: str = ""
    footer: str = ""
    privacy_pl: str = ""
    privacy_en: str = ""
    privacy_uk: str = ""


@dataclass(frozen=True)
class SignatoryTyped:
    """A signatory as typed. No departments or no kinds: all of them. ``departments``: ids as text."""

    name: str
    post: str
    valid_from_on: dt.date
    person_id: uuid.UUID | None = None
    departments: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    number: str = ""


def change_letters(
    session: Session, clock: Clock, actor: Actor, typed: LettersTyped, *, row_version: int, reason: str = ""
) -> bool:
    """Set what stands on letters; whether anything changed. ``row_version`` is 0 before it was ever set.

    Raises Stale.
    """
    row = session.scalars(select(LetterData).with_for_update()).one_or_none()
    stored = row or LetterData(id=ONLY_ONE, row_version=0, **asdict(LettersTyped()))
    if stored.row_version != row_version:
        raise Stale(now={name: getattr(stored, name) for name in (*asdict(typed), "row_version")})
    changed: dict[str, Any] = {name: value for name, value in asdict(typed).items() if getattr(stored, name) != value}
    if not changed:
        return False
    session.add(stored)
    before = {name: getattr(stored, name) for name in changed}
    for name, value in changed.items():
        setattr(stored, name, value)
    stored.row_version += 1
    data = {"before": before, "after": changed}
    append(session, clock, actor, AdministrationTag.LETTERS_CHANGED, "letters", data, clock.today(), reason)
    return True


def add_signatory(session: Session, clock: Clock, actor: Actor, typed: SignatoryTyped) -> Signatory:
    """Authorise somebody to sign. Raises Duplicate for a number of authorisation in use."""
    _check_number(session, typed.number)
    return add_record(session, clock, actor, SIGNATORIES, asdict(typed), salt=secrets.token_hex(16))


def change_signatory(
    session: Session,
    clock: Clock,
    actor: Actor,
    row: Signatory,
    typed: SignatoryTyped,
    *,
    row_version: int,
    reason: str,
) -> bool:
    """Correct an authorisation; whether anything changed. Raises Stale, Duplicate, NoReason."""
    _check_number(session, typed.number, besides=row.id)
    values = asdict(typed)
    return change_record(session, clock, actor, SIGNATORIES, row, values, row_version=row_version, reason=reason)


def end_signatory(
    session: Session, clock: Clock, actor: Actor, row: Signatory, last_on: dt.date, *, row_version: int, reason: str
) -> None:
    """Withdraw an authorisation after a last day. Letters signed until then stay signed."""
    end_record(session, clock, actor, SIGNATORIES, row, last_on, row_version=row_version, reason=reason)


def _check_number(session: Session, number: str, besides: uuid.UUID | None = None) -> None:
    if not number:
        return
    query = select(Signatory.id).where(Signatory.number == number, Signatory.valid_to_on.is_(None))
    if any(found != besides for found in session.scalars(query)):
        raise Duplicate(field="number")
