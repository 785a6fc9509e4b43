"""Questions after a settled case: used links, the pen where answers wait, and what a response keeps of the case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaint_follow_up",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("leaf", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_follow_up_complaint_id_complaint")
        ),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_complaint_follow_up")),
    )
    op.create_table(
        "survey_pen",
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_survey_pen")),
    )
    op.add_column("response", sa.Column("case_kind", sa.String(20), nullable=False, server_default=""))
    op.add_column("response", sa.Column("case_outcome", sa.String(40), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("response", "case_outcome")
    op.drop_column("response", "case_kind")
    op.drop_table("survey_pen")
    op.drop_table("complaint_follow_up")
