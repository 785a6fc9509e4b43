"""The shape of a database at whatever revision it is: its tables and columns, asked of the database itself.

Not of the models: those are the present ones, and a backup may be older.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection, inspect

from operations.backup.kinds import KINDS, kind_of
from storage.searching import SHADOWS

BOOKKEEPING: Final = "alembic_version"
"""Which revision a database is at stands in the manifest, and the migrations write it."""


@dataclass(frozen=True)
class Shape:
    """A table: the kind of each of its columns, in their order, and its primary key."""

    name: str
    kinds: dict[str, str]
    key: tuple[str, ...]

    def table(self) -> sa.TableClause:
        """The table for statements, with types that read and write the same on both databases."""
        return sa.table(self.name, *(sa.column(name, KINDS[kind].sql) for name, kind in self.kinds.items()))


def shapes(connection: Connection) -> dict[str, Shape]:
    """All tables but Alembic's own and the index of the search, those first that others refer to."""
    inspector = inspect(connection)
    left_out = {BOOKKEEPING, *SHADOWS}
    ordered = [name for name, _keys in inspector.get_sorted_table_and_fkc_names() if name and name not in left_out]
    columns = inspector.get_multi_columns(filter_names=ordered)
    keys = inspector.get_multi_pk_constraint(filter_names=ordered)
    found = {}
    for name in ordered:
        kinds = {column["name"]: kind_of(column["type"]) for column in columns[None, name]}
        found[name] = Shape(name, kinds, tuple(keys[None, name]["constrained_columns"]))
    return found
