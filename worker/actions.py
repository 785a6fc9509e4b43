"""Asking for effects, claiming them, saying how they went."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.ids import new_id
from worker.models import OutboxRow

_ROWS = cast(Table, OutboxRow.__table__)


def enqueue(
    session: Session,
    clock: Clock,
    kind: str,
    payload: dict[str, Any],
    *,
    key: str | None = None,
    not_before_at: dt.datetime | None = None,
) -> uuid.UUID:
    """Ask for an effect, in the transaction of the change that asks for it; the id of its row.

    ``payload`` holds ids and plain facts as JSON, never names or addresses. With a ``key`` the effect is asked for
    once, however often this is called; the id then is that of a row that may not have been written.
    """
    row_id = new_id()
    values = {
        "id": row_id,
        "kind": kind,
        "key": key,
        "payload": json.dumps(payload, sort_keys=True),
        "created_at": clock.now(),
        "state": "waiting",
        "not_before_at": not_before_at or clock.now(),
        "attempts": 0,
        "last_error": "",
    }
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    session.flush()
    session.execute(dialect.insert(_ROWS).values(values).on_conflict_do_nothing(index_elements=["key"]))
    return row_id
