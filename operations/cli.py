"""``flask backup`` and ``flask restore``."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from attachments.shelf import Shelf
from operations import erasures
from operations.backup.making import Made, make_backup
from operations.backup.restoring import Again, Restored, check, restore
from operations.backup.scheduled import note_backup
from operations.backup.trouble import BackupTrouble
from storage import migrate
from web.database import clock, storage
from web.settings import Settings

KEPT_APART = (
    "Not in the backup, keep them apart: the secret key, and the passwords of the database and the mail server."
)


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found


def _shelf() -> Shelf:
    return Shelf(Path(_settings().data_folder))


def _step(words: str) -> None:
    click.echo(f"  {words}", err=True)


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it is there already.")
@with_appcontext
def backup_command(file: Path, force: bool) -> None:
    """Write the whole office to FILE (a ZIP) while everybody goes on working; keys are not in it."""
    started_at = clock().now()
    try:
        made = make_backup(storage(), clock(), file.absolute(), shelf=_shelf(), force=force, on_step=_step)
    except BackupTrouble as trouble:
        raise click.ClickException(str(trouble)) from None
    if made.manifest.revision == migrate.newest():
        note_backup(storage(), clock(), "manual", started_at, made)
    click.echo(_made(made))
    click.echo(KEPT_APART)


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Only prove that FILE can be restored; nothing changes.")
@click.option(
    "--erasures",
    "erasures_file",
    type=click.Path(path_type=Path),
    help=f"The journal of erasures (default: {erasures.NAME} in the data folder).",
)
@with_appcontext
def restore_command(file: Path, only_check: bool, erasures_file: Path | None) -> None:
    """Bring the office of a backup FILE back into an empty database, and migrate it to this program's version."""
    journal = erasures_file or Path(_settings().data_folder) / erasures.NAME
    try:
        restored = _check(file, journal) if only_check else _restore(file, journal)
    except BackupTrouble as trouble:
        raise click.ClickException(str(trouble)) from None
    click.echo(_restored(restored))
    if only_check:
        click.echo("This backup can be restored. It was tried in a database that is gone again; yours was not touched.")
    else:
        click.echo("Restored. The secret key does not come with a backup: put the old one back before you serve.")


def _check(file: Path, journal: Path) -> Restored:
    return check(file, again=_again(journal), on_step=_step)


def _restore(file: Path, journal: Path) -> Restored:
    restored = restore(storage(), file, shelf=_shelf(), clock=clock(), again=_again(journal), on_step=_step)
    with storage().reading() as session:
        erasures.catch_up(session, Path(_settings().data_folder) / erasures.NAME)
    return restored


def _again(path: Path) -> Again:
    journal = erasures.read_journal(path)
    return lambda session: erasures.erase_again_what_was_erased(session, clock(), journal)


GROUPS = (backup_command, restore_command)
"""Commands without a group: ``flask backup``, ``flask restore``."""


def _made(made: Made) -> str:
    manifest = made.manifest
    return (
        f"{made.path}: {manifest.office_name}, {manifest.rows} rows, {len(manifest.attachments)} attachments, "
        f"{made.size} bytes.\n"
        f"The record ends at entry {manifest.leaf} with the hash {manifest.hash}."
    )


def _restored(restored: Restored) -> str:
    return "\n".join([*_facts(restored), *_remarks(restored)])


def _facts(restored: Restored) -> list[str]:
    manifest = restored.manifest
    made = f"as of {manifest.made_at}, from {manifest.database}, database version {manifest.revision}"
    size = f"{restored.rows} rows in {len(manifest.tables)} tables and {len(manifest.attachments)} attachments"
    return [
        f"{manifest.office_name}, {made}, program version {manifest.program}.",
        f"{size}, every checksum right.",
        f"The record is whole: {restored.leaf} entries, the last one has the hash {restored.hash}.",
    ]


def _remarks(restored: Restored) -> list[str]:
    manifest, remarks = restored.manifest, []
    if restored.revision != manifest.revision:
        remarks.append(f"Migrated from database version {manifest.revision} to {restored.revision}.")
    if restored.erased:
        remarks.append(f"Cases and comments erased after it was made, and now erased again: {restored.erased}.")
    remarks.append(
        f"Not valid any more: {restored.sessions} sign-ins and {restored.codes} invitations and recovery codes it held."
    )
    if restored.replaced:
        remarks.append(f"{restored.replaced} texts held a NUL character; PostgreSQL cannot keep it, it is U+FFFD now.")
    if manifest.missing_attachments:
        remarks.append(f"{len(manifest.missing_attachments)} attachments were missing when it was made.")
    return remarks
