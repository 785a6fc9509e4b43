"""``flask office import-departments FILE`` and ``flask office import-people FILE``."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from office.importing.departments import import_departments
from office.importing.people import import_people
from web.database import clock
from web.importing import OPERATOR, carry_out

REPORT_HELP = "Where problems of rows are written (CSV)."


@click.command("import-departments")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--report", "report_path", type=click.Path(path_type=Path), help=REPORT_HELP)
@with_appcontext
def import_departments_command(file: Path, *, dry_run: bool, report_path: Path | None) -> None:
    """Open the departments of a CSV or XLSX FILE with the columns kod, nazwa and, if you like, działa od."""
    carry_out(
        file,
        lambda session, report, progress: import_departments(session, clock(), OPERATOR, file, report, progress),
        dry_run=dry_run,
        report_path=report_path,
    )


@click.command("import-people")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--report", "report_path", type=click.Path(path_type=Path), help=REPORT_HELP)
@with_appcontext
def import_people_command(file: Path, *, dry_run: bool, report_path: Path | None) -> None:
    """Add the people of a CSV or XLSX FILE: login, imię i nazwisko, rola; stanowisko, e-mail, wydział if you like.

    They get no password: each needs an invitation.
    """
    carry_out(
        file,
        lambda session, report, progress: import_people(session, clock(), OPERATOR, file, report, progress),
        dry_run=dry_run,
        report_path=report_path,
    )
