"""Taking in what a device sends, each submission once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final, cast

from sqlalchemy import CursorResult, Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.ids import new_id
from ledger.canonical import canonical
from office.models import Desk
from surveys import queries
from surveys.actions.submitting import Prepared, payload_hash, prepared, store_new
from surveys.kiosk.queries import Place
from surveys.kiosk.rules import BadItem, Item, flags_of, given_at, read_item
from surveys.models import Delivery, Device, DeviceState, Quarantined
from surveys.queries import OpenVersions
from surveys.rules.submission import AnsweredOtherwise, ResponseTyped, payload

_DIALECTS: Final[Mapping[str, Any]] = {"sqlite": sqlite, "postgresql": postgresql}
_DELIVERIES: Final = cast(Table, Delivery.__table__)
_NOTE: Final = {
    name: dialect.insert(_DELIVERIES).on_conflict_do_nothing().returning(_DELIVERIES.c.submission_id)
    for name, dialect in _DIALECTS.items()
}
_DESKS: Final = cast(Table, Desk.__table__).c
_PLACES: Final = select(_DESKS.id, _DESKS.department_id, _DESKS.service_id).where(
    _DESKS.id.in_(bindparam("ids", expanding=True))
)
_DEVICES: Final = cast(Table, Device.__table__).c
_STATES: Final = cast(Table, DeviceState.__table__)
_SEEN: Final = (
    update(_STATES)
    .where(_STATES.c.device_id == bindparam("device"), _STATES.c.token_hash == bindparam("token"))
    .where(select(_DEVICES.id).where(_DEVICES.id == _STATES.c.device_id, _DEVICES.valid_to_on.is_(None)).exists())
    .values(seen_at=bindparam("now"))
)

CREATED, DUPLICATE, QUARANTINED, REFUSED = 201, 200, 409, 422


@dataclass(frozen=True)
class Outcome:
    """What became of one submission: its id as it was sent, a status as HTTP numbers it, and why it was refused."""

    id: str
    status: int
    code: str


@dataclass(frozen=True)
class Arrived:
    """A submission as it was read: void, ``ready`` to be stored, or refused with a ``code``."""

    id: str
    item: Item | None = None
    ready: Prepared | None = None
    code: str = ""


def deliver(
    session: Session, clock: Clock, device: Device, sent: Sequence[Any], clock_difference: dt.timedelta
) -> list[Outcome]:
    """Take in submissions in their order. Every one gets an outcome, whatever becomes of the others.

    201 stored, 200 it was already, 409 kept aside because other answers came under this id, 422 it is no submission.
    """
    return take_in(session, clock, device.id, read_sent(session, clock, sent, clock_difference))


def read_sent(
    session: Session,
    clock: Clock,
    sent: Sequence[Any],
    clock_difference: dt.timedelta,
    open_versions: OpenVersions | None = None,
    places: Mapping[uuid.UUID, Place] = MappingProxyType({}),
) -> list[Arrived]:
    """Read and check submissions without storing any, so no writer waits for it. A statement for their desks, and one
    for each version that is not known yet.

    ``open_versions``: those the program knows already; without it none is. ``places``: those of the desks that were
    read already, nearly always the one of the device, and then no statement is needed for them.
    """
    known = open_versions or OpenVersions()
    read = [_read(one) for one in sent]
    asking = [one.item for one in read if one.item and not one.item.is_void]
    desks = {**places, **_desks(session, {item.desk_id for item in asking if item.desk_id} - places.keys())}
    versions = {key: known.find(lambda: session, key) for key in {item.version_id for item in asking} if key}
    now = clock.now()

    def checked(one: Arrived) -> Arrived:
        item = one.item
        if item is None or item.is_void:
            return one
        try:
            typed, flags = _typed(desks, item), flags_of(item, clock_difference)
            return replace(one, ready=prepared(versions[typed.version_id], typed, given_at(item, now), flags))
        except RuleBroken as broken:
            return Arrived(one.id, code=broken.code)

    return [checked(one) for one in read]


def take_in(session: Session, clock: Clock, device_id: uuid.UUID, arrived: Sequence[Arrived]) -> list[Outcome]:
    """Store what was read, each submission once, and say of each what became of it; see ``deliver``.

    In rounds, in each of which an id stands once. Nearly always there is one round, of four statements.
    """
    rounds: list[dict[uuid.UUID, int]] = []
    for at, one in enumerate(arrived):
        if one.item:
            number = next((n for n, some in enumerate(rounds) if one.item.id not in some), len(rounds))
            if number == len(rounds):
                rounds.append({})
            rounds[number][one.item.id] = at
    outcomes = [Outcome(one.id, REFUSED, one.code) for one in arrived]
    for some in rounds:
        found = _round(session, clock, device_id, [arrived[at] for at in some.values()])
        for at, outcome in zip(some.values(), found, strict=True):
            outcomes[at] = outcome
    return outcomes


def note_beat(session: Session, clock: Clock, device: Device, told: dict[str, Any]) -> None:
    """Note what a device says of itself: ``queued``, ``refused``, ``oldest_ms``, ``version``, ``clock_ms``."""
    now, state = clock.now(), session.get_one(DeviceState, device.id)
    state.seen_at, state.queued, state.refused = now, told["queued"], told["refused"]
    state.oldest_at = now - dt.timedelta(milliseconds=told["oldest_ms"]) if told["queued"] else None
    state.app_version, state.clock_ms = told["version"], told["clock_ms"]


def note_seen(session: Session, clock: Clock, device_id: uuid.UUID, token: str) -> bool:
    """Note that a device spoke. False when it was revoked or paired anew since its token (as a hash) was looked up."""
    found = session.execute(_SEEN, {"device": device_id, "token": token, "now": clock.now()})
    return cast(CursorResult[Any], found).rowcount == 1


def _round(session: Session, clock: Clock, device_id: uuid.UUID, some: Sequence[Arrived]) -> list[Outcome]:
    """The outcomes of submissions of which no two have the same id."""
    ready = [one.ready for one in some if one.ready]
    stored = store_new(session, ready)
    before = [one for one in ready if one.id not in stored]
    hashes = queries.payload_hashes(session, [one.id for one in before])
    others = {one.id for one in before if hashes[one.id] != one.rows.response["payload_hash"]}
    for one in before:
        if one.id in others:
            _keep_aside(session, clock, device_id, one.typed)
    items = [one.item for one in some if one.item]
    noted = _noted(session, device_id, [item for item in items if item.id not in others])

    def outcome(named: str, item: Item) -> Outcome:
        if item.id in others:
            return Outcome(named, QUARANTINED, AnsweredOtherwise.code)
        if item.is_void:
            return Outcome(named, CREATED if item.id in noted else DUPLICATE, "void")
        is_new = item.id in stored
        return Outcome(named, CREATED, "stored") if is_new else Outcome(named, DUPLICATE, "duplicate")

    return [outcome(one.id, one.item) for one in some if one.item]


def _read(sent: Any) -> Arrived:
    named = str(sent.get("id"))[:40] if isinstance(sent, dict) else ""
    try:
        return Arrived(named, read_item(sent))
    except BadItem as bad:
        return Arrived(named, code=bad.code)


def _desks(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Place]:
    """Department and service of each desk."""
    return {row[0]: (row[1], row[2]) for row in session.execute(_PLACES, {"ids": list(ids)})} if ids else {}


def _typed(desks: Mapping[uuid.UUID, Place], item: Item) -> ResponseTyped:
    desk = desks.get(item.desk_id) if item.desk_id else None
    if desk is None or item.version_id is None:
        raise BadItem(field="desk")
    department_id, service_id = desk
    return ResponseTyped(
        submission_id=item.id,
        version_id=item.version_id,
        mode=item.mode,
        language=item.language,
        answers=item.answers,
        department_id=department_id,
        service_id=service_id,
        desk_id=item.desk_id,
        layout_version=item.layout,
        times_ms=item.times_ms,
    )


def _noted(session: Session, device_id: uuid.UUID, items: Sequence[Item]) -> frozenset[uuid.UUID]:
    """Note the numbers of submissions, each once; the ids of those that were not noted before."""
    rows = [
        {"submission_id": item.id, "device_id": device_id, "seq": item.seq, "is_void": item.is_void}
        for item in sorted(items, key=lambda item: item.id)
    ]
    return frozenset(session.execute(_NOTE[_name(session)], rows).scalars()) if rows else frozenset()


def _keep_aside(session: Session, clock: Clock, device_id: uuid.UUID, typed: ResponseTyped) -> None:
    """Keep what differs from the response of this id; the same difference is kept once."""
    row = {
        "id": new_id(),
        "submission_id": typed.submission_id,
        "device_id": device_id,
        "received_at": clock.now(),
        "payload": canonical(payload(typed)),
        "payload_hash": payload_hash(typed),
    }
    insert = _DIALECTS[_name(session)].insert(cast(Table, Quarantined.__table__)).values(row)
    session.execute(insert.on_conflict_do_nothing())


def _name(session: Session) -> str:
    return session.get_bind().dialect.name
