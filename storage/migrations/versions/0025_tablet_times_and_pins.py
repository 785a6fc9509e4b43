"""How long a question took on a tablet, and the PIN of its test mode."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("answer", sa.Column("took_ms", sa.Integer(), nullable=True))
    op.add_column("survey_device_state", sa.Column("pin_hash", sa.String(200), nullable=True))


def downgrade() -> None:
    op.drop_column("survey_device_state", "pin_hash")
    op.drop_column("answer", "took_ms")
