"""``flask results``: the figures of a month on the command line."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Final

import click
from flask.cli import AppGroup

from analytics import frames, labels
from analytics.annual_files import print_of, workbook_of
from analytics.files import as_csv
from analytics.measures.declaration import Population
from analytics.measures.period import Month
from analytics.measures.registry import measure
from analytics.measures.result import Result
from analytics.reports.annual import annual_report
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
def month(written: str, population: str, department: str, structure: str, is_csv: bool) -> None:
    """Print the figures of MONTH, written 2026-10: the same as on the page of the results."""
    session, clock = database.session(), database.clock()
    codes = frames.department_codes(session)
    lens = Lens.of(Structure(structure), todays_departments(session, clock.today()), EVERYWHERE)
    choice = Choice(Population(population), lens.seen(_department(codes, department)), Structure(structure))
    report = month_report(session, clock, EVERYWHERE, choice, _month(written))
    if is_csv:
        click.echo(as_csv(month_rows(report, codes)), nl=False)
        return
    click.echo(f"{labels.month_name(report.month)} · {labels.POPULATIONS[population]}")
    click.echo(str(labels.STRUCTURE_SENTENCES[structure]))
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


def _department(codes: dict[str, str], code: str) -> uuid.UUID | None:
    if not code:
        return None
    found = [key for key, known in codes.items() if known == code]
    if not found:
        raise click.BadParameter(f"there is no department {code!r}", param_hint="--department")
    return uuid.UUID(found[0])
