"""Forms that outlive a sign-in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column("path", sa.String(1000), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("has_files", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.Column("led_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_kept_form_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_form")),
    )
    op.create_index(op.f("ix_kept_form_person_id"), "kept_form", ["person_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_kept_form_person_id"), table_name="kept_form")
    op.drop_table("kept_form")
