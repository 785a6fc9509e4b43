"""Themes of comments, what is decided about comments, which themes they have."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

WORDS = ["response_id", "question"]


def upgrade() -> None:
    op.create_table(
        "theme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name_pl", sa.String(120), nullable=False),
        sa.Column("name_en", sa.String(120), nullable=False),
        sa.Column("name_uk", sa.String(120), nullable=False),
        sa.Column("valid_from_on", sa.Date(), nullable=False),
        sa.Column("valid_to_on", sa.Date(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
    )
    op.create_table(
        "comment_review",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(40), nullable=False),
        sa.Column("standing", sa.String(10), nullable=False),
        sa.Column("why", sa.String(20), nullable=False),
        sa.Column("masked", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        _of_words("comment_review"),
        sa.PrimaryKeyConstraint(*WORDS, name=op.f("pk_comment_review")),
    )
    op.create_table(
        "comment_theme",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(40), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        _of_words("comment_theme"),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_comment_theme_theme_id_theme")),
        sa.PrimaryKeyConstraint(*WORDS, "theme_id", name=op.f("pk_comment_theme")),
    )
    op.create_index("ix_comment_theme_theme_id", "comment_theme", ["theme_id"])


def downgrade() -> None:
    for table in ("comment_theme", "comment_review", "theme"):
        op.drop_table(table)


def _of_words(table: str) -> sa.ForeignKeyConstraint:
    targets = [f"answer_text.{column}" for column in WORDS]
    return sa.ForeignKeyConstraint(WORDS, targets, name=op.f(f"fk_{table}_response_id_question_answer_text"))
