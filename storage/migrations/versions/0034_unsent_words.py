"""Words that are kept while somebody types, and who has a case open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unsent_words",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(60), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_unsent_words_person_id_person")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_unsent_words_complaint_id_complaint")
        ),
        sa.PrimaryKeyConstraint("person_id", "complaint_id", "form", name=op.f("pk_unsent_words")),
    )
    op.create_index(op.f("ix_unsent_words_complaint_id"), "unsent_words", ["complaint_id"])
    op.create_table(
        "case_presence",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("doing", sa.String(20), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_case_presence_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_presence_person_id_person")),
        sa.PrimaryKeyConstraint("complaint_id", "person_id", "doing", name=op.f("pk_case_presence")),
    )


def downgrade() -> None:
    op.drop_table("case_presence")
    op.drop_index(op.f("ix_unsent_words_complaint_id"), table_name="unsent_words")
    op.drop_table("unsent_words")
