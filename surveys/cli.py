"""``flask surveys``: publishing questionnaires, sealing responses, importing answers."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from kernel.permissions import SYSTEM
from surveys.actions import VersionFrozen, publish
from surveys.importing.cli import import_command
from surveys.instruments import DEFAULT, load, names
from surveys.queries import count_unsealed
from surveys.sealer import seal_all
from web.database import clock, storage

surveys_cli = AppGroup("surveys", help="Questionnaires and responses.")
surveys_cli.add_command(import_command)
GROUPS = (surveys_cli,)


@surveys_cli.command("publish")
@click.argument("name", default=DEFAULT)
def publish_command(name: str) -> None:
    """Open a questionnaire that comes with the program to answers (default: satys7)."""
    if name not in names():
        raise click.ClickException(f"there is no questionnaire {name}; there are: {', '.join(names())}")
    try:
        with storage().writing() as session:
            published = publish(session, clock(), SYSTEM, load(name))
    except VersionFrozen as frozen:
        version = frozen.facts["version"]
        raise click.ClickException(
            f"version {version} of {name} was published with another wording; give the new one the next number"
        ) from None
    click.echo(f"{published.key}, version {published.version}: open to answers")


@surveys_cli.command("seal")
def seal_command() -> None:
    """Seal all responses that wait into the record."""
    seals = seal_all(storage(), clock())
    with storage().reading() as session:
        left = count_unsealed(session)
    click.echo(f"{sum(sealed.count for sealed in seals)} responses under {len(seals)} seals, {left} waiting")
