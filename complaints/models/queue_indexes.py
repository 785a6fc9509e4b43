"""The indexes behind the queue: small ones of what is open, and the closed cases in the order they are shown in.

Each holds the rows of one part of the list in its order (``queries.queue_places``), alone or within a department, a
person, a kind ...; the further columns answer conditions and counts without a look at the row. That only open cases
stand in most of them is what keeps the queue as quick with a million cases as with some thousands. There is none of the
handler alone: whoever asks for somebody's cases says which part of the list is meant, and SQLite would take that one.
Nor does the one of settled cases by channel know the department: of two that answer a question alike SQLite takes any,
and by department and day there are far fewer rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Index, text

IS_OPEN: Final = "settled_on IS NULL AND left_on IS NULL"
IS_SETTLED: Final = "settled_on IS NOT NULL"
IS_LEFT: Final = "settled_on IS NULL AND left_on IS NOT NULL"
HAS_TOPIC: Final = "topic_id IS NOT NULL"

SORTED: Final = ("registered_at", "id")
SCOPE: Final = ("kind", "department_id", "handler_id")
"""What is asked of every row: that its kind is one of the law, and that it is within the reader's scope."""

REST: Final = ("channel", "warn_on")
"""What else is asked of open cases."""

COLUMNS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "open": (IS_OPEN, ("due_on", *SORTED, "kind", "state", "handler_id", "department_id", *REST)),
    "open_department": (IS_OPEN, ("department_id", "due_on", *SORTED, "kind", "state", "handler_id", *REST)),
    "open_handler": (IS_OPEN, ("handler_id", "due_on", *SORTED, "kind", "department_id", "state", "channel")),
    "open_state": (IS_OPEN, ("state", "due_on", *SORTED, *SCOPE, "channel")),
    "open_kind": (IS_OPEN, ("kind", "due_on", *SORTED, "department_id", "handler_id", "state", "channel")),
    "open_channel": (IS_OPEN, ("channel", "due_on", *SORTED, *SCOPE, "state")),
    "open_topic": (f"{IS_OPEN} AND {HAS_TOPIC}", ("topic_id", "due_on", *SORTED, *SCOPE, "state", "channel")),
    "settled": (IS_SETTLED, ("settled_on", *SORTED, *SCOPE)),
    "settled_department": (IS_SETTLED, ("department_id", "settled_on", *SORTED, "kind", "handler_id", "channel")),
    "settled_handler": (IS_SETTLED, ("handler_id", "settled_on", *SORTED, "kind", "department_id", "channel")),
    "settled_kind": (IS_SETTLED, ("kind", "settled_on", *SORTED)),
    "settled_channel": (IS_SETTLED, ("channel", "settled_on", *SORTED, "kind")),
    "settled_topic": (f"{IS_SETTLED} AND {HAS_TOPIC}", ("topic_id", "settled_on", *SORTED, *SCOPE, "channel")),
    "left": (IS_LEFT, ("left_on", *SORTED, *SCOPE, "channel")),
    "left_handler": (IS_LEFT, ("handler_id", "left_on", *SORTED, "kind", "department_id")),
    "left_topic": (f"{IS_LEFT} AND {HAS_TOPIC}", ("topic_id", "left_on", *SORTED, *SCOPE, "channel")),
}
"""Name, condition and columns of each."""


def indexes_of_the_queue() -> Iterator[Index]:
    """All of them, on both databases."""
    for name, (condition, columns) in COLUMNS.items():
        where = text(condition)
        yield Index(f"ix_complaint_{name}", *columns, sqlite_where=where, postgresql_where=where)


def of_given(column: str, *, unique: bool = False) -> Index:
    """The index of a column that is empty in most cases: only where something stands in it, so filing leaves it be."""
    where = text(f"{column} IS NOT NULL")
    return Index(f"ix_complaint_{column}", column, unique=unique, sqlite_where=where, postgresql_where=where)
