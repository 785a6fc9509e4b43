"""Sealed answers on a scale counted beside the overall rating of the same response."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

NOWHERE = "00000000-0000-0000-0000-000000000000"

PAIRS = """
INSERT INTO survey_pair_count (version_id, month, question, department_id, overall, settled, value, n)
SELECT response.version_id, {month}, item.question, coalesce(response.department_id, {nowhere}), overall.value,
    coalesce(settled.code, ''), item.value, count(*)
FROM response
JOIN answer AS overall ON overall.response_id = response.id AND overall.question = 'q1'
JOIN answer AS item ON item.response_id = response.id
LEFT JOIN answer AS settled ON settled.response_id = response.id AND settled.question = 'q2'
WHERE response.leaf IS NOT NULL AND response.flags IN ('', 'partial')
    AND overall.value IS NOT NULL AND item.value IS NOT NULL
GROUP BY response.version_id, {month}, item.question, coalesce(response.department_id, {nowhere}), overall.value,
    coalesce(settled.code, ''), item.value
"""


def upgrade() -> None:
    op.create_table(
        "survey_pair_count",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", sa.String(40), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("overall", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("settled", sa.String(40), nullable=False),
        sa.Column("value", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "version_id", "month", "question", "department_id", "overall", "settled", "value",
            name=op.f("pk_survey_pair_count"),
        ),
        sqlite_with_rowid=False,
    )  # fmt: skip
    if op.get_bind().dialect.name == "sqlite":
        nowhere, month = f"'{NOWHERE.replace('-', '')}'", "CAST(strftime('%Y%m', response.local_on) AS INTEGER)"
    else:
        nowhere = f"CAST('{NOWHERE}' AS uuid)"
        month = "CAST(extract(year FROM response.local_on) * 100 + extract(month FROM response.local_on) AS integer)"
    op.execute(PAIRS.format(month=month, nowhere=nowhere))


def downgrade() -> None:
    op.drop_table("survey_pair_count")
