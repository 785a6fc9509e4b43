"""Indexes for every filter of the queue; none for what filing leaves empty, and none of the handler alone."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

OPEN = "settled_on IS NULL AND left_on IS NULL"
SETTLED = "settled_on IS NOT NULL"
LEFT = "settled_on IS NULL AND left_on IS NOT NULL"
OF_A_TOPIC = " AND topic_id IS NOT NULL"
BEFORE = (
    ("open_department", OPEN, "department_id due_on registered_at id kind state handler_id warn_on"),
    ("open_handler", OPEN, "handler_id due_on registered_at id kind department_id state"),
    ("open_state", OPEN, "state due_on registered_at id kind department_id handler_id"),
    ("settled_department", SETTLED, "department_id settled_on registered_at id kind"),
    ("settled_handler", SETTLED, "handler_id settled_on registered_at id kind department_id"),
    ("left", LEFT, "left_on registered_at id kind department_id handler_id"),
)
AFTER = (
    ("open_department", OPEN, "department_id due_on registered_at id kind state handler_id channel warn_on"),
    ("open_handler", OPEN, "handler_id due_on registered_at id kind department_id state channel"),
    ("open_state", OPEN, "state due_on registered_at id kind department_id handler_id channel"),
    ("settled_department", SETTLED, "department_id settled_on registered_at id kind handler_id channel"),
    ("settled_handler", SETTLED, "handler_id settled_on registered_at id kind department_id channel"),
    ("left", LEFT, "left_on registered_at id kind department_id handler_id channel"),
)
NEW = (
    ("open_kind", OPEN, "kind due_on registered_at id department_id handler_id state channel"),
    ("open_channel", OPEN, "channel due_on registered_at id kind department_id handler_id state"),
    ("open_topic", OPEN + OF_A_TOPIC, "topic_id due_on registered_at id kind department_id handler_id state channel"),
    (
        "settled_topic",
        SETTLED + OF_A_TOPIC,
        "topic_id settled_on registered_at id kind department_id handler_id channel",
    ),
    ("left_topic", LEFT + OF_A_TOPIC, "topic_id left_on registered_at id kind department_id handler_id channel"),
)
Indexes = Iterable[tuple[str, str, str]]


def upgrade() -> None:
    _drop(BEFORE)
    _create((*AFTER, *NEW))
    op.drop_index("ix_complaint_handler_id", "complaint")
    for column in ("about_person_id", "sign"):
        op.drop_index(f"ix_complaint_{column}", "complaint")
        where = sa.text(f"{column} IS NOT NULL")
        name, is_unique = f"ix_complaint_{column}", column == "sign"
        op.create_index(name, "complaint", [column], unique=is_unique, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for column in ("about_person_id", "sign"):
        op.drop_index(f"ix_complaint_{column}", "complaint")
        op.create_index(f"ix_complaint_{column}", "complaint", [column], unique=column == "sign")
    op.create_index("ix_complaint_handler_id", "complaint", ["handler_id"])
    _drop((*AFTER, *NEW))
    _create(BEFORE)


def _create(indexes: Indexes) -> None:
    for name, condition, columns in indexes:
        where = sa.text(condition)
        op.create_index(
            f"ix_complaint_{name}", "complaint", columns.split(), sqlite_where=where, postgresql_where=where
        )


def _drop(indexes: Indexes) -> None:
    for name, _condition, _columns in indexes:
        op.drop_index(f"ix_complaint_{name}", "complaint")
