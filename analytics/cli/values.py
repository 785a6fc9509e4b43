"""What the commands of this room share: the group, and arguments as typed values."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Final

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from analytics import frames
from analytics.measures.declaration import Population
from analytics.measures.period import Month, Period
from analytics.reports import as_of
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice
from analytics.reports.structure import Lens, Structure
from kernel.permissions import EVERYWHERE
from office.queries import todays_departments
from web import database

results_cli = AppGroup("results", help="Figures about complaints and satisfaction.")
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


class OneMonth(click.ParamType[Month]):
    """A month, as a typed value."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Month:
        """The month written. Fails with a sentence for anything else."""
        try:
            return Month.parse(str(value))
        except ValueError as wrong:
            self.fail(str(wrong), param, ctx)


MONTH: Final = OneMonth()
as_of_option: Final = click.option("--as-of", "then", metavar="MOMENT", type=Moment(), help=AS_OF_HELP)
population_option: Final = click.option(
    "--population", type=click.Choice([one.value for one in Population]), default=Population.COMPLAINTS.value
)
department_option: Final = click.option(
    "--department", metavar="CODE", default="", help="One department by its code; all without it."
)
structure_option: Final = click.option(
    "--structure",
    type=click.Choice([one.value for one in Structure]),
    default=Structure.DAY_OF_CASE.value,
    help="Departments as they were, or those of today with what they took over.",
)


def seen_from(session: Session, moment: dt.datetime | None) -> AsOf | None:
    """The leaf of a moment asked for. A moment the record does not reach to is a wrong argument: exit code 2."""
    try:
        return None if moment is None else as_of.as_of(session, moment)
    except as_of.NotRecorded as refused:
        raise click.BadParameter(refused.message, param_hint="--as-of") from None


def chosen(session: Session, population: str, code: str, structure: str, seen: AsOf | None) -> Choice:
    """What the options choose."""
    today = seen.today if seen else database.clock().today()
    lens = Lens.of(Structure(structure), todays_departments(session, today), EVERYWHERE)
    department = _department(frames.department_codes(session), code)
    return Choice(Population(population), lens.seen(department), Structure(structure))


def begun(month: Month, hint: str) -> None:
    """A month that has not begun is a wrong argument."""
    today = database.clock().today()
    if month.first > today:
        raise click.BadParameter(f"{month} has not begun on {today}", param_hint=hint)


def span_of(first: Month, last: Month) -> Period:
    """The months from one to another. A span that goes backwards is a wrong argument."""
    try:
        return Period.of(first, last)
    except ValueError as wrong:
        raise click.BadParameter(str(wrong)) from None


def tell_moment(seen: AsOf | None) -> None:
    """Say which moment the figures speak of, where it is not now."""
    if seen:
        click.echo(f"as of {as_of.written(seen.moment)} (Warsaw), entry {seen.leaf}")


def _department(codes: dict[str, str], code: str) -> uuid.UUID | None:
    if not code:
        return None
    found = [key for key, known in codes.items() if known == code]
    if not found:
        raise click.BadParameter(f"there is no department {code!r}", param_hint="--department")
    return uuid.UUID(found[0])
