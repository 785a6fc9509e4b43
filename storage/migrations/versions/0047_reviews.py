"""Reviews of signals of control charts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

LEAF = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("measure", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("population", sa.String(20), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("rule", sa.String(20), nullable=False),
        sa.Column("side", sa.String(10), nullable=False),
        sa.Column("meaning", sa.String(20), nullable=False),
        sa.Column("method", sa.String(10), nullable=False),
        sa.Column("value", sa.String(40), nullable=False),
        sa.Column("centre", sa.String(40), nullable=False),
        sa.Column("low", sa.String(40), nullable=False),
        sa.Column("high", sa.String(40), nullable=False),
        sa.Column("leaf", LEAF, nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("conclusion", sa.String(20), nullable=True),
        sa.Column("concluded_at", Moment(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_review_department_id_department")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_review_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("key", name=op.f("uq_review_key")),
    )
    op.create_index(op.f("ix_review_month"), "review", ["month"])
    op.create_index(op.f("ix_review_owner_id"), "review", ["owner_id"])
    op.create_table(
        "review_words",
        sa.Column("entry_leaf", LEAF, autoincrement=False, nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_words_review_id_review")),
        sa.PrimaryKeyConstraint("entry_leaf", name=op.f("pk_review_words")),
    )
    op.create_index(op.f("ix_review_words_review_id"), "review_words", ["review_id"])


def downgrade() -> None:
    op.drop_table("review_words")
    op.drop_table("review")
