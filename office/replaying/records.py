"""Records of lists: each row is what its entries said last, field by field."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.replays import Difference, OnStep, Projection, Said, begins, rows_in, said, shown
from office.actions import records
from office.actions.bodies import BODIES
from office.actions.desks import DESKS
from office.actions.figures import FIGURES
from office.actions.filing import CLASSES
from office.actions.hours import DAYS_OFF, HOURS
from office.actions.letters import SIGNATORIES
from office.actions.records import Kept
from office.actions.services import SERVICES
from office.actions.topics import TOPICS, WORDINGS
from office.actions.warning import WARNINGS
from office.events import AdministrationTag, OfficeTag, StructureTag

ALL: Final[tuple[Kept[Any], ...]] = (
    SERVICES, DESKS, BODIES, FIGURES, CLASSES, HOURS, DAYS_OFF, SIGNATORIES, TOPICS, WORDINGS, WARNINGS,
)  # fmt: skip


@dataclass
class _Told:
    """A record as its entries tell it; ``fields`` only those an entry named."""

    fields: dict[str, Any] = field(default_factory=dict)
    is_there: bool = True
    leaf: int = 0


Change = Callable[[_Told, Said], None]

_NOT_TOLD: Final = frozenset({"id", "row_version", "salt", "token"})
"""Columns the record never names: keys, counters, salts, and the secret in a QR code."""


def _empty(kept: Kept[Any]) -> dict[str, Any]:
    """What a fresh row holds where its first entry says nothing."""
    columns = [column for column in kept.model.__table__.columns if column.key not in _NOT_TOLD]
    return {column.key: records.plain(getattr(column.default, "arg", None)) for column in columns}


def _values(told: _Told, one: Said) -> None:
    told.fields.update(one.data["values"])


def _after(told: _Told, one: Said) -> None:
    told.fields.update(one.data["after"])


def _ended(told: _Told, one: Said) -> None:
    told.fields["valid_to_on"] = one.data["last_day"]


def _withdrawn(told: _Told, _one: Said) -> None:
    told.is_there = False


def _moved(told: _Told, one: Said) -> None:
    told.fields["department_id"] = one.data["department"]


def _begun(told: _Told, one: Said) -> None:
    told.fields.update(department_id=one.data["department"], name=one.data["name"], valid_from_on=one.effective_on)
    told.fields.pop("service_id", None)  # of a desk added this way no entry says what it is for


def _confirmed(told: _Told, one: Said) -> None:
    told.fields.update(confirmed_on=one.effective_on, confirmed_by=one.data["by"])


def _warned(told: _Told, one: Said) -> None:
    told.fields.update(one.data["after"])
    del told.fields["grounds"]  # they are the reason of the entry


_BESIDES: Final[dict[str, Change]] = {
    OfficeTag.SERVICE_ADDED.text: _begun,
    OfficeTag.DESK_ADDED.text: _begun,
    StructureTag.SERVICE_MOVED.text: _moved,
    StructureTag.DESK_MOVED.text: _moved,
    AdministrationTag.FILING_CLASS_CONFIRMED.text: _confirmed,
    AdministrationTag.WARNING_ADDED.text: _warned,
}
"""Entries besides those every kind of record has, or told otherwise."""


def _changes(kept: Kept[Any]) -> dict[str, Change]:
    known = ((kept.added, _values), (kept.changed, _after), (kept.ended, _ended), (kept.withdrawn, _withdrawn))
    return {tag.text: change for tag, change in known if tag is not None} | _BESIDES


def _differences(kept: Kept[Any], session: Session, on_step: OnStep) -> Iterator[Difference]:
    rows = {row.id: row for row in session.scalars(select(kept.model))}
    changes = _changes(kept)
    streams = groupby(said(session, begins(f"{kept.stream}:"), by_stream=True), key=attrgetter("stream"))
    for stream, entries in streams:
        told = _Told(_empty(kept))
        for one in entries:
            told.leaf = one.leaf
            if one.tag in changes:
                changes[one.tag](told, one)
        row = rows.pop(uuid.UUID(stream.removeprefix(f"{kept.stream}:")), None)
        yield from _compared(kept, stream, row, told)
        on_step(1)
    for row in rows.values():
        yield Difference(f"{kept.stream} {row.id}", "it is there, but no entry tells of it")


def _compared(kept: Kept[Any], stream: str, row: Any, told: _Told) -> Iterator[Difference]:
    place = stream.replace(":", " ", 1)
    if (row is not None) != told.is_there:
        yield Difference(
            place, "it was withdrawn, but is there" if row else "its entries tell of it, but it is not there", told.leaf
        )
        return
    if row is None:
        return
    here = records.said(kept, row, {name: getattr(row, name) for name in told.fields})
    for name, value in told.fields.items():
        if here[name] != value:
            yield Difference(place, f"{name} is {shown(here[name])} here and {shown(value)} by its entries", told.leaf)


def projection_of(kept: Kept[Any]) -> Projection:
    """How the records of a kind are compared with their entries; rooms above have kinds of their own."""
    return Projection(
        kept.model.__tablename__, partial(rows_in, kept.model), partial(_differences, kept), (kept.model,)
    )


REPLAYS: Final = tuple(projection_of(kept) for kept in ALL)
