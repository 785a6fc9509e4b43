"""The locks on the record: triggers that refuse UPDATE, DELETE, TRUNCATE and REPLACE, on both databases."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

REFUSAL: Final = "the record is append-only"

SQLITE: Final = {
    "ledger_entry_no_update": "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "ledger_entry_no_delete": "CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    # INSERT OR REPLACE deletes without firing the delete trigger, so an entry may only be put at the end.
    "ledger_entry_only_next": "CREATE TRIGGER ledger_entry_only_next BEFORE INSERT ON ledger_entry "  # noqa: S608
    "WHEN NEW.leaf <> 1 + (SELECT coalesce(max(leaf), 0) FROM ledger_entry) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "ledger_head_no_delete": "CREATE TRIGGER ledger_head_no_delete BEFORE DELETE ON ledger_head "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
}

POSTGRESQL_FUNCTION: Final = (
    "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
)
POSTGRESQL: Final = {
    "ledger_entry_no_change": "CREATE TRIGGER ledger_entry_no_change BEFORE UPDATE OR DELETE ON ledger_entry "
    "FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    "ledger_entry_no_truncate": "CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
    "ledger_head_no_delete": "CREATE TRIGGER ledger_head_no_delete BEFORE DELETE ON ledger_head "
    "FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    "ledger_head_no_truncate": "CREATE TRIGGER ledger_head_no_truncate BEFORE TRUNCATE ON ledger_head "
    "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
}


def statements(dialect: str) -> list[str]:
    """The DDL that puts the locks on, for a migration."""
    return list(SQLITE.values()) if dialect == "sqlite" else [POSTGRESQL_FUNCTION, *POSTGRESQL.values()]


def missing(connection: Connection) -> list[str]:
    """Names of locks that are absent, weakened or switched off; empty when all is well."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        present = {name for name, sql in rows if SQLITE.get(name) == sql}
        return sorted(SQLITE.keys() - present)
    query = (
        "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
        "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') "
        "AND proname = 'ledger_refuse' AND prosrc LIKE '%RAISE EXCEPTION%' "
        "AND tgrelid IN (to_regclass('ledger_entry'), to_regclass('ledger_head'))"
    )
    return sorted(POSTGRESQL.keys() - set(connection.execute(text(query)).scalars()))
