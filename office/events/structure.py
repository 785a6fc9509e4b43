"""What happens to departments, services and desks."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from kernel.permissions import Actor
from ledger.tags import Tag


class StructureTag(Tag):
    """Entries about the order of the office. Tokens of desks and services are printed and stand in none."""

    DEPARTMENT_RENAMED = "office:department:rename", "department", "name", "since"
    DEPARTMENT_CLOSED = "office:department:close", "department", "last_day", "successor"
    SERVICE_OFFERED = "office:service:offer", "id", "values"
    SERVICE_CHANGED = "office:service:change", "id", "before", "after"
    SERVICE_MOVED = "office:service:move", "id", "department"
    SERVICE_TOKEN_ROTATED = "office:service:rotate", "id"
    SERVICE_ENDED = "office:service:end", "id", "last_day"
    DESK_SET_UP = "office:desk:set_up", "id", "values"
    DESK_CHANGED = "office:desk:change", "id", "before", "after"
    DESK_MOVED = "office:desk:move", "id", "department"
    DESK_TOKEN_ROTATED = "office:desk:rotate", "id"
    DESK_ENDED = "office:desk:end", "id", "last_day"


@dataclass(frozen=True)
class DepartmentClosed:
    """A department worked for the last time on a day. ``actor`` closed it; consequences are entered as theirs too."""

    department_id: uuid.UUID
    last_on: dt.date
    successor_id: uuid.UUID | None
    actor: Actor
    reason: str
