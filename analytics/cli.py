"""``flask results``: the figures of a month on the command line."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any, Final

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from analytics import frames, labels
from analytics.annual_files import print_of, workbook_of
from analytics.files import as_csv
from analytics.measures.declaration import Population
from analytics.measures.period import Month
from analytics.measures.registry import measure
from analytics.measures.result import Result
from analytics.reports import as_of
from analytics.reports.annual import annual_report
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice
from analytics.reports.export import as_answers, month_rows
from analytics.reports.month import MonthReport, month_report
from analytics.reports.structure import Lens, Structure
from kernel.permissions import EVERYWHERE
from office.queries import todays_departments
from web import database

results_cli = AppGroup("results", help="Figures about complaints and satisfaction.")
GROUPS: Final = (results_cli,)
TITLE_WIDTH, VALUE_WIDTH = 52, 24
AS_OF_HELP: Final = "What was recorded by then, written 2026-10-31T23:59 by the clock in Warsaw; now without it."


class Moment(click.ParamType[dt.datetime]):
    """A moment, as a typed value."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        """The moment written. Fails with a sentence for anything else."""
        try:
            return as_of.parsed(str(value))
        except (ValueError, OverflowError):
            self.fail(f"a moment is written 2026-10-31T23:59, not {str(value)!r}", param, ctx)


@results_cli.command("month")
@click.argument("written", metavar="MONTH")
@click.option("--population", type=click.Choice([one.value for one in Population]), default="complaints")
@click.option("--department", metavar="CODE", default="", help="One department by its code; all without it.")
@click.option(
    "--structure",
    type=click.Choice([one.value for one in Structure]),
    default=Structure.DAY_OF_CASE.value,
    help="Departments as they were, or those of today with what they took over.",
)
@click.option("--csv", "is_csv", is_flag=True, help="The long form: one row a figure.")
@click.option("--as-of", "then", metavar="MOMENT", type=Moment(), help=AS_OF_HELP)
def month(
    written: str, population: str, department: str, structure: str, is_csv: bool, then: dt.datetime | None
) -> None:
    """Print the figures of MONTH, written 2026-10: the same as on the page of the results."""
    session, clock = database.session(), database.clock()
    seen_from = _as_of(session, then)
    codes = frames.department_codes(session)
    today = seen_from.today if seen_from else clock.today()
    lens = Lens.of(Structure(structure), todays_departments(session, today), EVERYWHERE)
    choice = Choice(Population(population), lens.seen(_department(codes, department)), Structure(structure))
    report = month_report(session, clock, EVERYWHERE, choice, _month(written), as_of=seen_from)
    if is_csv:
        click.echo(as_csv(month_rows(report, codes)), nl=False)
        return
    click.echo(f"{labels.month_name(report.month)} · {labels.POPULATIONS[population]}")
    click.echo(str(labels.STRUCTURE_SENTENCES[structure]))
    if seen_from:
        click.echo(f"as of {as_of.written(seen_from.moment)} (Warsaw), entry {seen_from.leaf}")
    for title, result in _lines(report):
        base = labels.n(result)
        between = labels.interval(result)
        click.echo(f"{title:<{TITLE_WIDTH}} {labels.marked(result):>{VALUE_WIDTH}}   n = {base:<8} {between}".rstrip())


@results_cli.command("annual")
@click.argument("year", type=click.IntRange(2011, 2040))
@click.option("--out", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="Folder.")
def annual(year: int, folder: Path) -> None:
    """Write the annual report of YEAR for the whole office: sprawozdanie-YEAR.pdf and .xlsx."""
    if year > database.clock().today().year:
        raise click.BadParameter("the year has not begun", param_hint="YEAR")
    report = annual_report(database.session(), database.clock(), EVERYWHERE, year)
    folder.mkdir(parents=True, exist_ok=True)
    for kind, content in (("pdf", print_of(report)), ("xlsx", workbook_of(report))):
        path = folder / f"sprawozdanie-{year}.{kind}"
        path.write_bytes(content)
        click.echo(path)


def _lines(report: MonthReport) -> list[tuple[str, Result]]:
    headline = {figure.now.measure: figure.now for figure in report.figures.values()}
    figures = {**headline, **{result.measure: result for result in (*report.flow, *report.times)}}
    lines = [(str(measure(key).title), result) for key, result in figures.items()]
    asked = [(str(labels.QUESTIONS[row.key]), as_answers(row.result)) for row in report.questions]
    return [*lines, *((f"  {title}", result) for title, result in asked)]


def _month(written: str) -> Month:
    try:
        return Month.parse(written)
    except ValueError as wrong:
        raise click.BadParameter(str(wrong), param_hint="MONTH") from None


def _as_of(session: Session, moment: dt.datetime | None) -> AsOf | None:
    """The leaf of a moment asked for. A moment the record does not reach to is a wrong argument: exit code 2."""
    try:
        return None if moment is None else as_of.as_of(session, moment)
    except as_of.NotRecorded as refused:
        raise click.BadParameter(refused.message, param_hint="--as-of") from None


def _department(codes: dict[str, str], code: str) -> uuid.UUID | None:
    if not code:
        return None
    found = [key for key, known in codes.items() if known == code]
    if not found:
        raise click.BadParameter(f"there is no department {code!r}", param_hint="--department")
    return uuid.UUID(found[0])
