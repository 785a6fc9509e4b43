"""How a member of staff is reminded and in which language; how far somebody was told of what is late."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("language", sa.String(5), nullable=False, server_default="pl"))
    op.add_column("person", sa.Column("reminders", sa.String(10), nullable=False, server_default="digest"))
    op.create_table(
        "lateness_told",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("leaf", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lateness_told_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_lateness_told")),
    )


def downgrade() -> None:
    op.drop_table("lateness_told")
    op.drop_column("person", "reminders")
    op.drop_column("person", "language")
