"""``flask db``: bringing the database to the version of the program, never without a way back."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import Engine, inspect, text

from ledger import triggers
from operations.backup.making import make_backup
from operations.backup.trouble import BackupTrouble
from operations.jobs import place_of
from storage import migrate
from web.database import clock, storage

db_cli = AppGroup("db", help="Create, migrate and check the database.")
GROUPS = (db_cli,)


@db_cli.command("upgrade")
@click.option("--no-backup", is_flag=True, help="Migrate without making a backup first.")
def upgrade(no_backup: bool) -> None:
    """Create the tables or migrate them to the newest version, and prove the locks on the record.

    Where there is an office already, a backup of it is made before.
    """
    engine = storage().engine
    before = migrate.current(engine)
    _refuse_unknown(before)
    if before != migrate.newest():
        if _has_office(engine) and not no_backup:
            _back_up()
        migrate.upgrade(engine)
    _check_locks()
    click.echo(f"database at version {migrate.newest()}" + ("" if before != migrate.newest() else " already"))


@db_cli.command("check")
def check() -> None:
    """Say whether the database fits the program; exit code 1 when it does not."""
    if misfit := migrate.misfit(storage().engine):
        raise click.ClickException(misfit)
    _check_locks()
    click.echo(f"database at version {migrate.newest()}, locks on the record in place")


def _refuse_unknown(found: str | None) -> None:
    if found is not None and found not in migrate.known():
        raise click.ClickException(migrate.unknown(found))


def _has_office(engine: Engine) -> bool:
    with engine.connect() as connection:
        if "office" not in inspect(connection).get_table_names():
            return False
        return connection.execute(text("SELECT name FROM office")).first() is not None


def _back_up() -> None:
    """A backup of the database as it is, which only the program that made it and newer ones can read."""
    place = place_of(current_app.config["SETTINGS"])
    try:
        place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = place.folder / f"before-{migrate.newest()}-{clock().now():%Y%m%dT%H%M%S}.zip"
        made = make_backup(storage(), clock(), target, shelf=place.shelf)
    except (BackupTrouble, OSError) as trouble:
        raise click.ClickException(
            f"No backup could be made before the migration, so nothing was migrated. {trouble} "
            "To go on without one: flask db upgrade --no-backup"
        ) from None
    click.echo(f"backup before the migration: {made.path}")


def _check_locks() -> None:
    with storage().engine.connect() as connection:
        absent = triggers.missing(connection)
    if absent:
        current_app.logger.error("locks on the record missing: %s", absent)
        raise click.ClickException(f"the locks on the record are missing or changed: {', '.join(absent)}")
