"""Published months"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SQLITE_LOCKS = (
    "CREATE TRIGGER published_month_no_update BEFORE UPDATE ON published_month BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
    "CREATE TRIGGER published_month_no_delete BEFORE DELETE ON published_month BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
    "CREATE TRIGGER published_month_only_next BEFORE INSERT ON published_month WHEN NEW.edition <> 1 + (SELECT coalesce(max(edition), 0) FROM published_month WHERE month = NEW.month) BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
)
POSTGRESQL_LOCKS = (
    "CREATE TRIGGER published_month_no_change BEFORE UPDATE OR DELETE ON published_month FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    "CREATE TRIGGER published_month_no_truncate BEFORE TRUNCATE ON published_month FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
)
LEAF = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "published_month",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("published_at", Moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("as_of", Moment(), nullable=False),
        sa.Column("leaf", LEAF, nullable=False),
        sa.Column("entry_leaf", LEAF, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("calendar_version", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("definitions", sa.Text(), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("month", "edition", name=op.f("pk_published_month")),
    )
    for lock in SQLITE_LOCKS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_LOCKS:
        op.execute(lock)


def downgrade() -> None:
    op.drop_table("published_month")
