"""A reorganisation from the command line: what there is, another name, the end of a department."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.errors import RuleBroken
from ledger.queries import counts_since, head
from office.actions import close_department, rename_department
from office.cli.basics import LONGEST_NAME, office_cli, reading, text_of, writing
from office.models import Department
from office.queries import every_department
from web.database import clock
from web.importing import OPERATOR

SENTENCES: Final = {
    "already_closed": "This department is closed already; it worked until {day}.",
    "same_name": "The department has this name already.",
    "name_from_to_come": "A new name is entered on the day it begins or later; today is {today}.",
    "name_before_newest": "The present name began on {day}; a new one can begin on the day after.",
    "only_department": "This is the only department that works; open the next one first.",
    "last_day_to_come": "The last day must be over, because cases may come in until it ends; today is {today}.",
    "closed_before_opened": "The department works since {day}; it cannot have ended before.",
    "closed_before_newest": "A role, a name or a service began there on {day}; the last day cannot be before.",
    "own_successor": "A department cannot be its own successor.",
    "no_such_successor": "The successor must work since {day} at the latest and not be closed.",
    "open_without_successor": "There are open cases in this department ({count}); name the successor that takes them.",
    "settled_after": "A case that came on {day} was settled there; the last day cannot be before.",
}
COUNTED: Final = {
    "complaints:complaint:hand_on": "open cases pass to the successor",
    "office:role:revoke": "roles pass to the successor",
    "office:service:move": "services pass to the successor",
    "office:service:end": "services end",
    "office:desk:move": "desks pass to the successor",
    "office:desk:end": "desks end",
}


@office_cli.command("departments")
def departments_command() -> None:
    """List all departments there ever were, with code, name, validity and successor."""
    with reading() as session:
        rows = every_department(session)
        codes = {row.id: row.code for row in rows}
        for row in rows:
            until = f"{row.valid_to_on}" if row.valid_to_on else "          "
            after = f"  -> {codes[row.successor_id]}" if row.successor_id else ""
            click.echo(f"{row.code:<12} {row.valid_from_on} {until}  {row.name}{after}")


@office_cli.command("rename-department")
@click.argument("code")
@click.argument("name")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day of the new name (default: today).")
@click.option("--reason", required=True, help="For example the number of the order; it stays in the record.")
def rename_department_command(code: str, name: str, since: dt.datetime | None, reason: str) -> None:
    """Give the department CODE another NAME; what was before keeps the old one."""
    name = text_of("The name", name, LONGEST_NAME)
    day = since.date() if since else clock().today()
    with writing() as session:
        department = _department(session, code)
        before = department.name
        with _said():
            rename_department(session, clock(), OPERATOR, department, name=name, since=day, reason=reason)
    click.echo(f"{code}: {before} is {name} since {day}")


@office_cli.command("close-department")
@click.argument("code")
@click.option(
    "--last-day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Its last day: yesterday at the latest."
)
@click.option("--successor", help="Code of the department that takes over; without one everything ends.")
@click.option("--keep-roles", is_flag=True, help="Leave people's roles as they are (default: they pass on).")
@click.option("--reason", required=True, help="For example the number of the order; it stays in the record.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
def close_department_command(
    code: str, last_day: dt.datetime, successor: str | None, reason: str, *, keep_roles: bool, dry_run: bool
) -> None:
    """Close the department CODE; open cases, services, desks and roles pass to its successor."""
    with writing() as session:
        department = _department(session, code)
        after = _department(session, successor) if successor else None
        start = head(session)
        with _said():
            close_department(
                session,
                clock(),
                OPERATOR,
                department,
                last_on=last_day.date(),
                successor=after,
                reason=reason,
                with_roles=not keep_roles,
            )
        session.flush()
        counts = counts_since(session, start.leaf if start else 0)
        if dry_run:
            session.rollback()
    click.echo("Nothing was changed. This would happen:" if dry_run else f"{code}: closed on {last_day.date()}")
    for tag, words in COUNTED.items():
        if tag in counts:
            click.echo(f"  {counts[tag]:>6}  {words}")


def _department(session: Session, code: str) -> Department:
    found = session.scalars(select(Department).where(Department.code == code)).one_or_none()
    if found is None:
        known = ", ".join(session.scalars(select(Department.code).order_by(Department.code))) or "none"
        raise click.ClickException(f"There is no department {code}; there are: {known}.")
    return found


@contextmanager
def _said() -> Iterator[None]:
    """Turns a broken rule into one sentence and exit code 1."""
    try:
        yield
    except RuleBroken as broken:
        raise click.ClickException(SENTENCES.get(broken.code, broken.code).format(**broken.facts)) from None
