"""``flask sample``: loading the sample office, and saying how to get into it."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Iterator

import click
from flask import current_app
from flask.cli import AppGroup

from attachments.serving import shelf
from kernel.errors import RuleBroken
from kernel.ids import spoken_code
from office.queries import the_office
from sample import loading, queries
from sample.cases import CODE
from sample.events import Event
from sample.people import ACCOUNTS, PASSWORD, role_of
from web.database import clock, storage

sample_cli = AppGroup("sample", help="The sample office: invented data for trying the program out.")
GROUPS = (sample_cli,)


@sample_cli.command("load")
@click.option("--day", metavar="YYYY-MM-DD", help="The day the sample office lives in (default: today).")
def load_command(day: str | None) -> None:
    """Load two years of the sample office into a new local SQLite database; takes well under a minute."""
    today = clock().today()
    chosen = _day(day) if day else today
    try:
        loading.check_day(chosen, today)
        secret = current_app.config["SETTINGS"].secret_key
        loaded = loading.load(storage(), shelf(), chosen, until=clock().now(), wrap=_with_progress, secret=secret)
    except RuleBroken as broken:
        raise click.ClickException(broken.message) from None
    change = loaded.span.change
    click.echo(f"Sample office loaded: {loaded.span.first} to {chosen}, new procedure since {change}.")


@sample_cli.command("accounts")
def accounts_command() -> None:
    """Say who can sign in to the sample office, with which password, and what to try."""
    with storage().reading() as session:
        office = the_office(session)
        if office is None:
            click.echo("There is no office yet, so there are no sample accounts.")
            return
        if not office.is_sample:
            click.echo("This is no sample office: its people have passwords of their own.")
            return
        here = queries.sample_logins(session)
        numbers = queries.numbers_to_try(session, CODE)
    click.echo("\n".join([*_table(here), "", *_cases(numbers)]))


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise click.ClickException(f"{text!r} is not a day written as YYYY-MM-DD.") from None


def _with_progress(events: list[Event]) -> Iterable[Event]:
    def shown() -> Iterator[Event]:
        with click.progressbar(events, label="Loading the sample office", file=sys.stderr, update_min_steps=100) as bar:
            yield from bar

    return shown()


def _table(here: set[str]) -> Iterator[str]:
    row = "  {:<20}{:<17}{:<25}{}".format
    yield f"Sample accounts, all with the password {PASSWORD}"
    yield row("login", "role", "rola", "what for")
    for account in ACCOUNTS:
        if account.login in here:
            role = role_of(account.login).value.replace("_", " ")
            yield row(account.login, role, account.role, account.purpose)


def _cases(numbers: list[str]) -> Iterator[str]:
    if numbers:
        yield f"A resident's case to check: {' or '.join(numbers)}, code {spoken_code(CODE)}"
