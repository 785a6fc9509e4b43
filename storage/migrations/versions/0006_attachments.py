"""Attachments"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("stored_at", Moment(), nullable=False),
        sa.Column("touched_at", Moment(), nullable=False),
        sa.Column("scanned_at", Moment(), nullable=True),
        sa.Column("finding", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("digest", name=op.f("uq_stored_file_digest")),
    )
    op.create_index(op.f("ix_stored_file_touched_at"), "stored_file", ["touched_at"], unique=False)
    op.create_table(
        "staged_upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("staged_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_staged_upload_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_upload")),
    )
    op.create_index(op.f("ix_staged_upload_form_id"), "staged_upload", ["form_id"], unique=False)
    op.create_index(op.f("ix_staged_upload_file_id"), "staged_upload", ["file_id"], unique=False)
    op.create_index(op.f("ix_staged_upload_staged_at"), "staged_upload", ["staged_at"], unique=False)
    op.create_table(
        "complaint_attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=True),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_attachment_complaint_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_complaint_attachment_file_id")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_complaint_attachment_added_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_attachment")),
        sa.UniqueConstraint("complaint_id", "position", name=op.f("uq_complaint_attachment_complaint_id_position")),
    )
    op.create_index(op.f("ix_complaint_attachment_file_id"), "complaint_attachment", ["file_id"], unique=False)


def downgrade() -> None:
    op.drop_table("complaint_attachment")
    op.drop_table("staged_upload")
    op.drop_table("stored_file")
