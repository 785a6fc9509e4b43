"""``flask office invite`` and ``reset-second-factor``: the way back in when no administrator can help."""

from __future__ import annotations

import click
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import WARSAW
from kernel.errors import RuleBroken
from kernel.ids import spoken_code
from kernel.permissions import SYSTEM
from office.actions.codes import invite
from office.actions.second_factor import reset_second_factor
from office.cli.basics import office_cli, text_of, writing
from office.models import Person
from office.queries.accounts import has_second_factor
from office.rules.accounts import Way
from web.database import clock

LONGEST_REASON = 500


@office_cli.command("invite")
@click.argument("login")
def invite_command(login: str) -> None:
    """Print an invitation for LOGIN: a one-time code, good for 7 days, to set a password with."""
    settings = current_app.config["SETTINGS"]
    with writing() as session:
        person = _person(session, login)
        try:
            made = invite(session, clock(), SYSTEM, person, way=Way.SLIP, secret_key=settings.secret_key)
        except RuleBroken:
            raise click.ClickException(f"The account of {login} is closed; open it first.") from None
        name = person.display_name
    home = (settings.public_url or "http://127.0.0.1:8000").rstrip("/")
    until = made.expires_at.astimezone(WARSAW)
    click.echo(f"{name} sets a password on this page with this code; an older code works no more:")
    click.echo(f"  page   {home}/staff/pl/invitation")
    click.echo(f"  login  {login}")
    click.echo(f"  code   {spoken_code(made.code)}   once, until {until:%d.%m.%Y %H:%M}")


@office_cli.command("reset-second-factor")
@click.argument("login")
@click.option("--reason", prompt="Reason", help="Stands in the record for ever; no personal data.")
def reset_second_factor_command(login: str, reason: str) -> None:
    """Take the second factor from LOGIN, who lost telephone and sheet of codes; their sessions end."""
    reason = text_of("The reason", reason, LONGEST_REASON)
    with writing() as session:
        person = _person(session, login)
        if not has_second_factor(session, person.id):
            raise click.ClickException(f"{login} has no second factor.")
        reset_second_factor(session, clock(), SYSTEM, person, reason)
    click.echo(f"{login} signs in with the password alone now; an administrator is led to set up a new second factor.")


def _person(session: Session, login: str) -> Person:
    found = session.scalars(select(Person).where(Person.login == login)).one_or_none()
    if found is None:
        raise click.ClickException(f"There is nobody with the login {login}.")
    return found
