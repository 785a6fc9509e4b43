"""Bringing a database to the version of the program, and knowing where it stands.

Alembic is imported where it is asked for: a fifth of a second of a start that most commands can do without.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine

from kernel.version import VERSION

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).parent / "migrations"


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, bound to a connection where something is to be run."""
    from alembic.config import Config

    found = Config()
    found.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    found.attributes["connection"] = connection
    return found


def newest() -> str:
    """The revision this program works with."""
    head = _scripts().get_current_head()
    if head is None:
        raise LookupError("the program carries no migrations; its files are incomplete")
    return head


def known() -> list[str]:
    """All revisions this program knows, oldest first."""
    return [script.revision for script in _scripts().walk_revisions()][::-1]


def _scripts() -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(config())


def current(engine: Engine) -> str | None:
    """The revision of a database, None for an empty one."""
    with engine.connect() as connection:
        return current_within(connection)


def current_within(connection: Connection) -> str | None:
    """The revision as a transaction sees it, None for an empty database."""
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def misfit(engine: Engine) -> str | None:
    """Why the program cannot work with a database as it is, in one sentence with the way out; None when it can."""
    found = current(engine)
    if found == newest():
        return None
    if found is None:
        return "the database is empty: run flask db upgrade"
    if found not in known():
        return unknown(found)
    return f"the database is at version {found}, the program needs {newest()}: run flask db upgrade"


def unknown(revision: str) -> str:
    """The sentence about a database of a newer program."""
    return (
        f"the database is at version {revision}, which this program ({VERSION}, database version {newest()}) does not "
        "know: a newer program made it. Install that one, or restore a backup into an empty database"
    )


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring a database up to a revision, in one transaction: all of it or nothing."""
    with engine.execution_options(writing=True).begin() as connection:
        upgrade_within(connection, revision)


def upgrade_within(connection: Connection, revision: str = "head") -> None:
    """The same in a transaction that is under way; whoever began it commits."""
    from alembic import command

    command.upgrade(config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take a database back to a revision, in one transaction."""
    with engine.execution_options(writing=True).begin() as connection:
        downgrade_within(connection, revision)


def downgrade_within(connection: Connection, revision: str) -> None:
    """The same in a transaction that is under way; whoever began it commits."""
    from alembic import command

    command.downgrade(config(connection), revision)
