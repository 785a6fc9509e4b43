"""``flask complaints import FILE --mapping NAME|FILE.toml [--dry-run] [--report FILE]``."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from complaints.importing.mapping import load_case_mapping
from complaints.importing.run import import_file
from web.database import clock
from web.importing import OPERATOR, carry_out, in_words


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mapping", "mapping_name", required=True, help="Name of a shipped mapping, or path of a .toml file.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option(
    "--report", "report_path", type=click.Path(path_type=Path), help="Where problems of rows are written (CSV)."
)
@with_appcontext
def import_command(file: Path, mapping_name: str, dry_run: bool, report_path: Path | None) -> None:
    """Take in the cases of another register from a CSV or Excel (.xlsx) FILE. The same file again adds nothing."""
    with in_words():
        mapping = load_case_mapping(mapping_name)
    carry_out(
        file,
        lambda session, report, progress: import_file(session, clock(), OPERATOR, file, mapping, report, progress),
        dry_run=dry_run,
        report_path=report_path,
    )
