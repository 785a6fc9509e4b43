"""Step changes of control charts, as somebody decided them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "step_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.String(40), nullable=False),
        sa.Column("population", sa.String(20), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("entry_leaf", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("withdrawn_leaf", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_step_change_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_change")),
    )
    op.create_index(op.f("ix_step_change_measure"), "step_change", ["measure"])


def downgrade() -> None:
    op.drop_table("step_change")
