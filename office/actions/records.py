"""Records an administrator keeps in lists: adding, changing and ending one, whatever it is.

Each leaves one entry with the fields by name: what was, what is. Nothing is deleted; what is over is ended.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.ids import new_id
from kernel.permissions import Actor
from ledger.actions import append
from ledger.canonical import commitment
from ledger.tags import Tag
from office.actions.locking import fresh
from storage.base import Base


class NoReason(RuleBroken):
    """A change that will be asked about needs its reason."""

    code = "no_reason"


class BadPeriod(RuleBroken):
    """The last day lies before the first. ``field``: the last day."""

    code = "bad_period"


class Duplicate(RuleBroken):
    """There is one like this already. ``field``: what is the same."""

    code = "duplicate"


class AlreadyBegun(RuleBroken):
    """What is in force, or was, cannot be taken back: it happened. It can be corrected, or followed by another."""

    code = "already_begun"


class AlreadyEnded(RuleBroken):
    """It has a last day already."""

    code = "already_ended"


Record = TypeVar("Record", bound=Base)
"""A table with ``id`` and ``row_version``."""


@dataclass(frozen=True)
class Kept(Generic[Record]):
    """A kind of record: its table, its stream and tags in the ledger, and which of its fields are personal.

    Personal fields stand in the ledger as commitments under the row's ``salt``.
    """

    model: type[Record]
    stream: str
    added: Tag
    changed: Tag
    ended: Tag | None = None
    withdrawn: Tag | None = None
    personal: frozenset[str] = field(default=frozenset())


def add_record(
    session: Session,
    clock: Clock,
    actor: Actor,
    kept: Kept[Record],
    values: Mapping[str, Any],
    *,
    reason: str = "",
    salt: str | None = None,
    besides: Mapping[str, Any] | None = None,
) -> Record:
    """Add a record, effective from its first day of validity, else from today. Raises BadPeriod.

    ``besides``: fields that the record of the office does not tell.
    """
    check_period(values)
    model: type[Any] = kept.model
    row = model(id=new_id(), row_version=1, **values, **(besides or {}), **({"salt": salt} if salt else {}))
    session.add(row)
    data = {"id": str(row.id), "values": said(kept, row, values)}
    since = values.get("valid_from_on") or clock.today()
    append(session, clock, actor, kept.added, f"{kept.stream}:{row.id}", data, since, reason)
    return cast(Record, row)


def change_record(
    session: Session,
    clock: Clock,
    actor: Actor,
    kept: Kept[Any],
    row: Any,
    values: Mapping[str, Any],
    *,
    row_version: int,
    reason: str,
) -> bool:
    """Correct a record: only what differs is written and told. Whether anything did.

    Raises Stale, BadPeriod, and NoReason for a correction without one.
    """
    fresh(session, row, row_version)
    check_period(values)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return False
    if not reason.strip():
        raise NoReason(field="reason")
    before = said(kept, row, {name: getattr(row, name) for name in changed})
    for name, value in changed.items():
        setattr(row, name, value)
    row.row_version += 1
    data = {"id": str(row.id), "before": before, "after": said(kept, row, changed)}
    append(session, clock, actor, kept.changed, f"{kept.stream}:{row.id}", data, clock.today(), reason)
    return True


def end_record(
    session: Session,
    clock: Clock,
    actor: Actor,
    kept: Kept[Any],
    row: Any,
    last_on: dt.date,
    *,
    row_version: int,
    reason: str,
) -> None:
    """Give a record its last day of validity. Raises Stale, AlreadyEnded, BadPeriod or NoReason."""
    fresh(session, row, row_version)
    if row.valid_to_on is not None:
        raise AlreadyEnded
    if last_on < row.valid_from_on:
        raise BadPeriod(field="valid_to_on")
    if not reason.strip():
        raise NoReason(field="reason")
    if kept.ended is None:
        raise TypeError(f"{kept.stream} has no end")
    row.valid_to_on = last_on
    row.row_version += 1
    data = {"id": str(row.id), "last_day": last_on.isoformat()}
    append(session, clock, actor, kept.ended, f"{kept.stream}:{row.id}", data, last_on, reason)


def withdraw_record(
    session: Session,
    clock: Clock,
    actor: Actor,
    kept: Kept[Any],
    row: Any,
    begins_on: dt.date,
    *,
    row_version: int,
    reason: str,
) -> None:
    """Take back a record that has not begun yet; the ledger keeps what it was. Raises Stale, AlreadyBegun, NoReason."""
    fresh(session, row, row_version)
    if begins_on <= clock.today():
        raise AlreadyBegun
    if not reason.strip():
        raise NoReason(field="reason")
    if kept.withdrawn is None:
        raise TypeError(f"{kept.stream} cannot be withdrawn")
    columns = [column.key for column in row.__table__.columns if column.key not in {"id", "row_version", "salt"}]
    data = {"id": str(row.id), "values": said(kept, row, {name: getattr(row, name) for name in columns})}
    session.delete(row)
    append(session, clock, actor, kept.withdrawn, f"{kept.stream}:{row.id}", data, clock.today(), reason)


def check_period(values: Mapping[str, Any]) -> None:
    """See that a period does not end before it begins. Raises BadPeriod."""
    first, last = values.get("valid_from_on"), values.get("valid_to_on")
    if first is not None and last is not None and last < first:
        raise BadPeriod(field="valid_to_on")


def said(kept: Kept[Any], row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as the ledger holds them: plain, or a commitment where they are personal."""
    return {
        name: commitment(row.salt, plain(value)) if name in kept.personal and value else plain(value)
        for name, value in values.items()
    }


def plain(value: Any) -> Any:
    """A value as an entry may hold it: days and ids as text."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, tuple | list | frozenset):
        return [plain(item) for item in value]
    return value
