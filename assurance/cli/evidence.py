"""``flask evidence``: bundles an auditor checks without us."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

import click
from flask.cli import AppGroup

from analytics.measures.period import Month
from analytics.reports.as_of import parsed
from assurance.evidence.extent import CASES, MONTH, SAMPLE, Extent, NoEvidence
from assurance.taking import taken
from kernel.permissions import Grant, Role
from web.importing import OPERATOR

evidence_cli = AppGroup("evidence", help="Bundles an auditor checks without us.")

WITH_LETTERS: Final = replace(OPERATOR, grants=frozenset({Grant(Role.HEAD), Grant(Role.AUDITOR)}))
WITHOUT_LETTERS: Final = replace(OPERATOR, grants=frozenset({Grant(Role.AUDITOR)}))
"""Whoever runs the command line on the server sees the whole office; letters only when not told to leave them out."""


@evidence_cli.command("export")
@click.option("--month", metavar="2026-10", help="The figures of a month, and the whole record they come from.")
@click.option("--cases", "is_cases", is_flag=True, help="The cases named behind it: --cases 214/2026 215/2026.")
@click.argument("numbers", metavar="[NUMBER]...", nargs=-1)
@click.option("--sample", type=click.IntRange(1, 500), metavar="25", help="So many cases of each department.")
@click.option("--seed", type=click.IntRange(0, 2**31), default=1, help="The same seed draws the same sample.")
@click.option("--as-of", "then", metavar="MOMENT", help="The record as it was, written 2026-10-31T23:59 in Warsaw.")
@click.option("--without-letters", is_flag=True, help="Leave out letters and answers, which hold personal data.")
@click.option("--out", "path", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The ZIP to write.")
def export_command(
    month: str | None,
    numbers: tuple[str, ...],
    sample: int | None,
    seed: int,
    then: str | None,
    path: Path,
    *,
    is_cases: bool,
    without_letters: bool,
) -> None:
    """Write an evidence bundle of a month, of cases or of a sample; the record says so."""
    extent = _extent(month, numbers, sample, seed, is_cases=is_cases)
    actor = WITHOUT_LETTERS if without_letters else WITH_LETTERS
    with tempfile.NamedTemporaryFile(dir=path.resolve().parent, delete=False) as file:
        draft = Path(file.name)
        try:
            made = taken(file.file, actor, extent, _moment(then))
            file.flush()
            os.fsync(file.fileno())
            draft.replace(path)
        except NoEvidence as none:
            raise click.UsageError(str(none)) from None
        finally:
            draft.unlink(missing_ok=True)
    click.echo(f"{path}: the record up to entry {made.leaf}, {len(made.cases) or 'all'} cases, {made.letters} letters.")
    if made.key is None:
        click.echo("NOT SIGNED: there is no key of seals, so it proves only that its files agree among themselves.")
        click.echo("Make one with flask ledger new-key and name it in INTERESANT_SEAL_KEY_FILE.")
    else:
        click.echo(f"Signed by the key {made.key}.")


def _extent(month: str | None, numbers: tuple[str, ...], sample: int | None, seed: int, *, is_cases: bool) -> Extent:
    asked = [month is not None, is_cases, sample is not None]
    if sum(asked) != 1 or is_cases != bool(numbers):
        raise click.UsageError("Say one of --month 2026-10, --cases NUMBER ..., --sample 25 --seed 7.")
    if month is not None:
        try:
            return Extent(MONTH, month=str(Month.parse(month)))
        except ValueError as wrong:
            raise click.BadParameter(str(wrong), param_hint="--month") from None
    return Extent(CASES, numbers=numbers) if is_cases else Extent(SAMPLE, size=sample or 1, seed=seed)


def _moment(text: str | None) -> dt.datetime | None:
    if text is None:
        return None
    try:
        return parsed(text)
    except (ValueError, OverflowError) as wrong:
        raise click.BadParameter(str(wrong), param_hint="--as-of") from None
