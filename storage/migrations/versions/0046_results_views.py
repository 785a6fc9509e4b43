"""Pages of results a person named."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "results_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("page", sa.String(20), nullable=False),
        sa.Column("query", sa.String(2000), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_results_view_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_results_view")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_results_view_person_id_name")),
    )


def downgrade() -> None:
    op.drop_table("results_view")
