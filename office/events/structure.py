"""What happens to departments, services and desks."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from kernel.permissions import Actor
from ledger.tags import Tag


class StructureTag(Tag):
    """Entries about the order of the office. A desk's token is printed on a counter and stands in none of them."""

    DEPARTMENT_RENAMED = "office:department:rename", "department", "name", "since"
    DEPARTMENT_CLOSED = "office:department:close", "department", "last_day", "successor"
    SERVICE_OFFERED = (
        "office:service:offer", "service", "department", "name", "standard", "number", "unit", "legal_basis", "since",
    )  # fmt: skip
    SERVICE_CHANGED = (
        "office:service:change", "service", "department", "name", "standard", "number", "unit", "legal_basis", "since",
    )  # fmt: skip
    SERVICE_MOVED = "office:service:move", "service", "department"
    SERVICE_ENDED = "office:service:end", "service", "last_day"
    DESK_CHANGED = "office:desk:change", "desk", "department", "name", "service"
    DESK_MOVED = "office:desk:move", "desk", "department"
    DESK_TOKEN_ROTATED = "office:desk:rotate", "desk"
    DESK_ENDED = "office:desk:end", "desk", "last_day"


@dataclass(frozen=True)
class DepartmentClosed:
    """A department worked for the last time on a day. ``actor`` closed it; consequences are entered as theirs too."""

    department_id: uuid.UUID
    last_on: dt.date
    successor_id: uuid.UUID | None
    actor: Actor
    reason: str
