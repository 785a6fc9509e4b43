"""The warning day as a setting of the office"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "warning_days",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("valid_from_on", sa.Date(), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("grounds", sa.String(length=300), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("working_days BETWEEN 1 AND 10", name=op.f("ck_warning_days_possible")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_days")),
        sa.UniqueConstraint("valid_from_on", name=op.f("uq_warning_days_valid_from_on")),
    )
    op.add_column("complaint", sa.Column("warning_days", sa.Integer(), nullable=False, server_default="3"))


def downgrade() -> None:
    op.drop_column("complaint", "warning_days")
    op.drop_table("warning_days")
