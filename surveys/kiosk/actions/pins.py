"""The PIN that opens the test mode of a device."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.permissions import Actor
from ledger.actions import append
from office import throttle
from office.passwords import hashed, is_right
from office.rules import CODE_TRIES
from surveys.events import DeviceTag
from surveys.kiosk.actions.devices import check_works
from surveys.kiosk.rules import is_pin
from surveys.models import Device, DeviceState

WHAT: Final = "tablet-pin"


class BadPin(RuleBroken):
    """``bad_pin``: none, or one anybody guesses first; ``wrong_pin``; ``no_pin``: the device has none."""

    code = "bad_pin"


def set_pin(session: Session, clock: Clock, actor: Actor, device: Device, pin: str) -> None:
    """Give a device a PIN in place of an older one; only its hash is kept. Raises BadPin: bad_pin; BadDevice:
    device_revoked."""
    check_works(device)
    if not is_pin(pin):
        raise BadPin(field="pin")
    session.get_one(DeviceState, device.id).pin_hash = hashed(pin)
    append(session, clock, actor, DeviceTag.PIN_SET, f"device:{device.id}", {"id": str(device.id)}, clock.today())


def begin_try(session: Session, clock: Clock, device: Device) -> None:
    """Count a try at the PIN of a device, before it is made; commit it. Raises TooManyTries."""
    throttle.begin_try(session, clock, _limits(device))


def check_pin(stored: str | None, pin: str) -> None:
    """Whether a PIN is the one a device stores. Slow on purpose and without a session: no writer may wait for it.

    Raises BadPin: no_pin, wrong_pin.
    """
    if not is_right(stored, pin):
        raise BadPin(code="wrong_pin" if stored else "no_pin")


def forget_tries(session: Session, device: Device) -> None:
    """Forget the tries before a right one."""
    throttle.succeeded_all(session, _limits(device))


def _limits(device: Device) -> list[throttle.Limit]:
    return [throttle.Limit(throttle.key_of(WHAT, str(device.id)), CODE_TRIES)]
