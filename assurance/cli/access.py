"""``flask access matrix``: who may do what, from the tables of this very program."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from assurance.matrix_files import as_csv, as_markdown
from assurance.views import views
from kernel.version import VERSION

access_cli = AppGroup("access", help="Who may do what.")


@access_cli.command("matrix")
@click.option("--format", "form", type=click.Choice(["markdown", "csv"]), default="markdown", show_default=True)
def matrix_command(form: str) -> None:
    """Print the permission matrix: role x action x department x state. CSV has a row for every cell."""
    written = as_csv(views(), VERSION) if form == "csv" else as_markdown(views(), VERSION)
    click.echo(written, nl=False)
