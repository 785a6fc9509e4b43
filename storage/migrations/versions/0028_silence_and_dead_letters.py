"""Since when people know that a device is silent, and what devices keep because it was refused."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("survey_device_state", sa.Column("silence_told_at", Moment(), nullable=True))
    op.create_table(
        "survey_dead_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["survey_device.id"], name=op.f("fk_survey_dead_letter_device_id_survey_device")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_dead_letter")),
        sa.UniqueConstraint("device_id", "text_hash", name=op.f("uq_survey_dead_letter_device_id_text_hash")),
    )


def downgrade() -> None:
    op.drop_table("survey_dead_letter")
    op.drop_column("survey_device_state", "silence_told_at")
