"""The words of cases, for searching: numbers at once, the others as soon as the worker or flask cases index read them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage import searching

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_NUMBERS = (
    "CASE WHEN number IS NULL THEN '' ELSE 'no' || number || ' no' || number || 'y' || year || ' ' || "
    "lower(register) || 'no' || number || 'y' || year END"
)


def upgrade() -> None:
    op.create_table(
        "complaint_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_words_complaint_id_complaint")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_words")),
        sa.UniqueConstraint("complaint_id", name=op.f("uq_complaint_words_complaint_id")),
    )
    op.create_index(op.f("ix_complaint_words_version"), "complaint_words", ["version"])
    for statement in searching.make(op.get_bind().dialect.name):
        op.execute(statement)
    op.execute(
        "INSERT INTO complaint_words (complaint_id, version, register, letter, person) "  # noqa: S608
        f"SELECT id, 0, {_NUMBERS}, '', '' FROM complaint"
    )


def downgrade() -> None:
    for statement in searching.unmake(op.get_bind().dialect.name):
        op.execute(statement)
    op.drop_table("complaint_words")
