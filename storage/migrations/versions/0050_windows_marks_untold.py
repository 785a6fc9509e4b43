"""Windows of tries found by an index, drafts marked as sent so that older programs read them, what is not compared."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_throttle_window_from_at"), "throttle", ["window_from_at"])
    op.execute("UPDATE unsent_words SET fields = '[]' WHERE fields = ''")
    op.add_column("verification_run", sa.Column("untold", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("verification_run", "untold")
    op.execute("DELETE FROM unsent_words WHERE fields = '[]'")
    op.drop_index(op.f("ix_throttle_window_from_at"), "throttle")
