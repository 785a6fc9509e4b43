"""Words of the second entry of a paper form, kept apart until it is settled which hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_second_text",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("salt", sa.String(32), nullable=True),
        sa.Column("commitment", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["paper_form.response_id"], name=op.f("fk_paper_second_text_response_id_paper_form")
        ),
        sa.PrimaryKeyConstraint("response_id", "question", name=op.f("pk_paper_second_text")),
    )


def downgrade() -> None:
    op.drop_table("paper_second_text")
