"""Seals of the record"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SQLITE_LOCKS = (
    "CREATE TRIGGER ledger_seal_no_update BEFORE UPDATE ON ledger_seal BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
    "CREATE TRIGGER ledger_seal_no_delete BEFORE DELETE ON ledger_seal BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
    "CREATE TRIGGER ledger_seal_only_next BEFORE INSERT ON ledger_seal WHEN NEW.number <> 1 + (SELECT coalesce(max(number), 0) FROM ledger_seal) BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
)
POSTGRESQL_LOCKS = (
    "CREATE TRIGGER ledger_seal_no_change BEFORE UPDATE OR DELETE ON ledger_seal FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    "CREATE TRIGGER ledger_seal_no_truncate BEFORE TRUNCATE ON ledger_seal FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
)
LEAF = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ledger_seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", LEAF, nullable=False),
        sa.Column("sealed_at", Moment(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.Column("peaks", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ledger_seal")),
    )
    op.create_index(op.f("ix_ledger_seal_size"), "ledger_seal", ["size"], unique=False)
    for lock in SQLITE_LOCKS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_LOCKS:
        op.execute(lock)


def downgrade() -> None:
    op.drop_table("ledger_seal")
