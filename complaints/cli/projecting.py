"""``flask deadlines project`` and ``flask deadlines rejudge``: after a change of a rule or of the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

import click
from flask.cli import with_appcontext

from complaints.cli import words
from complaints.events import DatesMoved
from complaints.projecting import Uncountable, project_all
from complaints.queries.projecting import Rejudged, differing, rejudged
from complaints.rules.projecting import why_moved
from web.database import clock, storage
from web.importing import OPERATOR

REASONS: Final = {
    "rule": "another wording of the rule",
    "start": "counted from another day",
    "calendar": "other free days",
    "warning": "another warning day",
}


@click.command("project")
@click.option("--dry-run", is_flag=True, help="Say what would move and change nothing.")
@with_appcontext
def project_command(dry_run: bool) -> None:
    """Count the dates of all open cases anew; each case whose dates move gets an entry of the record."""
    moved = uncountable = 0
    for told in _preview() if dry_run else project_all(storage(), clock(), OPERATOR):
        if isinstance(told, Uncountable):
            uncountable += 1
            click.echo(f"{told.number}: the rules cannot count its term any more; its dates stay", err=True)
        else:
            moved += 1
            click.echo(f"{told.register_number}: {_days(told)} ({REASONS[told.why]})")
    would = "would have" if dry_run else "have"
    click.echo(f"{moved} open cases {would} other dates.")
    if uncountable:
        raise click.ClickException(f"{uncountable} open cases cannot be counted.")


@click.command("rejudge")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@with_appcontext
def rejudge_command(as_json: bool) -> None:
    """List closed cases that today's rules would judge otherwise. Their verdicts stay; nothing is changed."""
    with storage().reading() as session:
        found = list(rejudged(session))
    if as_json:
        words.echo_json([_as_data(case) for case in found])
        return
    for case in found:
        click.echo(
            f"{case.number}: {case.kind}, closed {case.closed_on}, {case.verdict} by {case.last_day}; "
            f"today {case.now} by {case.last_day_now}"
        )
    click.echo(f"{len(found)} closed cases would be judged otherwise. Their verdicts stay.")


def _preview() -> Iterator[DatesMoved | Uncountable]:
    with storage().reading() as session:
        for row in differing(session, clock().today()):
            if row.after is None:
                yield Uncountable(row.number)
                continue
            why = why_moved(row.before, row.after)
            if why and row.before.last_day and row.after.last_day:
                yield DatesMoved(row.id, row.number, row.before.last_day, row.after.last_day, why.value)


def _days(moved: DatesMoved) -> str:
    if moved.last_day == moved.last_day_before:
        return f"last day {moved.last_day} stays, warning or end of the count moves"
    return f"last day {moved.last_day_before} -> {moved.last_day}"


def _as_data(case: Rejudged) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, dt.date) else str(value)

    names = ("number", "kind", "closed_on", "verdict", "last_day", "now", "last_day_now")
    return {name: plain(getattr(case, name)) for name in names}
