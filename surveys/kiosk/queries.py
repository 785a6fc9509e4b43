"""Reading devices: who speaks, what they last said, which of their numbers never came."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import NotFound
from kernel.holidays import holiday_on
from office.models import Department, Desk
from office.queries.hours import days_off, hours_on
from office.rules.hours import is_open_at
from surveys.kiosk.rules import SILENCE
from surveys.models import DeadLetter, Delivery, Device, DeviceState, Quarantined

CONFLICT: Final = 409
"""Of these the server has both sides itself; the device's copy would be a third."""

MOST_GAPS = 20
"""Gaps that are listed; more are only counted."""


@dataclass(frozen=True)
class Seen:
    """A device with what is known of it. ``is_silent``: it should have been heard of and was not."""

    device: Device
    state: DeviceState
    desk: str
    department: str
    is_silent: bool


@dataclass(frozen=True)
class Numbers:
    """The numbers of a device: the highest that came, how many came, how many are missing below it, and where."""

    highest: int
    count: int
    missing: int
    gaps: Sequence[tuple[int, int]]
    """First and last number of each gap, at most MOST_GAPS of them."""


Place = tuple[uuid.UUID, uuid.UUID | None]
"""Department and service of a desk."""


@dataclass(frozen=True)
class Speaker:
    """The device that speaks, what is known of it, and the place of its desk."""

    device: Device
    state: DeviceState
    place: Place


_SPEAKER: Final = (
    select(Device, DeviceState, Desk.department_id, Desk.service_id)
    .join(DeviceState)
    .join(Desk)
    .where(DeviceState.token_hash == bindparam("token_hash"))
)


def device_of(session: Session, token_hash: str) -> Speaker | None:
    """The device whose token this is, revoked or not."""
    row = session.execute(_SPEAKER, {"token_hash": token_hash}).one_or_none()
    return None if row is None else Speaker(row[0], row[1], (row[2], row[3]))


def device_by_id(session: Session, device_id: uuid.UUID) -> Device:
    """A device. Raises NotFound."""
    found = session.get(Device, device_id)
    if found is None:
        raise NotFound
    return found


def all_devices(session: Session) -> list[Device]:
    """Devices by name, revoked ones last."""
    return list(session.scalars(select(Device).order_by(Device.valid_to_on.is_not(None), Device.name)))


def seen_devices(session: Session, clock: Clock, silence: dt.timedelta = SILENCE) -> list[Seen]:
    """Every device with what is known of it, in the order of ``all_devices``. Four statements."""
    is_late = _is_late(session, clock, silence)
    query = (
        select(Device, DeviceState, Desk.name, Department.name)
        .join(DeviceState)
        .join(Desk, Desk.id == Device.desk_id)
        .join(Department, Department.id == Desk.department_id)
        .order_by(Device.valid_to_on.is_not(None), Device.name)
    )
    return [
        Seen(device, state, desk, department, is_late(device, state))
        for device, state, desk, department in session.execute(query)
    ]


def numbers_of(session: Session, device_id: uuid.UUID) -> Numbers:
    """Which numbers of a device came, and which did not: the proof that nothing is missing. Three statements."""
    came = select(Delivery.seq).where(Delivery.device_id == device_id).distinct().subquery()
    highest, count = session.execute(select(func.max(came.c.seq), func.count())).one()
    before = func.lag(came.c.seq, 1, 0).over(order_by=came.c.seq)
    pairs = select(before.label("before"), came.c.seq.label("seq")).subquery()
    query = select(pairs.c.before + 1, pairs.c.seq - 1).where(pairs.c.seq > pairs.c.before + 1)
    gaps = session.execute(query.order_by(pairs.c.seq).limit(MOST_GAPS)).all()
    return Numbers(highest or 0, count, (highest or 0) - count, [(row[0], row[1]) for row in gaps])


def next_number(session: Session, device_id: uuid.UUID) -> int:
    """The number after the highest that came: a tablet that lost its memory goes on from there."""
    return (session.scalar(select(func.max(Delivery.seq)).where(Delivery.device_id == device_id)) or 0) + 1


@dataclass(frozen=True)
class Aside:
    """A submission that is no response: refused, or kept aside because other answers came under its id.

    ``seq``: its number on the device, where it is known.
    """

    kind: str
    seq: int | None
    status: int
    code: str
    received_at: dt.datetime
    text: str


def asides_of(session: Session, device_id: uuid.UUID) -> list[Aside]:
    """What a device was refused, and what was kept aside of it, the newest first. Two statements."""
    letters = select(DeadLetter).where(DeadLetter.device_id == device_id, DeadLetter.status != CONFLICT)
    aside = select(Quarantined).where(Quarantined.device_id == device_id)
    found = [Aside("refused", it.seq, it.status, it.code, it.received_at, it.text) for it in session.scalars(letters)]
    code = "answered_otherwise"
    found += [Aside("aside", None, CONFLICT, code, it.received_at, it.payload) for it in session.scalars(aside)]
    return sorted(found, key=lambda one: one.received_at, reverse=True)


def quarantined_of(session: Session, device_id: uuid.UUID) -> int:
    """How many submissions of a device were kept aside."""
    query = select(func.count()).select_from(Quarantined).where(Quarantined.device_id == device_id)
    return session.scalar(query) or 0


def _is_late(session: Session, clock: Clock, silence: dt.timedelta) -> Callable[[Device, DeviceState], bool]:
    since = _heard_since(session, clock, silence)

    def is_late(device: Device, state: DeviceState) -> bool:
        if since is None or device.valid_to_on is not None or state.token_hash is None:
            return False
        return state.seen_at is None or state.seen_at <= since

    return is_late


def _heard_since(session: Session, clock: Clock, silence: dt.timedelta) -> dt.datetime | None:
    """The moment since which a device has had to be heard of: so long ago, counted in opening hours, hour by hour.

    None where the office was not open for so long these last weeks.
    """
    now, week = clock.now(), hours_on(session, clock.today())
    off = {row.day_on for row in days_off(session, clock.today() - _LOOKED_BACK)}
    back = (now - dt.timedelta(hours=hour) for hour in range(_LOOKED_BACK // dt.timedelta(hours=1)))
    opened = (moment for moment in back if is_open_at(week, off, holiday_on, moment))
    return next(islice(opened, silence // dt.timedelta(hours=1), None), None)


_LOOKED_BACK: Final = dt.timedelta(days=14)
"""Ours: longer than an office stays shut over holidays."""
