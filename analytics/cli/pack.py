"""``flask kpi pack | check``: a folder of files about a period, and whether it is still the one that was written."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

import click

from analytics.cli.kpi import kpi_cli
from analytics.cli.values import as_of_option
from analytics.measures.period import Period
from analytics.pack_files import NotAFolder, folder, put, troubles, write
from analytics.reports.as_of import NotRecorded, written
from analytics.reports.pack import key_of, pack_moment, parsed
from attachments.serving import shelf
from web import database
from web.languages import DEFAULT, LANGUAGES


class PackPeriod(click.ParamType[Period]):
    """A month, a quarter, a year or a run of months, as a typed value."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """The period written. Fails with a sentence for anything else."""
        try:
            return parsed(str(value))
        except ValueError as wrong:
            self.fail(str(wrong), param, ctx)


PERIOD: Final = PackPeriod()


@kpi_cli.command("pack")
@click.argument("period", type=PERIOD)
@click.option("--out", "target", type=click.Path(path_type=Path), required=True, help="The folder the pack becomes.")
@as_of_option
@click.option("--language", type=click.Choice([*LANGUAGES]), default=DEFAULT, help="Of every word in it.")
def make(period: Period, target: Path, then: dt.datetime | None, language: str) -> None:
    """Write the pack of PERIOD: 2026-10, 2026-Q4, 2026 or 2026-03..2026-09. The folder is made, or an older pack in it
    replaced; the same record, moment and language give the same bytes.
    """
    session, clock = database.session(), database.clock()
    target = target.absolute()
    try:
        seen = pack_moment(session, clock, then)
        folder.check(target)
    except NotRecorded as refused:
        raise click.BadParameter(refused.message, param_hint="--as-of") from None
    except NotAFolder as refused:
        raise click.BadParameter(str(refused), param_hint="--out") from None
    if period.first > seen.today:
        raise click.BadParameter(f"{key_of(period)} has not begun on {seen.today}", param_hint="PERIOD")
    made = write(session, clock, shelf(), period, seen, language=language)
    try:
        put(target, made.files)
    except NotAFolder as refused:
        raise click.BadParameter(str(refused), param_hint="--out") from None
    click.echo(
        f"{key_of(period)}: {len(made.files)} files in {target}, as of {written(seen.moment)} (Warsaw), "
        f"entry {seen.leaf}, manifest SHA-256 {made.digest}"
    )


@kpi_cli.command("check")
@click.argument("source", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False, exists=True))
def check(source: Path) -> None:
    """Compare the files of a pack in FOLDER with its manifest. Exit code 1 where they differ."""
    try:
        found = troubles(source)
    except (OSError, ValueError) as refused:
        raise click.BadParameter(f"no pack lies there: {refused}", param_hint="FOLDER") from None
    for one in found:
        click.echo(one)
    if found:
        raise SystemExit(1)
    click.echo("every file is the one the manifest names")
