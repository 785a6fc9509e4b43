"""What an effect is to the worker: a function that is given its row and does something outside the database."""

from __future__ import annotations

import errno
import traceback
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kernel.clock import Clock
from storage.session import Storage

LONGEST_REASON: Final = 80
"""Characters of a reason; it is a word and perhaps a number, never a sentence of somebody else's."""


@dataclass(frozen=True)
class Work:
    """One row of the outbox in the hands of the worker. ``storage`` opens sessions of one's own."""

    row_id: uuid.UUID
    payload: Mapping[str, Any]
    storage: Storage
    clock: Clock


Effect = Callable[[Work], None]
"""Carries one out, inside an app context. Any error means: again later. ``Hopeless`` means: never."""


class Later(Exception):
    """It could not be done now. The reason is a word of ours (``mail_later 451``), never an address or a name."""


class Hopeless(Exception):
    """Trying again will not help (the address does not exist, the thing is gone); the row is put aside at once.

    The reason is a word of ours, never an address or a name.
    """


def reason_of(error: Exception) -> str:
    """The word a failure is kept under: our own, or the kind of the error. What a foreign error says is never kept: a
    mail server repeats addresses in its answers."""
    if isinstance(error, (Later, Hopeless)):
        return str(error)[:LONGEST_REASON] or "error"
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "disk_full"
    return f"error {type(error).__name__}"[:LONGEST_REASON]


def place_of(error: Exception) -> str:
    """Where an error was raised, ``file:line``: all a log may hold of it besides its kind."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"


def titled(title: Any) -> Callable[[Effect], Effect]:
    """Give an effect the words under which administrators see it: a sentence to translate."""

    def mark(effect: Effect) -> Effect:
        effect.title = title  # type: ignore[attr-defined]
        return effect

    return mark
