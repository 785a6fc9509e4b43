"""``flask register``: the registers of this office as files."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

import click
from flask.cli import AppGroup

from complaints.actions.register_export import record_export
from complaints.queries.register import RegisterFilter
from complaints.register_files import FileKind, write_register
from complaints.rules.kinds import Register
from kernel.permissions import Grant, Role
from web import database
from web.importing import OPERATOR

register_cli = AppGroup("register", help="The registers of this office.")

WITH_NAMES: Final = replace(OPERATOR, grants=frozenset({Grant(Role.HEAD)}))
WITHOUT_NAMES: Final = replace(OPERATOR, grants=frozenset({Grant(Role.MANAGEMENT)}))
"""Whoever runs the command line on the server sees the whole office; names only when not told to leave them out."""

DAY: Final = click.DateTime(["%Y-%m-%d"])


@register_cli.command("export")
@click.option("--register", "name", type=click.Choice([one.value for one in Register]), required=True)
@click.option("--from", "first", type=DAY, required=True, help="First day, written 2026-01-01.")
@click.option("--to", "last", type=DAY, required=True, help="Last day.")
@click.option("--format", "kind", type=click.Choice([one.value for one in FileKind]), default=FileKind.CSV.value)
@click.option("--out", "path", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--by", type=click.Choice(["entry", "receipt"]), default="entry", help="What the days mean.")
@click.option("--without-personal", is_flag=True, help="Leave out who filed the cases.")
def export_command(
    name: str, first: dt.datetime, last: dt.datetime, kind: str, path: Path, by: str, *, without_personal: bool
) -> None:
    """Write a register (SW: skargi and wnioski, P: petitions, O: appeals) into a file; the record says so."""
    if last < first:
        raise click.BadParameter("the last day comes before the first", param_hint="--to")
    wanted = RegisterFilter(Register(name), first.date(), last.date(), is_by_receipt=by == "receipt")
    actor = WITHOUT_NAMES if without_personal else WITH_NAMES
    clock = database.clock()
    with tempfile.NamedTemporaryFile(dir=path.resolve().parent, delete=False) as file:
        draft = Path(file.name)
        try:
            with database.storage().reading() as session:
                taken = write_register(file.file, session, clock, actor, wanted, FileKind(kind))
            file.flush()
            os.fsync(file.fileno())
            with database.storage().writing() as session:
                record_export(session, clock, actor, taken)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    click.echo(f"{path}: {taken.count} lines")
