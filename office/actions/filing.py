"""Filing classes: what files are kept under and for how long, confirmed by the archivist."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.permissions import Actor
from ledger.actions import append
from ledger.canonical import commitment
from office.actions.locking import fresh
from office.actions.records import Duplicate, Kept, add_record, change_record, end_record
from office.events import AdministrationTag
from office.models import FilingClass
from office.rules.filing import is_category

CLASSES: Final = Kept(
    FilingClass,
    "filing_class",
    AdministrationTag.FILING_CLASS_ADDED,
    AdministrationTag.FILING_CLASS_CHANGED,
    AdministrationTag.FILING_CLASS_ENDED,
    personal=frozenset({"confirmed_by"}),
)


class BadCategory(RuleBroken):
    """What was typed is no category of files: A, B and years, BE and years."""

    code = "bad_category"


class NobodyConfirms(RuleBroken):
    """A confirmation needs the name of the archivist and a day that has come."""

    code = "nobody_confirms"


@dataclass(frozen=True)
class FilingClassTyped:
    """A filing class as typed."""

    symbol: str
    title: str
    category: str
    valid_from_on: dt.date
    kinds: tuple[str, ...] = ()


def add_filing_class(session: Session, clock: Clock, actor: Actor, typed: FilingClassTyped) -> FilingClass:
    """Add a class, not confirmed yet. Raises BadCategory, or Duplicate for a symbol in use."""
    _check(session, typed)
    return add_record(session, clock, actor, CLASSES, asdict(typed), salt=secrets.token_hex(16))


def change_filing_class(
    session: Session,
    clock: Clock,
    actor: Actor,
    filing: FilingClass,
    typed: FilingClassTyped,
    *,
    row_version: int,
    reason: str,
) -> bool:
    """Correct a class; another symbol or category has to be confirmed anew. Whether anything changed.

    Raises Stale, BadCategory, Duplicate, NoReason.
    """
    _check(session, typed, besides=filing.id)
    values = asdict(typed)
    if (filing.symbol, filing.category) != (typed.symbol, typed.category):
        values |= {"confirmed_on": None, "confirmed_by": ""}
    return change_record(session, clock, actor, CLASSES, filing, values, row_version=row_version, reason=reason)


def confirm_filing_class(
    session: Session, clock: Clock, actor: Actor, filing: FilingClass, by: str, on: dt.date, *, row_version: int
) -> None:
    """Note that the archivist looked at a class on a day. Raises Stale or NobodyConfirms."""
    fresh(session, filing, row_version)
    if not by.strip():
        raise NobodyConfirms(field="confirmed_by")
    if on > clock.today():
        raise NobodyConfirms(field="confirmed_on")
    filing.confirmed_on, filing.confirmed_by = on, by
    filing.row_version += 1
    data = {
        "id": str(filing.id),
        "symbol": filing.symbol,
        "category": filing.category,
        "by": commitment(filing.salt, by),
    }
    append(session, clock, actor, AdministrationTag.FILING_CLASS_CONFIRMED, f"filing_class:{filing.id}", data, on)


def end_filing_class(
    session: Session,
    clock: Clock,
    actor: Actor,
    filing: FilingClass,
    last_on: dt.date,
    *,
    row_version: int,
    reason: str,
) -> None:
    """Give a class its last day: what is filed under it stays and is kept as long as it says."""
    end_record(session, clock, actor, CLASSES, filing, last_on, row_version=row_version, reason=reason)


def _check(session: Session, typed: FilingClassTyped, besides: uuid.UUID | None = None) -> None:
    if not is_category(typed.category):
        raise BadCategory(field="category")
    query = select(FilingClass.id).where(FilingClass.symbol == typed.symbol, FilingClass.valid_to_on.is_(None))
    if any(found != besides for found in session.scalars(query)):
        raise Duplicate(field="symbol")
