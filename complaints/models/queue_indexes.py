"""The indexes behind the queue: small ones of what is open, and the closed cases in the order they are shown in.

Each holds the rows of one part of the list in its order (``queries.queue_places``), alone or within a department, a
person, a kind ...; the further columns answer conditions and counts without a look at the row. That only open cases
stand in most of them is what keeps the queue as quick with a million cases as with some thousands.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Index, text

IS_OPEN: Final = "settled_on IS NULL AND left_on IS NULL"
IS_SETTLED: Final = "settled_on IS NOT NULL"
IS_LEFT: Final = "settled_on IS NULL AND left_on IS NOT NULL"

SORTED: Final = ("registered_at", "id")
COLUMNS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "open": (IS_OPEN, ("due_on", *SORTED, "kind", "state", "handler_id", "department_id", "channel", "warn_on")),
    "open_department": (IS_OPEN, ("department_id", "due_on", *SORTED, "kind", "state", "handler_id", "warn_on")),
    "open_handler": (IS_OPEN, ("handler_id", "due_on", *SORTED, "kind", "department_id", "state")),
    "open_state": (IS_OPEN, ("state", "due_on", *SORTED, "kind", "department_id", "handler_id")),
    "settled": (IS_SETTLED, ("settled_on", *SORTED, "kind", "department_id", "handler_id")),
    "settled_department": (IS_SETTLED, ("department_id", "settled_on", *SORTED, "kind")),
    "settled_handler": (IS_SETTLED, ("handler_id", "settled_on", *SORTED, "kind", "department_id")),
    "settled_kind": (IS_SETTLED, ("kind", "settled_on", *SORTED)),
    "settled_channel": (IS_SETTLED, ("channel", "settled_on", *SORTED, "kind")),
    "left_handler": (IS_LEFT, ("handler_id", "left_on", *SORTED, "kind", "department_id")),
    "left": (IS_LEFT, ("left_on", *SORTED, "kind", "department_id", "handler_id")),
}
"""Name, condition and columns of each."""


def indexes_of_the_queue() -> Iterator[Index]:
    """All of them, on both databases."""
    for name, (condition, columns) in COLUMNS.items():
        where = text(condition)
        yield Index(f"ix_complaint_{name}", *columns, sqlite_where=where, postgresql_where=where)
