"""The cases of a person that went elsewhere, in their order: without it a page of them sorted all that person ever had."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

LEFT = sa.text("settled_on IS NULL AND left_on IS NOT NULL")
COLUMNS = ["handler_id", "left_on", "registered_at", "id", "kind", "department_id"]


def upgrade() -> None:
    op.create_index("ix_complaint_left_handler", "complaint", COLUMNS, sqlite_where=LEFT, postgresql_where=LEFT)


def downgrade() -> None:
    op.drop_index("ix_complaint_left_handler", "complaint")
