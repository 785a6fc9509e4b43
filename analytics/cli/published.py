"""``flask results publish | changes``: a month is frozen, and what became different since."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

import click

from analytics import frames
from analytics.actions import NotPublishable, publish_month
from analytics.cli.values import MONTH, as_of_option, population_option, results_cli, seen_from
from analytics.frames.entries import EntryLine, entries_between
from analytics.frames.published import Edition, editions
from analytics.measures.declaration import Population
from analytics.measures.period import Month
from analytics.reports.as_of import AsOf, written
from analytics.reports.changes import CaseChange, Changes, FigureChange, changes
from analytics.reports.late import late_entries
from analytics.reports.published import digest_of, rows_text
from kernel.permissions import EVERYWHERE, Grant, Role
from web import database
from web.importing import OPERATOR

PUBLISHER: Final = replace(OPERATOR, grants=frozenset({Grant(Role.QUALITY_OFFICER)}))
"""Whoever may use the command line of the machine publishes as the quality officer does; the entry says "operator"."""


@results_cli.command("publish")
@click.argument("month", type=MONTH)
@click.option("--reason", default="", help="Why another edition is published.")
def publish(month: Month, reason: str) -> None:
    """Freeze the figures of MONTH as known now: the first edition, or with a reason the next."""
    session = database.session()
    try:
        event = publish_month(session, database.clock(), PUBLISHER, month, reason)
    except NotPublishable as refused:
        database.rollback()
        raise click.UsageError(refused.message) from None
    database.commit()
    click.echo(f"{month}: edition {event.edition}, entry {event.leaf}, SHA-256 {event.digest}")


@results_cli.command("changes")
@click.argument("month", type=MONTH)
@click.option("--edition", type=click.IntRange(1), help="The edition to compare with; the newest without it.")
@as_of_option
@population_option
def changed(month: Month, edition: int | None, then: dt.datetime | None, population: str) -> None:
    """Print what changed in MONTH since it was published, or since a moment: figures, cases and their entries."""
    session = database.session()
    found = None if then else _edition(editions(session, str(month)), month, edition)
    seen = seen_from(session, then) or (AsOf(found.as_of, found.leaf) if found else None)
    if seen is None:
        raise click.UsageError(f"{month} is not published: name a moment with --as-of")
    if found and digest_of(rows_text(found.rows)) != found.digest:
        raise click.ClickException(f"the stored figures of {month}, edition {found.number}, are not those published")
    report = changes(session, database.clock(), EVERYWHERE, Population(population), month, seen, found)
    _tell(report)


@results_cli.command("late")
@click.argument("month", type=MONTH)
def late(month: Month) -> None:
    """Print what was recorded after the end of MONTH, or over a week late, though its day of effect lies in MONTH."""
    session = database.session()
    found = late_entries(session, EVERYWHERE, month)
    numbers = {
        str(row.id): row.register_number for row in frames.case_rows(session, [one.entry.case_id for one in found])
    }
    for one in found:
        when = "after the month" if one.after_month else "late"
        click.echo(f"case {numbers.get(one.entry.case_id, '')}: {entry_line(one.entry)}, {one.days} days later, {when}")
    if not found:
        click.echo(f"nothing of {month} was recorded later")


def _edition(known: list[Edition], month: Month, wanted: int | None) -> Edition | None:
    if wanted is None:
        return known[0] if known else None
    found = [one for one in known if one.number == wanted]
    if not found:
        raise click.BadParameter(f"{month} has no edition {wanted}", param_hint="--edition")
    return found[0]


def _tell(report: Changes) -> None:
    session = database.session()
    base = f"edition {report.edition}" if report.edition else "the moment"
    click.echo(
        f"{report.month}, {report.population}: {base} of {written(report.since.moment)} (Warsaw), "
        f"entry {report.since.leaf}, against entry {report.leaf}"
    )
    if report.is_same and not report.cases:
        click.echo("nothing changed")
        return
    for figure in report.figures:
        click.echo(f"  {figure_line(figure)}")
    ids = [one.case_id for one in report.cases]
    entries = entries_between(session, ids, report.since.leaf, report.leaf)
    numbers = {str(row.id): row.register_number for row in frames.case_rows(session, ids)}
    names = frames.department_codes(session)
    for case in report.cases:
        click.echo(f"case {numbers.get(case.case_id, case.case_id)}{_how(case)}")
        for fact in case.facts:
            click.echo(f"    {fact.fact}: {plain(fact.before, names)} -> {plain(fact.after, names)}")
        for entry in entries.get(case.case_id, []):
            click.echo(f"    {entry_line(entry)}")


def figure_line(figure: FigureChange) -> str:
    """A figure then and now: n, value and limits."""
    return f"{figure.measure} [{figure.dimensions}]: {_numbers(figure.before)} -> {_numbers(figure.after)}"


def entry_line(entry: EntryLine) -> str:
    """An entry: its number, what it is, its day and the moment it was recorded."""
    return f"entry {entry.leaf} {entry.tag}, effective {entry.effective_on}, recorded {written(entry.recorded_at)}"


def plain(value: object, names: dict[str, str]) -> str:
    """A fact as codes and ISO days; a department by its code."""
    if value is None:
        return "none"
    if isinstance(value, dt.datetime):
        return written(value)
    return names.get(str(value), str(value))


def _numbers(row: tuple[str, ...] | None) -> str:
    if row is None:
        return "none"
    n, value, low, high, withheld = row
    if withheld == "true":
        return "withheld"
    between = f" ({low} to {high})" if low else ""
    return f"{value or 'no value'}{between}, n = {n}"


def _how(case: CaseChange) -> str:
    if case.is_new:
        return ", recorded since"
    if case.is_gone:
        return ", counted elsewhere now"
    return "" if case.facts else ", its last day has passed since"
