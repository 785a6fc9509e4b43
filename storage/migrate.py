"""Bringing a database to the version of the program, and knowing where it stands."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

MIGRATIONS = Path(__file__).parent / "migrations"


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, bound to a connection where something is to be run."""
    found = Config()
    found.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    found.attributes["connection"] = connection
    return found


def newest() -> str:
    """The revision this program works with."""
    head = ScriptDirectory.from_config(config()).get_current_head()
    if head is None:
        raise LookupError("the program carries no migrations; its files are incomplete")
    return head


def current(engine: Engine) -> str | None:
    """The revision of a database, None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring a database up to a revision, in one transaction: all of it or nothing."""
    with engine.execution_options(writing=True).begin() as connection:
        command.upgrade(config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take a database back to a revision, in one transaction."""
    with engine.execution_options(writing=True).begin() as connection:
        command.downgrade(config(connection), revision)
