"""What the record holds about one kept thing."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from ledger.queries import entries_of
from office.queries.people import people


@dataclass(frozen=True)
class Change:
    """One entry: when, by whom (a name, or ``system``), why, and what was before and after."""

    leaf: int
    tag: str
    recorded_at: dt.datetime
    actor: str
    reason: str
    data: dict[str, Any]


def changes_of(session: Session, stream: str) -> list[Change]:
    """All entries of one stream, newest first."""
    names = {f"person:{key}": name for key, name in people(session).items()}
    return [_read(entry, names) for entry in reversed(entries_of(session, stream))]


def stream_of(kind: str, key: uuid.UUID) -> str:
    """The stream of one kept thing."""
    return f"{kind}:{key}"


def _read(entry: Any, names: dict[str, str]) -> Change:
    content = json.loads(entry.canonical)
    actor = names.get(content["actor"], content["actor"])
    return Change(entry.leaf, entry.tag, entry.recorded_at, actor, content["reason"], content["data"])
