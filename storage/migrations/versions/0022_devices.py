"""Devices of the survey, what they deliver, and what is kept aside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("desk_id", sa.Uuid(), nullable=False),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("valid_from_on", sa.Date(), nullable=False),
        sa.Column("valid_to_on", sa.Date(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_survey_device_desk_id_desk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_device")),
    )
    op.create_table(
        "survey_device_state",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("code_id", sa.Uuid(), nullable=True),
        sa.Column("code_hash", sa.String(64), nullable=True),
        sa.Column("code_until_at", Moment(), nullable=True),
        sa.Column("token_hash", sa.String(64), nullable=True),
        sa.Column("paired_at", Moment(), nullable=True),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.Column("queued", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("oldest_at", Moment(), nullable=True),
        sa.Column("app_version", sa.String(40), nullable=False),
        sa.Column("clock_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["survey_device.id"], name=op.f("fk_survey_device_state_device_id_survey_device")
        ),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_survey_device_state")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_survey_device_state_code_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_survey_device_state_token_hash")),
    )
    op.create_table(
        "survey_delivery",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["survey_device.id"], name=op.f("fk_survey_delivery_device_id_survey_device")
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_survey_delivery")),
    )
    op.create_index("ix_survey_delivery_device_id_seq", "survey_delivery", ["device_id", "seq"])
    op.create_table(
        "survey_quarantine",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("payload_hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["survey_device.id"], name=op.f("fk_survey_quarantine_device_id_survey_device")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_quarantine")),
        sa.UniqueConstraint(
            "submission_id", "payload_hash", name=op.f("uq_survey_quarantine_submission_id_payload_hash")
        ),
    )


def downgrade() -> None:
    for table in ("survey_quarantine", "survey_delivery", "survey_device_state", "survey_device"):
        op.drop_table(table)
