"""Devices: set up, change, pair, revoke."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid
from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.ids import access_code, new_id, one_time_hash
from kernel.permissions import SYSTEM, Actor
from ledger.actions import append
from office.actions.records import Kept, add_record, change_record, end_record
from office.models import Desk
from surveys.events import DeviceTag
from surveys.kiosk.rules import CODE_LASTS, MODES
from surveys.models import Device, DeviceState

TOKEN_BYTES: Final = 32
DEVICES: Final = Kept(Device, "device", DeviceTag.DEVICE_ADDED, DeviceTag.DEVICE_CHANGED, DeviceTag.DEVICE_REVOKED)


class BadDevice(RuleBroken):
    """``no_desk``, ``no_mode``: what it is set up for is not there; ``device_revoked``: it does not work any more."""

    code = "bad_device"


class BadCode(RuleBroken):
    """No device waits for this pairing code: mistyped, used, or older than a quarter of an hour."""

    code = "bad_pairing_code"


@dataclass(frozen=True)
class DeviceTyped:
    """A device as typed."""

    name: str
    desk_id: uuid.UUID
    mode: str
    valid_from_on: dt.date


@dataclass(frozen=True)
class Paired:
    """A device that was just paired, and its token, which nobody gets to see again."""

    device: Device
    token: str


def add_device(session: Session, clock: Clock, actor: Actor, typed: DeviceTyped) -> Device:
    """Set a device up for a desk. Raises BadDevice: no_desk, no_mode."""
    _check(session, typed)
    device = add_record(session, clock, actor, DEVICES, asdict(typed))
    session.flush()
    session.add(DeviceState(device_id=device.id))
    return device


def change_device(
    session: Session, clock: Clock, actor: Actor, device: Device, typed: DeviceTyped, *, row_version: int, reason: str
) -> bool:
    """Give a device another name, desk or mode; it takes them over with its next sign of life. Whether it changed.

    Raises Stale, NoReason, BadDevice.
    """
    check_works(device)
    _check(session, typed)
    return change_record(session, clock, actor, DEVICES, device, asdict(typed), row_version=row_version, reason=reason)


def invite_device(session: Session, clock: Clock, actor: Actor, device: Device, secret: str) -> str:
    """Give a device a pairing code in place of an older one. Raises BadDevice: device_revoked."""
    check_works(device)
    state = session.get_one(DeviceState, device.id)
    state.code_id = new_id()
    code = access_code(secret, state.code_id)
    state.code_hash, state.code_until_at = one_time_hash(code), clock.now() + CODE_LASTS
    append(
        session, clock, actor, DeviceTag.DEVICE_INVITED, f"device:{device.id}", {"id": str(device.id)}, clock.today()
    )
    return code


def pair_device(session: Session, clock: Clock, code: str) -> Paired:
    """Give the tablet on which a code was typed the device's token; an older token opens nothing any more.

    Codes are 60 random bits that live a quarter of an hour: there is no use in counting tries, and a whole office may
    share one address. Raises BadCode.
    """
    query = select(DeviceState).where(DeviceState.code_hash == one_time_hash(code)).with_for_update()
    state = session.scalars(query).one_or_none()
    if state is None or state.code_until_at is None or state.code_until_at <= clock.now():
        raise BadCode(field="code")
    device = session.get_one(Device, state.device_id)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    state.code_id = state.code_hash = state.code_until_at = None
    state.token_hash, state.paired_at, state.seen_at = token_hash(token), clock.now(), clock.now()
    append(
        session, clock, SYSTEM, DeviceTag.DEVICE_PAIRED, f"device:{device.id}", {"id": str(device.id)}, clock.today()
    )
    return Paired(device, token)


def revoke_device(
    session: Session, clock: Clock, actor: Actor, device: Device, last_on: dt.date, *, row_version: int, reason: str
) -> None:
    """Take the token of a device away, at once. Raises Stale, AlreadyEnded, BadPeriod, NoReason."""
    end_record(session, clock, actor, DEVICES, device, last_on, row_version=row_version, reason=reason)
    state = session.get_one(DeviceState, device.id)
    state.code_id = state.code_hash = state.code_until_at = None
    # The hash stays, so that a revoked device is told so and keeps what it has not sent.


def token_hash(token: str) -> str:
    """SHA-256 (hex) of a device token; 256 random bits need no salt."""
    return hashlib.sha256(b"interesant:device-token:v1\0" + token.encode()).hexdigest()


def check_works(device: Device) -> None:
    """Raises BadDevice: device_revoked."""
    if device.valid_to_on is not None:
        raise BadDevice(code="device_revoked", day=device.valid_to_on)


def _check(session: Session, typed: DeviceTyped) -> None:
    desk = session.get(Desk, typed.desk_id)
    if desk is None or desk.valid_to_on is not None:
        raise BadDevice(field="desk_id", code="no_desk")
    if typed.mode not in MODES:
        raise BadDevice(field="mode", code="no_mode")
