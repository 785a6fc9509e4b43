"""What a check is, what it may look at, and what it finds."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from kernel.clock import Clock
from storage.session import Storage
from web.settings import Settings


class Signal(enum.StrEnum):
    """How bad it is. SOON: works, but somebody should act in time. LATE: wrong, act now. NEUTRAL: not in use."""

    FINE = "fine"
    SOON = "soon"
    LATE = "late"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Finding:
    """The outcome of a check. ``code`` names the case (``disk.short``), ``facts`` fill its sentence; nobody's data."""

    code: str
    signal: Signal
    facts: Mapping[str, Any] = field(default_factory=dict)


def fine(code: str, **facts: Any) -> Finding:
    """All is well."""
    return Finding(code, Signal.FINE, facts)


def soon(code: str, **facts: Any) -> Finding:
    """It works, and somebody should act in time."""
    return Finding(code, Signal.SOON, facts)


def late(code: str, **facts: Any) -> Finding:
    """It is wrong: act now."""
    return Finding(code, Signal.LATE, facts)


def neutral(code: str, **facts: Any) -> Finding:
    """It is not in use here, or could not be looked at."""
    return Finding(code, Signal.NEUTRAL, facts)


@dataclass(frozen=True)
class Look:
    """What checks may look at."""

    settings: Settings
    storage: Storage
    clock: Clock

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads."""
        with self.storage.reading() as session:
            yield session


class Needs(enum.IntEnum):
    """What must be there before a check can look: nothing, a database that answers, or the tables of this version."""

    NOTHING = 0
    DATABASE = 1
    TABLES = 2


@dataclass(frozen=True)
class Check:
    """One thing that is looked at. ``goes_out``: it talks to other machines and may take seconds."""

    name: str
    run: Callable[[Look], Finding]
    needs: Needs = Needs.NOTHING
    goes_out: bool = False
