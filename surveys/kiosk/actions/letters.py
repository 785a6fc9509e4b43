"""Keeping a copy of what a device was refused, so that nobody has to walk there to see it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import RuleBroken
from surveys.kiosk.rules import Letter
from surveys.models import DeadLetter, Device

MOST_LETTERS: Final = 2000
"""Copies kept for one device. Ours: hundreds of times what goes wrong in a year; more is a fault, and stays there."""


class TooManyLetters(RuleBroken):
    """So many copies of this device are kept that no more are taken; the device keeps what it has."""

    code = "too_many_letters"


def keep_letters(session: Session, clock: Clock, device: Device, letters: Sequence[Letter]) -> int:
    """Keep copies, each once; how many are new. Raises TooManyLetters.

    They are no responses and count nowhere, so the record says nothing of them.
    """
    hashes = {hashlib.sha256(letter.text.encode()).hexdigest(): letter for letter in letters}
    mine = DeadLetter.device_id == device.id
    known = set(session.scalars(select(DeadLetter.text_hash).where(mine, DeadLetter.text_hash.in_(hashes))))
    fresh = {text_hash: letter for text_hash, letter in hashes.items() if text_hash not in known}
    kept = session.scalar(select(func.count()).select_from(DeadLetter).where(mine)) or 0
    if kept + len(fresh) > MOST_LETTERS:
        raise TooManyLetters
    for text_hash, letter in fresh.items():
        session.add(
            DeadLetter(
                device_id=device.id,
                seq=letter.seq,
                status=letter.status,
                code=letter.code,
                received_at=clock.now(),
                text=letter.text,
                text_hash=text_hash,
            )
        )
    return len(fresh)
