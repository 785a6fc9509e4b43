"""Anonymous opinions may carry marks: a trap was filled, or the day's number was over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feedback", sa.Column("flags", sa.String(60), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("feedback", "flags")
