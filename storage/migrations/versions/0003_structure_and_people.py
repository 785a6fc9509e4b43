"""Structure and people"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kernel.ids import new_id

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LONG_AGO = "1900-01-01"

NEW_COLUMNS = (
    ("service", "standard", sa.String(length=300), ""),
    ("service", "standard_number", sa.Integer(), None),
    ("service", "standard_unit", sa.String(length=20), ""),
    ("service", "legal_basis", sa.String(length=300), ""),
    ("service", "valid_from_on", sa.Date(), LONG_AGO),
    ("service", "valid_to_on", sa.Date(), None),
    ("desk", "valid_from_on", sa.Date(), LONG_AGO),
    ("desk", "valid_to_on", sa.Date(), None),
)
"""Table, column, type, and what stands in the rows that are there already (None: nothing, and nothing is needed)."""


DEPARTMENT = sa.table(
    "department", sa.column("id", sa.Uuid()), sa.column("name"), sa.column("valid_from_on", sa.Date())
)


def upgrade() -> None:
    for table, name, kind, default in NEW_COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=default is None, server_default=default))
    op.create_table(
        "department_name",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_department_name_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_name")),
        sa.UniqueConstraint("department_id", "from_on", name=op.f("uq_department_name_department_id_from_on")),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_person_id"), "absence", ["person_id"], unique=False)
    op.create_table(
        "deputy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_deputy_department_id")),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_deputy_deputy_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_deputy_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
    )
    op.create_index(op.f("ix_deputy_deputy_id"), "deputy", ["deputy_id"], unique=False)
    op.create_index(op.f("ix_deputy_person_id"), "deputy", ["person_id"], unique=False)
    for name in ("service", "desk"):  # what is there already began with its department
        table = sa.table(name, sa.column("department_id", sa.Uuid()), sa.column("valid_from_on", sa.Date()))
        began = sa.select(DEPARTMENT.c.valid_from_on).where(DEPARTMENT.c.id == table.c.department_id)
        op.execute(table.update().values(valid_from_on=began.scalar_subquery()))
    _first_names()


def _first_names() -> None:
    """Every department there is has had its present name from its first day on: nothing else was recorded."""
    names = sa.table(
        "department_name",
        sa.column("id", sa.Uuid()),
        sa.column("department_id", sa.Uuid()),
        sa.column("name", sa.String()),
        sa.column("from_on", sa.Date()),
    )
    connection = op.get_bind()
    rows = [
        {"id": new_id(), "department_id": row.id, "name": row.name, "from_on": row.valid_from_on}
        for row in connection.execute(sa.select(DEPARTMENT))
    ]
    if rows:
        connection.execute(names.insert(), rows)


def downgrade() -> None:
    for table in ("deputy", "absence", "department_name"):
        op.drop_table(table)
    for table, name, _kind, _default in reversed(NEW_COLUMNS):
        op.drop_column(table, name)
