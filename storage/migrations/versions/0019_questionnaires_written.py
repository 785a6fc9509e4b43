"""Questionnaires the office writes itself: who wrote and approved a version, where and when it is asked, words as answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

VERSION = "questionnaire_version"
PLACES = ("department", "service", "desk")


def upgrade() -> None:
    op.add_column(VERSION, sa.Column("approved_by", sa.String(60), nullable=False, server_default=""))
    op.add_column(VERSION, sa.Column("editors", sa.Text(), nullable=False, server_default="[]"))
    op.add_column(VERSION, sa.Column("row_version", sa.Integer(), nullable=False, server_default="1"))
    op.create_table(
        "questionnaire_publication",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("place_kind", sa.String(20), nullable=False),
        *(sa.Column(f"{place}_id", sa.Uuid(), nullable=True) for place in PLACES),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_questionnaire_publication_version_id_questionnaire_version"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{place}_id"], [f"{place}.id"], name=op.f(f"fk_questionnaire_publication_{place}_id_{place}")
            )
            for place in PLACES
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_publication")),
    )
    op.create_index(op.f("ix_questionnaire_publication_version_id"), "questionnaire_publication", ["version_id"])
    op.create_table(
        "answer_text",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("salt", sa.String(32), nullable=True),
        sa.Column("commitment", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_answer_text_response_id_response")),
        sa.PrimaryKeyConstraint("response_id", "question", name=op.f("pk_answer_text")),
    )


def downgrade() -> None:
    op.drop_table("answer_text")
    op.drop_table("questionnaire_publication")
    for name in ("row_version", "editors", "approved_by"):
        op.drop_column(VERSION, name)
