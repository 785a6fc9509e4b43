"""The indexes of the queue; the two before them are covered by these."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

OPEN = "settled_on IS NULL AND left_on IS NULL"
SETTLED = "settled_on IS NOT NULL"
LEFT = "settled_on IS NULL AND left_on IS NOT NULL"
INDEXES = (
    ("open", OPEN, "due_on registered_at id kind state handler_id department_id channel warn_on"),
    ("open_department", OPEN, "department_id due_on registered_at id kind state handler_id warn_on"),
    ("open_handler", OPEN, "handler_id due_on registered_at id kind department_id state"),
    ("open_state", OPEN, "state due_on registered_at id kind department_id handler_id"),
    ("settled", SETTLED, "settled_on registered_at id kind department_id handler_id"),
    ("settled_department", SETTLED, "department_id settled_on registered_at id kind"),
    ("settled_handler", SETTLED, "handler_id settled_on registered_at id kind department_id"),
    ("settled_kind", SETTLED, "kind settled_on registered_at id"),
    ("settled_channel", SETTLED, "channel settled_on registered_at id kind"),
    ("left", LEFT, "left_on registered_at id kind department_id handler_id"),
)


def upgrade() -> None:
    for name, condition, columns in INDEXES:
        where = sa.text(condition)
        op.create_index(
            f"ix_complaint_{name}", "complaint", columns.split(), sqlite_where=where, postgresql_where=where
        )
    op.drop_index("ix_complaint_queue", "complaint")
    op.drop_index("ix_complaint_department_due", "complaint")


def downgrade() -> None:
    op.create_index("ix_complaint_department_due", "complaint", ["department_id", "due_on"])
    op.create_index("ix_complaint_queue", "complaint", ["settled_on", "left_on", "due_on"])
    for name, _condition, _columns in INDEXES:
        op.drop_index(f"ix_complaint_{name}", "complaint")
