"""What the database itself keeps for searching: an index over the lexemes of ``complaint_words``.

SQLite: an FTS5 table without words of its own (``content=``), kept in step by three triggers. PostgreSQL: a GIN index
over ``to_tsvector('simple', ...)`` of each column. Neither is a table of the models: they follow from one that is.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from storage.trouble import Trouble, trouble_of

INDEX: Final = "complaint_words_index"

SHADOWS: Final = frozenset({INDEX, *(f"{INDEX}_{part}" for part in ("config", "data", "docsize", "idx"))})
"""Tables SQLite keeps for the index; no backup holds them and no model knows them. Source: sqlite.org/fts5.html § 9."""

MERGED_PAGES: Final = 500
"""Pages merged in one step. Ours: about a tenth of a second, so that nobody who writes meanwhile waits long."""

_FTS5: Final = (
    "CREATE VIRTUAL TABLE complaint_words_index "
    "USING fts5(register, letter, person, content='complaint_words', content_rowid='id', tokenize='ascii')"
)
_NEW: Final = (
    "INSERT INTO complaint_words_index(rowid, register, letter, person) "
    "VALUES (NEW.id, NEW.register, NEW.letter, NEW.person);"
)
_OLD: Final = (
    "INSERT INTO complaint_words_index(complaint_words_index, rowid, register, letter, person) "
    "VALUES ('delete', OLD.id, OLD.register, OLD.letter, OLD.person);"
)
TRIGGERS: Final = {
    "complaint_words_added": f"CREATE TRIGGER complaint_words_added AFTER INSERT ON complaint_words BEGIN {_NEW} END",
    "complaint_words_changed": "CREATE TRIGGER complaint_words_changed "
    f"AFTER UPDATE OF register, letter, person ON complaint_words BEGIN {_OLD} {_NEW} END",
    "complaint_words_gone": f"CREATE TRIGGER complaint_words_gone AFTER DELETE ON complaint_words BEGIN {_OLD} END",
}
"""Source: sqlite.org/fts5.html § 4.4.3, external content tables."""

GIN: Final = {
    f"ix_complaint_words_{column}": f"CREATE INDEX ix_complaint_words_{column} ON complaint_words "
    f"USING gin (to_tsvector('simple', {column}))"
    for column in ("register", "letter", "person")
}
"""The indexes on PostgreSQL, by name."""

_CHECK: Final = "INSERT INTO complaint_words_index(complaint_words_index, rank) VALUES ('integrity-check', 1)"
_MERGE: Final = "INSERT INTO complaint_words_index(complaint_words_index, rank) VALUES ('merge', :pages)"
"""Source: sqlite.org/fts5.html § 6, special INSERT commands."""


def make(dialect: str) -> list[str]:
    """The statements that make the index, for a migration; the table is there already."""
    return [_FTS5, *TRIGGERS.values()] if dialect == "sqlite" else list(GIN.values())


def unmake(dialect: str) -> list[str]:
    """The statements that take it away; the table goes afterwards, and on PostgreSQL its indexes with it."""
    return [*(f"DROP TRIGGER {name}" for name in TRIGGERS), f"DROP TABLE {INDEX}"] if dialect == "sqlite" else []


def is_sound(connection: Connection) -> bool:
    """Whether the index says what the table says. PostgreSQL keeps its own in step; SQLite is asked to compare."""
    if connection.dialect.name != "sqlite":
        return True
    try:
        connection.execute(text(_CHECK))
    except DatabaseError as error:
        if trouble_of(error) is Trouble.DAMAGED:
            return False
        raise
    return True


def merge_some(connection: Connection, *, is_first: bool) -> bool:
    """One step of bringing the index into one piece; whether more is to be done. Nothing to do on PostgreSQL.

    What was taken out of the index stands in its older parts until they are merged.
    """
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        return False
    before = driver.total_changes
    connection.execute(text(_MERGE), {"pages": -MERGED_PAGES if is_first else MERGED_PAGES})
    return driver.total_changes - before >= 2  # the command itself counts as one
