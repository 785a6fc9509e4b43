"""Filings that came in a flood wait for their number in a register, with their day of receipt and their files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "held_filing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("commitment", sa.String(64), nullable=False),
        sa.Column("file_count", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_held_filing_department_id_department")
        ),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_held_filing_complaint_id_complaint")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_filing")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_held_filing_year_number")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_held_filing_submission_id")),
        sa.UniqueConstraint("complaint_id", name=op.f("uq_held_filing_complaint_id")),
    )
    op.create_index("ix_held_filing_waiting", "held_filing", ["complaint_id", "received_at"])
    op.create_index(op.f("ix_held_filing_received_at"), "held_filing", ["received_at"])
    op.create_table(
        "held_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("held_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["held_id"], ["held_filing.id"], name=op.f("fk_held_file_held_id_held_filing")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_held_file_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_file")),
    )
    op.create_index(op.f("ix_held_file_held_id"), "held_file", ["held_id"])
    op.create_index(op.f("ix_held_file_file_id"), "held_file", ["file_id"])


def downgrade() -> None:
    op.drop_table("held_file")
    op.drop_table("held_filing")
