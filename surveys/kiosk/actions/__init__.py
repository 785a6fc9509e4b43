"""Setting devices up, pairing them, and taking in what they deliver."""

from __future__ import annotations

from surveys.kiosk.actions.delivering import Outcome, deliver, note_beat, note_seen, read_sent, take_in
from surveys.kiosk.actions.devices import (
    DEVICES,
    DeviceTyped,
    Paired,
    add_device,
    change_device,
    invite_device,
    pair_device,
    revoke_device,
    token_hash,
)
from surveys.kiosk.actions.letters import TooManyLetters, keep_letters
from surveys.kiosk.actions.pins import BadPin, begin_try, check_pin, forget_tries, set_pin

__all__ = [
    "DEVICES",
    "BadPin",
    "DeviceTyped",
    "Outcome",
    "Paired",
    "TooManyLetters",
    "add_device",
    "begin_try",
    "change_device",
    "check_pin",
    "deliver",
    "forget_tries",
    "invite_device",
    "keep_letters",
    "note_beat",
    "note_seen",
    "pair_device",
    "read_sent",
    "revoke_device",
    "set_pin",
    "take_in",
    "token_hash",
]
