"""What a job is to the worker: a function that runs once in each period of its schedule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kernel.clock import Clock
from storage.session import Storage
from worker.schedules import Schedule


@dataclass(frozen=True)
class JobWork:
    """A job in the hands of the worker: the key of its period, a database to open sessions of, the clock."""

    period: str
    storage: Storage
    clock: Clock


@dataclass(frozen=True)
class Job:
    """Work that comes by the clock.

    ``run`` is called inside an app context, outside any transaction, and gives back its result in a few words without
    personal data. It must bear being called twice for a period: a worker may be killed just before it says so.
    ``title`` is what administrators read, a sentence to translate.
    """

    name: str
    schedule: Schedule
    run: Callable[[JobWork], str]
    title: Any = ""
