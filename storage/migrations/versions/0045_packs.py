"""Packs of figures that were asked for, and who is sent what is published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

LEAF = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "pack_order",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("as_of", Moment(), nullable=True),
        sa.Column("leaf", LEAF, nullable=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_pack_order"),
    )
    op.create_table(
        "pack_subscription",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_pack_subscription"),
    )


def downgrade() -> None:
    op.drop_table("pack_subscription")
    op.drop_table("pack_order")
