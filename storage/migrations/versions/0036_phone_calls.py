"""Phone calls that were answered with an invitation to file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "phone_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("called_on", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(200), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("email", sa.String(200), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("noted_by_id", sa.Uuid(), nullable=False),
        sa.Column("noted_at", Moment(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=True),
        sa.Column("erased_at", Moment(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_phone_call_{column}_{table}"))
            for column, table in (
                ("department_id", "department"),
                ("noted_by_id", "person"),
                ("complaint_id", "complaint"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_call")),
    )
    for column in ("noted_at", "complaint_id"):
        op.create_index(op.f(f"ix_phone_call_{column}"), "phone_call", [column])


def downgrade() -> None:
    for column in ("complaint_id", "noted_at"):
        op.drop_index(op.f(f"ix_phone_call_{column}"), table_name="phone_call")
    op.drop_table("phone_call")
