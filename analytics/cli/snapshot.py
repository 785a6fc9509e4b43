"""``flask kpi snapshot | tables``: the cases and answers as columns, and all months' tables computed from them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from analytics import frames
from analytics.cli.kpi import kpi_cli
from analytics.cli.values import MONTH, span_of
from analytics.files import as_csv
from analytics.folders import write_files
from analytics.frames.snapshot import columns_of
from analytics.measures.columns import Columns, as_files, read_columns
from analytics.measures.period import Month
from analytics.measures.satisfaction import OVERALL
from analytics.measures.tables import CaseTables, case_tables
from analytics.reports.choice import last_complete_month
from web import database

if TYPE_CHECKING:
    import numpy as np

FOLDER: Final = click.Path(path_type=Path, file_okay=False)
COLUMNS: Final = (
    "month", "department", "kind", "received", "closed", "due", "on_time", "share", "low", "high",
    "median_working_days", "p90_working_days", "backlog", "overdue", "median_with_open",
)  # fmt: skip


@kpi_cli.command("snapshot")
@click.option("--out", "folder", type=FOLDER, required=True, help="Folder.")
@click.option("--from", "first", type=MONTH, help="The first month; that of the oldest case without it.")
def snapshot(folder: Path, first: Month | None) -> None:
    """Write cases and answers of the whole office as columns: days and numbers, no names, no words.

    For the office's own computing. Answers of small departments are in it one by one: keep the folder where the
    database is kept.
    """
    session, clock = database.session(), database.clock()
    last = last_complete_month(clock.today())
    begin = first or frames.first_month(session) or last
    columns = columns_of(session, clock, span_of(min(begin, last), last).months, OVERALL)
    _put(folder, as_files(columns), "--out")
    click.echo(f"{len(columns.received)} cases and {len(columns.answers)} answers, {columns.about.months} months")


@kpi_cli.command("tables")
@click.option("--snapshot", "folder", type=FOLDER, required=True, help="Folder of ``kpi snapshot``.")
@click.option("--out", "target", type=click.Path(path_type=Path, dir_okay=False), required=True, help="CSV file.")
def tables(folder: Path, target: Path) -> None:
    """Compute the tables of cases of all months of a snapshot, by month, department and kind, as CSV.

    Survey figures are in ``kpi export``, where what may not be told is withheld.
    """
    try:
        columns = read_columns(folder)
    except (OSError, ValueError, KeyError, TypeError):
        raise click.BadParameter(f"{folder} holds no snapshot", param_hint="--snapshot") from None
    codes = frames.department_codes(database.session())
    content = as_csv(_rows(columns, case_tables(columns), codes), COLUMNS)
    _put(target.parent, {target.name: content.encode()}, "--out")
    click.echo(target)


def _rows(columns: Columns, found: CaseTables, codes: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """A row for each month, department and kind that has any case."""
    import numpy as np

    about, start = columns.about, Month(*columns.about.first)
    arrays = (
        found.received, found.closed, found.on_time_n, found.on_time_k, found.share, found.low, found.high,
        found.median_working_days, found.p90_working_days, found.backlog, found.overdue, found.median_with_open,
    )  # fmt: skip
    some = (found.received + found.closed + found.on_time_n + found.waiting + found.backlog) > 0
    for month, part, kind in np.argwhere(some):
        cell = (month, part, kind)
        named = codes.get(about.departments[part], "none")
        yield str(start.plus(int(month))), named, about.kinds[kind], *(_written(array[cell]) for array in arrays)


def _written(value: np.generic) -> str:
    """At most six decimals; empty where there is none."""
    number = float(value)
    return "" if number != number else f"{number:.6f}".rstrip("0").rstrip(".")


def _put(folder: Path, files: dict[str, bytes], hint: str) -> None:
    try:
        write_files(folder, files)
    except OSError as why:
        raise click.BadParameter(f"{folder} cannot be written: {why.strerror}", param_hint=hint) from None
