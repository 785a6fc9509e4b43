"""``flask quality``: reviews on the command line."""

from __future__ import annotations

import json
from typing import Final

import click
from flask.cli import AppGroup

from analytics.cli.values import MONTH
from analytics.measures.period import Month
from kernel.permissions import EVERYWHERE, SYSTEM
from quality.jobs import open_for_month
from quality.labels import FILTERS
from quality.queries import Row, all_reviews
from web import database

quality_cli = AppGroup("quality", help="Reviews of signals.")
GROUPS: Final = (quality_cli,)

COLUMNS: Final = (
    "month",
    "until",
    "measure",
    "population",
    "place",
    "rule",
    "side",
    "meaning",
    "value",
    "state",
    "owner",
    "due_on",
)


@quality_cli.command("reviews")
@click.option("--state", type=click.Choice(list(FILTERS)), default="open", help="Which of them; those open without it.")
@click.option("--json", "is_json", is_flag=True, help="As JSON.")
def reviews_command(state: str, is_json: bool) -> None:
    """List the reviews of the whole office, the newest month first."""
    with database.storage().reading() as session:
        rows = [_facts(row) for row in all_reviews(session, EVERYWHERE, database.clock().today(), state)]
    if is_json:
        click.echo(json.dumps({"reviews": rows}, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo("\t".join(row[name] for name in COLUMNS))
    click.echo(f"{len(rows)} reviews")


@quality_cli.command("open")
@click.argument("month", type=MONTH)
def open_command(month: Month) -> None:
    """Open the reviews a closed month lacks, as the worker does on the first working day after it.

    A signal that goes on is noted in the review still open for it.
    """
    if month.last >= database.clock().today():
        raise click.BadParameter(f"{month} is not over yet", param_hint="MONTH")
    looked = open_for_month(database.storage(), database.clock(), SYSTEM, month)
    click.echo(f"{looked.opened} reviews opened, {looked.went_on} went on")


def _facts(row: Row) -> dict[str, str]:
    review = row.review
    return {
        "id": str(review.id),
        "month": review.month,
        "until": row.until or "-",
        "measure": review.measure,
        "population": review.population,
        "place": row.place or "-",
        "rule": review.rule,
        "side": review.side,
        "meaning": review.meaning,
        "value": review.value,
        "state": row.state.value,
        "owner": row.owner or "-",
        "due_on": str(review.due_on or "-"),
        "conclusion": review.conclusion or "-",
    }
