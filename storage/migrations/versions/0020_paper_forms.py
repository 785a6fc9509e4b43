"""Forms filled in on paper: the batches they are typed in, and the second entry of a sample."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("desk_id", sa.Uuid(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["questionnaire_version.id"], name=op.f("fk_paper_batch_version_id")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_paper_batch_department_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_paper_batch_service_id")),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_paper_batch_desk_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_paper_batch_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_batch")),
    )
    op.create_index("ix_paper_batch_desk_id_visited_on", "paper_batch", ["desk_id", "visited_on"])
    op.create_table(
        "paper_form",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_sampled", sa.Boolean(), nullable=False),
        sa.Column("second", sa.Text(), nullable=False),
        sa.Column("second_person_id", sa.Uuid(), nullable=True),
        sa.Column("second_at", Moment(), nullable=True),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("standing", sa.String(10), nullable=False),
        sa.Column("replaced_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_paper_form_response_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["paper_batch.id"], name=op.f("fk_paper_form_batch_id")),
        sa.ForeignKeyConstraint(["second_person_id"], ["person.id"], name=op.f("fk_paper_form_second_person_id")),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["response.id"], name=op.f("fk_paper_form_replaced_by_id")),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_paper_form")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_paper_form_batch_id_number")),
    )


def downgrade() -> None:
    op.drop_table("paper_form")
    op.drop_table("paper_batch")
