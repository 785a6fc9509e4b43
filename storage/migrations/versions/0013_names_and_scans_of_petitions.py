"""Petitions: whether they are published with the name, and scans"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    named = sa.Column("is_named", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("petition_publication", named)
    op.create_table(
        "petition_scan",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_petition_scan_complaint_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_petition_scan_file_id")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_petition_scan")),
    )
    op.create_index(op.f("ix_petition_scan_file_id"), "petition_scan", ["file_id"], unique=False)


def downgrade() -> None:
    op.drop_table("petition_scan")
    op.drop_column("petition_publication", "is_named")
