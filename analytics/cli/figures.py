"""``flask results month | span | reduction | annual``: the figures of the pages on the command line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from analytics import frames, labels
from analytics.annual_files import print_of, workbook_of
from analytics.cli.values import (
    MONTH,
    as_of_option,
    begun,
    chosen,
    department_option,
    population_option,
    results_cli,
    seen_from,
    span_of,
    structure_option,
    tell_moment,
)
from analytics.files import as_csv
from analytics.folders import write_files
from analytics.measures.period import Month
from analytics.measures.registry import measure
from analytics.measures.result import Result
from analytics.reports.annual import annual_report
from analytics.reports.export import as_answers, month_rows, span_rows
from analytics.reports.month import MonthReport, month_report
from analytics.reports.reduction_rows import REDUCTION_COLUMNS, reduction_rows
from analytics.reports.reductions import reduction_report
from analytics.reports.span import span_report
from kernel.permissions import EVERYWHERE
from web import database

TITLE_WIDTH, VALUE_WIDTH = 52, 24


@results_cli.command("month")
@click.argument("month", type=MONTH)
@population_option
@department_option
@structure_option
@click.option("--csv", "is_csv", is_flag=True, help="The long form: one row a figure.")
@as_of_option
def one_month(
    month: Month, population: str, department: str, structure: str, is_csv: bool, then: dt.datetime | None
) -> None:
    """Print the figures of MONTH, written 2026-10: the same as on the page of the results."""
    session, clock = database.session(), database.clock()
    seen = seen_from(session, then)
    begun(month, "MONTH")
    choice = chosen(session, population, department, structure, seen)
    report = month_report(session, clock, EVERYWHERE, choice, month, as_of=seen, with_every=is_csv)
    if is_csv:
        click.echo(as_csv(month_rows(report, frames.department_codes(session))), nl=False)
        return
    click.echo(f"{labels.month_name(report.month)} · {labels.POPULATIONS[population]}")
    click.echo(str(labels.STRUCTURE_SENTENCES[structure]))
    tell_moment(seen)
    for title, result in _lines(report):
        base = labels.n(result)
        between = labels.interval(result)
        click.echo(f"{title:<{TITLE_WIDTH}} {labels.marked(result):>{VALUE_WIDTH}}   n = {base:<8} {between}".rstrip())


@results_cli.command("span")
@click.argument("first", type=MONTH)
@click.argument("last", type=MONTH)
@population_option
@department_option
@structure_option
@as_of_option
def span(first: Month, last: Month, population: str, department: str, structure: str, then: dt.datetime | None) -> None:
    """Print the figures of the months FIRST to LAST, one row a figure, as CSV."""
    session, clock = database.session(), database.clock()
    seen, period = seen_from(session, then), span_of(first, last)
    begun(last, "LAST")
    choice = chosen(session, population, department, structure, seen)
    months = period.months
    report = span_report(session, clock, EVERYWHERE, choice, months[0], months[-1], as_of=seen)
    click.echo(as_csv(span_rows(report, frames.department_codes(session))), nl=False)


@results_cli.command("reduction")
@click.argument("first", type=MONTH)
@click.argument("last", type=MONTH)
@click.argument("base_first", type=MONTH)
@click.argument("base_last", type=MONTH)
@click.option(
    "--change", type=MONTH, help="First month after a change: adds an interrupted time series, a year each side."
)
@population_option
@department_option
@structure_option
@as_of_option
def reduction(
    first: Month,
    last: Month,
    base_first: Month,
    base_last: Month,
    change: Month | None,
    population: str,
    department: str,
    structure: str,
    then: dt.datetime | None,
) -> None:
    """Compare the cases received from FIRST to LAST with those from BASE_FIRST to BASE_LAST, as CSV."""
    session, clock = database.session(), database.clock()
    seen, now, base = seen_from(session, then), span_of(first, last), span_of(base_first, base_last)
    named = {"LAST": last, "BASE_LAST": base_last, "--change": change}
    for hint, month in named.items():
        if month is not None:
            begun(month, hint)
    choice = chosen(session, population, department, structure, seen)
    report = reduction_report(session, clock, EVERYWHERE, choice, now, base, as_of=seen, change=change)
    click.echo(as_csv(reduction_rows(report, frames.department_codes(session)), REDUCTION_COLUMNS), nl=False)


@results_cli.command("annual")
@click.argument("year", type=click.IntRange(2011, 2040))
@click.option("--out", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="Folder.")
@as_of_option
def annual(year: int, folder: Path, then: dt.datetime | None) -> None:
    """Write the annual report of YEAR for the whole office: sprawozdanie-YEAR.pdf and .xlsx."""
    session, clock = database.session(), database.clock()
    seen = seen_from(session, then)
    if year > (seen.today if seen else clock.today()).year:
        raise click.BadParameter("the year has not begun", param_hint="YEAR")
    report = annual_report(session, clock, EVERYWHERE, year, seen)
    name = f"sprawozdanie-{year}-wpis-{seen.leaf}" if seen else f"sprawozdanie-{year}"
    files = {f"{name}.pdf": print_of(report), f"{name}.xlsx": workbook_of(report)}
    try:
        write_files(folder, files)
    except OSError as why:
        raise click.BadParameter(f"{folder} cannot be written: {why.strerror}", param_hint="--out") from None
    for written in files:
        click.echo(folder / written)


def _lines(report: MonthReport) -> list[tuple[str, Result]]:
    headline = {figure.now.measure: figure.now for figure in report.figures.values()}
    figures = {**headline, **{result.measure: result for result in (*report.flow, *report.times)}}
    lines = [(str(measure(key).title), result) for key, result in figures.items()]
    asked = [(str(labels.QUESTIONS[row.key]), as_answers(row.result)) for row in report.questions]
    return [*lines, *((f"  {title}", result) for title, result in asked)]
