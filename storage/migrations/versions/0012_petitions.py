"""Petitions as published"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "petition_publication",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("hidden_on", sa.Date(), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_petition_publication_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_petition_publication")),
    )


def downgrade() -> None:
    op.drop_table("petition_publication")
