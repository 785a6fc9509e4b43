"""Dashboards of closed months, stored."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

LEAF = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "results_board",
        sa.Column("reach", sa.String(36), nullable=False),
        sa.Column("population", sa.String(20), nullable=False),
        sa.Column("department", sa.String(36), nullable=False),
        sa.Column("structure", sa.String(20), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("compare", sa.String(10), nullable=False),
        sa.Column("basis", sa.String(64), nullable=False),
        sa.Column("flags", sa.String(64), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("leaf", LEAF, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "reach", "population", "department", "structure", "month", "compare", name=op.f("pk_results_board")
        ),
    )


def downgrade() -> None:
    op.drop_table("results_board")
