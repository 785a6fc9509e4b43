"""``flask db``: bringing the database to the version of the program."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from ledger import triggers
from storage import migrate
from web.database import storage

db_cli = AppGroup("db", help="Create, migrate and check the database.")


@db_cli.command("upgrade")
def upgrade() -> None:
    """Create the tables or migrate them to the newest version, and prove the locks on the record."""
    engine = storage().engine
    before = migrate.current(engine)
    if before != migrate.newest():
        migrate.upgrade(engine)
    _check_locks()
    click.echo(f"database at version {migrate.newest()}" + ("" if before != migrate.newest() else " already"))


@db_cli.command("check")
def check() -> None:
    """Say whether the database fits the program; exit code 1 when it does not."""
    found, wanted = migrate.current(storage().engine), migrate.newest()
    if found != wanted:
        raise click.ClickException(
            f"the database is at version {found or 'none'}, the program needs {wanted}: run flask db upgrade"
        )
    _check_locks()
    click.echo(f"database at version {wanted}, locks on the record in place")


def _check_locks() -> None:
    with storage().engine.connect() as connection:
        absent = triggers.missing(connection)
    if absent:
        current_app.logger.error("locks on the record missing: %s", absent)
        raise click.ClickException(f"the locks on the record are missing or changed: {', '.join(absent)}")
