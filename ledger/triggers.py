"""The locks on the record: triggers that refuse UPDATE, DELETE, TRUNCATE and REPLACE, on both databases."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

from storage import searching

REFUSAL: Final = "the record is append-only"

SQLITE: Final = {
    "ledger_entry_no_update": "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "ledger_entry_no_delete": "CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    # INSERT OR REPLACE deletes without firing the delete trigger, so an entry may only be put at the end, and at
    # a place of its stream where there is none.
    "ledger_entry_only_next": "CREATE TRIGGER ledger_entry_only_next BEFORE INSERT ON ledger_entry "  # noqa: S608
    "WHEN NEW.leaf <> 1 + (SELECT coalesce(max(leaf), 0) FROM ledger_entry) "
    "OR EXISTS (SELECT 1 FROM ledger_entry WHERE stream = NEW.stream AND position = NEW.position) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "ledger_head_no_delete": "CREATE TRIGGER ledger_head_no_delete BEFORE DELETE ON ledger_head "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "ledger_seal_no_update": "CREATE TRIGGER ledger_seal_no_update BEFORE UPDATE ON ledger_seal "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "ledger_seal_no_delete": "CREATE TRIGGER ledger_seal_no_delete BEFORE DELETE ON ledger_seal "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "ledger_seal_only_next": "CREATE TRIGGER ledger_seal_only_next BEFORE INSERT ON ledger_seal "  # noqa: S608
    "WHEN NEW.number <> 1 + (SELECT coalesce(max(number), 0) FROM ledger_seal) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "published_month_no_update": "CREATE TRIGGER published_month_no_update BEFORE UPDATE ON published_month "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "published_month_no_delete": "CREATE TRIGGER published_month_no_delete BEFORE DELETE ON published_month "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "published_month_only_next": "CREATE TRIGGER published_month_only_next BEFORE INSERT ON published_month "  # noqa: S608
    "WHEN NEW.edition <> 1 + (SELECT coalesce(max(edition), 0) FROM published_month WHERE month = NEW.month) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
}

_BODY: Final = f" BEGIN RAISE EXCEPTION '{REFUSAL}'; END "
POSTGRESQL_FUNCTION: Final = (
    f"CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $${_BODY}$$"
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
    "ledger_seal_no_change": "CREATE TRIGGER ledger_seal_no_change BEFORE UPDATE OR DELETE ON ledger_seal "
    "FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    "ledger_seal_no_truncate": "CREATE TRIGGER ledger_seal_no_truncate BEFORE TRUNCATE ON ledger_seal "
    "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
    "published_month_no_change": "CREATE TRIGGER published_month_no_change BEFORE UPDATE OR DELETE ON published_month "
    "FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    "published_month_no_truncate": "CREATE TRIGGER published_month_no_truncate BEFORE TRUNCATE ON published_month "
    "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
}

_ROW, _BEFORE, _DELETE, _UPDATE, _TRUNCATE = 1, 2, 8, 16, 32
_KINDS: Final = {
    "ledger_entry_no_change": ("ledger_entry", _ROW | _BEFORE | _UPDATE | _DELETE),
    "ledger_entry_no_truncate": ("ledger_entry", _BEFORE | _TRUNCATE),
    "ledger_head_no_delete": ("ledger_head", _ROW | _BEFORE | _DELETE),
    "ledger_head_no_truncate": ("ledger_head", _BEFORE | _TRUNCATE),
    "ledger_seal_no_change": ("ledger_seal", _ROW | _BEFORE | _UPDATE | _DELETE),
    "ledger_seal_no_truncate": ("ledger_seal", _BEFORE | _TRUNCATE),
    "published_month_no_change": ("published_month", _ROW | _BEFORE | _UPDATE | _DELETE),
    "published_month_no_truncate": ("published_month", _BEFORE | _TRUNCATE),
}
"""The table and the events of each lock, as ``pg_trigger.tgtype`` keeps them (PostgreSQL: catalog/pg_trigger.h)."""

_PRESENT: Final = (
    "SELECT tgname, relname, CAST(tgtype AS integer) FROM pg_trigger "
    "JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgqual IS NULL AND CAST(tgattr AS text) = '' "
    "AND prosrc = :body AND tgrelid IN "
    "(to_regclass('ledger_entry'), to_regclass('ledger_head'), to_regclass('ledger_seal'), "
    "to_regclass('published_month'))"
)
"""Locks that are switched on, without a condition and for every column, and whose function does nothing but refuse."""


def statements(dialect: str) -> list[str]:
    """The DDL that puts the locks on, for a migration."""
    return list(SQLITE.values()) if dialect == "sqlite" else [POSTGRESQL_FUNCTION, *POSTGRESQL.values()]


def missing(connection: Connection) -> list[str]:
    """Names of locks that are absent, weakened or switched off; empty when all is well."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        present = {name for name, sql in rows if SQLITE.get(name) == sql}
        return sorted(SQLITE.keys() - present)
    rows = connection.execute(text(_PRESENT), {"body": _BODY}).all()
    present = {name for name, table, kind in rows if _KINDS.get(name) == (table, kind)}
    return sorted(POSTGRESQL.keys() - present)


_STRANGERS: Final = (
    "SELECT 'trigger ' || tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal AND relnamespace = to_regnamespace(current_schema()) AND tgname <> ALL(:ours) "
    "UNION ALL SELECT 'rule ' || rulename FROM pg_rules WHERE schemaname = current_schema() "
    "UNION ALL SELECT 'view ' || viewname FROM pg_views WHERE schemaname = current_schema()"
)
"""What rewrites or reacts to our tables and is not of us: the program has no other triggers, no rules and no views."""


def strangers(connection: Connection) -> list[str]:
    """Triggers, rules and views the program did not make, each with what it is; they could change rows unseen.

    A trigger of the search counts as ours only with the very words it was made with.
    """
    if connection.dialect.name == "sqlite":
        query = text("SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')")
        rows = connection.execute(query).all()
        return sorted(
            f"{kind} {name}" for kind, name, sql in rows if name not in SQLITE and searching.TRIGGERS.get(name) != sql
        )
    found = connection.execute(text(_STRANGERS), {"ours": list(POSTGRESQL)}).scalars()
    return sorted(found)
