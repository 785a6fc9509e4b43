"""Operations: how backups went, and the mark of an erased case"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backup_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=False),
        sa.Column("is_ok", sa.Boolean(), nullable=False),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("leaf", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("revision", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_run")),
    )
    op.create_index("ix_backup_run_kind_finished", "backup_run", ["kind", "finished_at"], unique=False)
    op.add_column("complaint", sa.Column("erased_at", Moment(), nullable=True))


def downgrade() -> None:
    op.drop_column("complaint", "erased_at")
    op.drop_table("backup_run")
