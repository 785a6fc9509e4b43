"""What the tests of this room's actions share: one entry more, or none and the code of the refusal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernel.errors import RuleBroken
from ledger.models import LedgerEntry
from ledger.queries import latest_entries


def length(session: Session) -> int:
    """How many entries the record has."""
    return session.scalar(select(func.count()).select_from(LedgerEntry)) or 0


def entries(session: Session, count: int) -> list[dict[str, Any]]:
    """The newest entries, oldest first."""
    return [json.loads(entry.canonical) for entry in latest_entries(session, count)][::-1]


def one_entry(session: Session, act: Callable[[], Any]) -> dict[str, Any]:
    """Do something that leaves exactly one entry, and give that entry back."""
    return made(session, act, 1)[0]


def made(session: Session, act: Callable[[], Any], count: int) -> list[dict[str, Any]]:
    """Do something that leaves exactly so many entries, and give them back."""
    before = length(session)
    act()
    session.flush()
    assert length(session) == before + count
    return entries(session, count)


@contextmanager
def refused(session: Session, code: str, field: str | None = None) -> Iterator[None]:
    """What is done inside is refused with this code, beside this field, and leaves no entry."""
    before = length(session)
    with pytest.raises(RuleBroken) as broken:
        yield
    assert (broken.value.code, broken.value.field) == (code, field)
    assert length(session) == before
