"""The finer attacks on the locks: around the trigger, and on the trigger itself."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ledger import triggers
from ledger.verify import verify
from storage.session import Storage

PLACES = "tag, recorded_at, 'x', hash, hash FROM ledger_entry WHERE leaf = 3"
AROUND = (
    f"INSERT OR REPLACE INTO ledger_entry SELECT 7, stream, position, {PLACES}",
    f"INSERT OR IGNORE INTO ledger_entry SELECT 9, 'y', 1, {PLACES}",
    "UPDATE OR REPLACE ledger_entry SET leaf = 4 WHERE leaf = 3",
)


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("attack", AROUND)
def test_sqlite_cannot_be_talked_into_replacing_an_entry(six: Storage, attack: str):
    with pytest.raises(DBAPIError), six.writing() as session:
        session.execute(text(attack))
    with six.reading() as session:
        assert verify(session).is_whole


ANEW = "DROP TRIGGER ledger_entry_no_change ON ledger_entry; CREATE TRIGGER ledger_entry_no_change BEFORE {} ROW {} {}"
REFUSE = "EXECUTE FUNCTION ledger_refuse()"
WEAKENED = (
    ANEW.format("UPDATE ON ledger_entry FOR EACH", "", REFUSE),
    ANEW.format("UPDATE OF tag OR DELETE ON ledger_entry FOR EACH", "", REFUSE),
    ANEW.format("UPDATE OR DELETE ON ledger_entry FOR EACH", "WHEN (OLD.leaf < 0)", REFUSE),
    ANEW.format("UPDATE OR DELETE ON ledger_head FOR EACH", "", REFUSE),
    "ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_no_change",
    triggers.POSTGRESQL_FUNCTION.replace("BEGIN RAISE", "BEGIN RETURN NEW; RAISE"),
)


@pytest.mark.parametrize("backend", ["postgresql"])
def test_postgresql_notices_a_lock_that_only_looks_like_one(record: Storage):
    for weakening in WEAKENED:
        with record.engine.connect() as connection:
            connection.exec_driver_sql(weakening)
            assert "ledger_entry_no_change" in triggers.missing(connection), weakening
            connection.rollback()


@pytest.mark.parametrize("backend", ["sqlite"])
def test_sqlite_notices_a_lock_that_only_looks_like_one(record: Storage):
    with record.writing() as session:
        session.execute(text("DROP TRIGGER ledger_entry_no_delete"))
        session.execute(
            text("CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry WHEN 0 BEGIN SELECT 1; END")
        )
    with record.engine.connect() as connection:
        assert triggers.missing(connection) == ["ledger_entry_no_delete"]


STRANGE = {
    "sqlite": (
        "CREATE TRIGGER quiet_edit AFTER INSERT ON complaint BEGIN UPDATE complaint SET due_on = '2040-01-01'; END",
        "CREATE VIEW entries AS SELECT * FROM ledger_entry",
    ),
    "postgresql": (
        "CREATE TRIGGER quiet_edit AFTER INSERT ON complaint FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
        "CREATE RULE quiet AS ON UPDATE TO complaint DO INSTEAD NOTHING",
        "CREATE VIEW entries AS SELECT * FROM ledger_entry",
    ),
}


def test_what_the_program_did_not_make_is_named(record: Storage):
    with record.engine.connect() as connection:
        assert triggers.strangers(connection) == []
    for made in STRANGE[record.engine.dialect.name]:
        with record.engine.connect() as connection:
            connection.exec_driver_sql(made)
            [named] = triggers.strangers(connection)
            assert named.split()[1] in made
            connection.rollback()
