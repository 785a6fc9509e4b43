"""``flask kpi export``: every figure as files for analysts' own tools."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from analytics.cli.kpi import kpi_cli
from analytics.cli.values import MONTH, as_of_option, seen_from, span_of, tell_moment
from analytics.exporting import NO_PARQUET, export_files, has_parquet
from analytics.folders import write_files
from analytics.measures.period import Month
from analytics.reports.choice import last_complete_month
from analytics.reports.long import long_rows
from kernel.permissions import EVERYWHERE
from web import database


@kpi_cli.command("export")
@click.option("--out", "folder", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder.")
@click.option("--from", "first", type=MONTH, help="The first month; a year up to the last without it.")
@click.option("--to", "last", type=MONTH, help="The last month; the newest that is over without it.")
@click.option("--crossed", "is_crossed", is_flag=True, help="Each department by each channel too: many more figures.")
@as_of_option
def export(folder: Path, first: Month | None, last: Month | None, is_crossed: bool, then: dt.datetime | None) -> None:
    """Write every measure of the months, their quarters and years: kpi.csv, kpi.parquet and a data dictionary.

    By population, by department and by channel, for the whole office. Parquet needs pyarrow, which is optional.
    """
    session, clock = database.session(), database.clock()
    seen = seen_from(session, then)
    today = seen.today if seen else clock.today()
    end = last or last_complete_month(today)
    if end.first > today:
        raise click.BadParameter(f"{end} has not begun", param_hint="--to")
    months = span_of(first or end.plus(-11), end).months
    rows = list(long_rows(session, clock, EVERYWHERE, months, seen, is_crossed=is_crossed))
    files = export_files(rows, with_parquet=has_parquet())
    try:
        write_files(folder, files)
    except OSError as why:
        raise click.BadParameter(f"{folder} cannot be written: {why.strerror}", param_hint="--out") from None
    tell_moment(seen)
    for name in files:
        click.echo(folder / name)
    click.echo(f"{len(rows)} figures, {months[0]} to {months[-1]}")
    if not has_parquet():
        click.echo(NO_PARQUET, err=True)
