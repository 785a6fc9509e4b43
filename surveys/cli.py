"""``flask surveys``: publishing questionnaires, sealing responses, importing answers."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from kernel.permissions import SYSTEM
from surveys.actions import VersionFrozen, publish
from surveys.actions.flags import FlagsDiffer, compute_flags
from surveys.counting import recount, size
from surveys.importing.cli import import_command
from surveys.importing.visits import import_visits
from surveys.instruments import DEFAULT, load, names
from surveys.queries import count_unsealed
from surveys.sealer import seal_all
from web.database import clock, storage
from web.importing import OPERATOR, carry_out, in_words

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


@surveys_cli.command("visits")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--report", "report_path", type=click.Path(path_type=Path), help="Where problems of rows are written.")
def visits_command(file: Path, dry_run: bool, report_path: Path | None) -> None:
    """Take in visits served from a CSV or Excel FILE with the columns department, desk, day, visits."""
    with in_words():
        carry_out(
            file,
            lambda session, report, progress: import_visits(session, clock(), OPERATOR, file, report, progress),
            dry_run=dry_run,
            report_path=report_path,
        )


@surveys_cli.command("flags")
def flags_command() -> None:
    """Compute the flags of all sealed responses again, by the rules in force on their days."""
    try:
        with storage().writing() as session:
            done = compute_flags(session, clock(), SYSTEM)
    except FlagsDiffer as broken:
        raise click.ClickException(broken.message) from None
    click.echo(f"{done.responses} responses looked at, {done.changed} changed, {done.flagged} flagged")


@surveys_cli.command("recount")
def recount_command() -> None:
    """Count all sealed responses again, should ``flask ledger verify`` find the counted tables wrong."""
    with storage().writing() as session:
        recount(session)
        rows = size(session)
    click.echo(f"counted again: {rows} rows")


@surveys_cli.command("seal")
def seal_command() -> None:
    """Seal all responses that wait into the record."""
    seals = seal_all(storage(), clock())
    with storage().reading() as session:
        left = count_unsealed(session)
    click.echo(f"{sum(sealed.count for sealed in seals)} responses under {len(seals)} seals, {left} waiting")
