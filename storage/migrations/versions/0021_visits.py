"""How many people a desk served on a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_visits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("desk_id", sa.Uuid(), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("visits >= 0", name=op.f("ck_desk_visits_not_negative")),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_desk_visits_desk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_visits")),
        sa.UniqueConstraint("desk_id", "day_on", name=op.f("uq_desk_visits_desk_id_day_on")),
    )


def downgrade() -> None:
    op.drop_table("desk_visits")
