"""``flask cases index``: the words of all cases for the search, made anew or compared."""

from __future__ import annotations

import click
from flask.cli import AppGroup, with_appcontext

from complaints.indexing import differing, index_all, tidy
from web.database import storage

cases_cli = AppGroup("cases", help="The cases of this office.")


@cases_cli.command("index")
@click.option("--check", is_flag=True, help="Only compare the index with the words of the cases.")
@with_appcontext
def index_command(check: bool) -> None:
    """Make the index of the search anew from the words of all cases, while the office works."""
    if check:
        _compare()
        return
    done = 0
    for done in index_all(storage()):
        click.echo(f"{done} cases indexed", err=True)
    tidy(storage())
    click.echo(f"{done} cases are in the index.")


def _compare() -> None:
    found = 0
    for what in differing(storage()):
        found += 1
        click.echo(what)
    if found:
        raise click.ClickException(f"{found} differences. flask cases index makes the index anew.")
    click.echo("The index says what the cases say.")
