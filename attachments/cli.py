"""``flask attachments``: looking after the files."""

from __future__ import annotations

from itertools import islice

import click
from flask.cli import AppGroup
from sqlalchemy import select

from attachments.actions import SCAN
from attachments.actions import sweep as sweep_all
from attachments.models import StoredFile
from attachments.queries import faults
from attachments.rules import FileState
from attachments.serving import shelf
from web import database
from worker.actions import enqueue

NAMED = 5
"""How many faults are named; a folder that is gone altogether has thousands."""

attachments_cli = AppGroup("attachments", help="Verify, scan and sweep the files people sent.")
GROUPS = (attachments_cli,)


@attachments_cli.command("verify")
def verify() -> None:
    """Read every file and compare it with its hash; exit code 1 when one is missing or changed."""
    with database.storage().reading() as session:
        found = faults(session, shelf())
        first = list(islice(found, NAMED))
        count = len(first) + sum(1 for _fault in found)
    for fault in first:
        click.echo(f"{fault.what}: {shelf().path_of(fault.file.digest)}", err=True)
    if count:
        raise click.ClickException(f"{count} files are missing or changed: bring them back from a backup")
    click.echo("all files are there and unchanged")


@attachments_cli.command("sweep")
def sweep() -> None:
    """Take away uploads that were never sent and files nobody keeps; the worker does this every night."""
    with database.storage().writing() as session:
        swept = sweep_all(session, database.clock(), shelf())
    click.echo(f"{swept.uploads} uploads, {swept.rows} rows, {swept.files} files, {swept.drafts} drafts taken away")


@attachments_cli.command("scan")
@click.option("--all", "everything", is_flag=True, help="Also what was stored before there was a scanner.")
def scan(everything: bool) -> None:
    """Ask the worker to show held files to the scanner again, for example after it stood still for days."""
    if not shelf().scanner:
        raise click.ClickException("there is no scanner: set INTERESANT_CLAMD")
    clock = database.clock()
    wanted = StoredFile.state == FileState.HELD.value
    if everything:
        wanted = wanted | (StoredFile.scanned_at.is_(None) & StoredFile.is_public.is_(False))
    with database.storage().writing() as session:
        files = session.scalars(select(StoredFile).where(wanted)).all()
        for file in files:
            file.state = FileState.HELD.value
            key = f"{SCAN}:{file.id}:{clock.now().isoformat()}"
            enqueue(session, clock, SCAN, {"file": str(file.id)}, key=key)
    click.echo(f"{len(files)} files are shown to the scanner")
