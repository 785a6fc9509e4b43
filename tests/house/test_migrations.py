"""Migrations on both databases: one line of them, equal to the models, up and down, and nobody's data lost."""

from __future__ import annotations

import importlib
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from ledger import triggers
from ledger.verify import verify
from storage import migrate, searching
from storage.base import Base
from storage.session import Storage
from tests.cast import FoundedOffice

ROOT = Path(__file__).parents[2]
for models in sorted([*ROOT.glob("*/models.py"), *ROOT.glob("*/models/__init__.py")]):
    importlib.import_module(f"{models.relative_to(ROOT).parts[0]}.models")  # every table of every room


def revisions() -> list[str]:
    """All revisions, oldest first."""
    return [script.revision for script in ScriptDirectory.from_config(migrate.config()).walk_revisions()][::-1]


def tables(storage: Storage) -> set[str]:
    return set(inspect(storage.engine).get_table_names()) - {"alembic_version"} - searching.SHADOWS


def is_of_the_models(_thing: object, name: str | None, _kind: str, _reflected: bool, _there: object) -> bool:
    """All but what the database keeps for searching: the next test names it to the letter."""
    return name not in searching.SHADOWS and name not in searching.GIN


def test_there_is_one_line_of_migrations():
    assert ScriptDirectory.from_config(migrate.config()).get_heads() == [migrate.newest()]


def test_the_migrations_lead_exactly_to_the_models(storage: Storage):
    with storage.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": is_of_the_models}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_the_index_of_the_search_is_there_and_goes_with_its_table(storage: Storage):
    own = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE tbl_name LIKE 'complaint_words%' AND type = 'trigger' "
        "OR name = 'complaint_words_index'",
        "postgresql": "SELECT indexname FROM pg_indexes WHERE indexdef LIKE '%to_tsvector(%'",
    }
    with storage.engine.connect() as connection:
        dialect = connection.dialect.name
        found = set(connection.execute(text(own[dialect])).scalars())
    assert found == set(searching.make("sqlite") if dialect == "sqlite" else set(searching.GIN))


def test_constraints_that_guard_the_data_are_in_the_database(storage: Storage):
    """compare_metadata does not look at CHECK constraints."""
    inspector = inspect(storage.engine)
    for table in Base.metadata.tables.values():
        named = {constraint.name for constraint in table.constraints if str(constraint.name).startswith("ck_")}
        assert {check["name"] for check in inspector.get_check_constraints(table.name)} >= named


def test_each_step_up_can_be_taken_back(bare_storage: Storage):
    engine = bare_storage.engine
    for revision in revisions():
        before = tables(bare_storage)
        migrate.upgrade(engine, revision)
        assert migrate.current(engine) == revision
        migrate.downgrade(engine, "-1")
        assert tables(bare_storage) == before
        migrate.upgrade(engine, revision)
    assert tables(bare_storage) == set(Base.metadata.tables)
    migrate.downgrade(engine, "base")
    assert tables(bare_storage) == set()


def test_a_second_upgrade_changes_nothing(storage: Storage, office: FoundedOffice):
    migrate.upgrade(storage.engine)
    with storage.reading() as session:
        assert verify(session).is_whole
        assert session.execute(text("SELECT name FROM office")).scalar_one() == "Urząd Testowy"


def test_data_survive_the_last_step_down_and_up_again(storage: Storage, office: FoundedOffice):
    """Only where there is an earlier step: the first migration is the beginning of all data."""
    if len(revisions()) == 1:
        assert revisions() == [migrate.newest()]
        return
    migrate.downgrade(storage.engine, "-1")
    migrate.upgrade(storage.engine)
    with storage.reading() as session:
        assert verify(session).is_whole
        assert session.execute(text("SELECT count(*) FROM person")).scalar_one() == len(office.people)


def test_every_migration_leaves_the_locks_on_the_record(bare_storage: Storage):
    for revision in revisions():
        migrate.upgrade(bare_storage.engine, revision)
        with bare_storage.engine.connect() as connection:
            absent = triggers.missing(connection)
        assert [lock for lock in absent if "_".join(lock.split("_")[:2]) in tables(bare_storage)] == []
    assert absent == []
