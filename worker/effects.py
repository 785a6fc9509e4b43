"""What an effect is to the worker: a function that is given its row and does something outside the database."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kernel.clock import Clock
from storage.session import Storage


@dataclass(frozen=True)
class Work:
    """One row of the outbox in the hands of the worker. ``storage`` opens sessions of one's own."""

    row_id: uuid.UUID
    payload: Mapping[str, Any]
    storage: Storage
    clock: Clock


Effect = Callable[[Work], None]
"""Carries one out. Any error means: again later. ``worker.effects.Hopeless`` means: never."""


class Hopeless(Exception):
    """Trying again will not help (the address does not exist, the thing is gone); the row is put aside at once."""
