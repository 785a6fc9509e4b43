"""The legal way of a case: steps, drafts, links, and the projections they give"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COMPLAINT = (
    ("is_safety", sa.Boolean(), sa.false()),
    ("corrective", sa.Text(), None),
    ("councillor", sa.String(length=20), ""),
    ("about", sa.String(length=20), ""),
    ("matter", sa.String(length=20), ""),
    ("about_person_id", sa.Uuid(), None),
    ("about_department_id", sa.Uuid(), None),
    ("is_withheld", sa.Boolean(), sa.false()),
    ("filing_class_id", sa.Uuid(), None),
    ("sign", sa.String(length=60), None),
    ("starts_on", sa.Date(), None),
    ("noticed_on", sa.Date(), None),
    ("announced_on", sa.Date(), None),
    ("result", sa.String(length=40), None),
    ("result_on", sa.Date(), None),
)
FEEDBACK = (
    ("state", sa.String(length=20), "received"),
    ("topic_id", sa.Uuid(), None),
    ("answer", sa.Text(), ""),
    ("row_version", sa.Integer(), sa.text("1")),
)
"""Name, type, and what stands in the rows that are there already (None: nothing, and nothing is needed)."""


def upgrade() -> None:
    for table, columns in (("complaint", COMPLAINT), ("feedback", FEEDBACK)):
        for name, kind, default in columns:
            op.add_column(table, sa.Column(name, kind, nullable=default is None, server_default=default))
    op.create_index(op.f("ix_complaint_about_person_id"), "complaint", ["about_person_id"], unique=False)
    op.create_index(op.f("ix_complaint_sign"), "complaint", ["sign"], unique=True)
    op.execute("UPDATE complaint SET starts_on = received_on WHERE rule_id IS NOT NULL")
    op.create_table(
        "complaint_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=20), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("body_id", sa.Uuid(), nullable=True),
        sa.Column("basis", sa.String(length=60), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("qualified_from", sa.String(length=20), nullable=False),
        sa.Column("qualified_to", sa.String(length=20), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_step_complaint_id")),
        sa.ForeignKeyConstraint(["body_id"], ["outside_body.id"], name=op.f("fk_complaint_step_body_id")),
        sa.ForeignKeyConstraint(["other_id"], ["complaint.id"], name=op.f("fk_complaint_step_other_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_complaint_step_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_step")),
        sa.UniqueConstraint("complaint_id", "position", name=op.f("uq_complaint_step_complaint_id_position")),
    )
    op.create_index(op.f("ix_complaint_step_move"), "complaint_step", ["move"], unique=False)
    op.create_table(
        "complaint_link",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("linked_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_link_complaint_id")),
        sa.ForeignKeyConstraint(["other_id"], ["complaint.id"], name=op.f("fk_complaint_link_other_id")),
        sa.PrimaryKeyConstraint("complaint_id", "other_id", "how", name=op.f("pk_complaint_link")),
    )
    op.create_index(op.f("ix_complaint_link_other_id"), "complaint_link", ["other_id"], unique=False)
    op.create_table(
        "complaint_draft",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("factual", sa.Text(), nullable=False),
        sa.Column("legal", sa.Text(), nullable=False),
        sa.Column("has_instruction", sa.Boolean(), nullable=False),
        sa.Column("signatory_name", sa.String(length=200), nullable=False),
        sa.Column("signatory_post", sa.String(length=200), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("drafted_by_id", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", Moment(), nullable=False),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_draft_complaint_id")),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["person.id"], name=op.f("fk_complaint_draft_drafted_by_id")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["person.id"], name=op.f("fk_complaint_draft_approved_by_id")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_complaint_draft")),
    )


def downgrade() -> None:
    for table in ("complaint_draft", "complaint_link", "complaint_step"):
        op.drop_table(table)
    op.drop_index(op.f("ix_complaint_sign"), table_name="complaint")
    op.drop_index(op.f("ix_complaint_about_person_id"), table_name="complaint")
    for table, columns in (("feedback", FEEDBACK), ("complaint", COMPLAINT)):
        for name, _kind, _default in reversed(columns):
            op.drop_column(table, name)
