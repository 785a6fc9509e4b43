"""Packs in a language, and as of a moment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pack_order", sa.Column("language", sa.String(2), server_default="pl", nullable=False))
    op.add_column("pack_order", sa.Column("wanted_at", Moment(), nullable=True))


def downgrade() -> None:
    op.drop_column("pack_order", "wanted_at")
    op.drop_column("pack_order", "language")
