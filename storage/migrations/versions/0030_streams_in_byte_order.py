"""On PostgreSQL the names of streams are sorted byte by byte, as on SQLite, so that an index finds those of a kind."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _sorted_by("C")


def downgrade() -> None:
    _sorted_by("default")


def _sorted_by(collation: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("ledger_entry", "stream", type_=sa.String(80, collation=collation), existing_nullable=False)
