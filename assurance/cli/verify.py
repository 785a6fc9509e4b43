"""``flask ledger``: walk the record from the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import click
from flask import current_app
from flask.cli import AppGroup

from assurance.cli.seals import anchor_in
from assurance.verifying import Verified, size, verified
from ledger.replays import Projection
from web.database import storage

ledger_cli = AppGroup("ledger", help="Verify the record and look into it.")


@ledger_cli.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.option("--anchor", type=click.Path(exists=True, dir_okay=False), help="A seal kept outside, to compare with.")
def verify_command(as_json: bool, anchor: str | None) -> None:
    """Walk the whole chain and its seals, and compare with it all that repeats it.

    Exit code 1 and the first place that is broken or differs.
    """
    kept = anchor_in(anchor) if anchor else None
    projections: Sequence[Projection] = current_app.extensions["replays"]
    with storage().reading() as session:
        length = size(session, projections)
    with click.progressbar(length=length, label="verifying", file=sys.stderr, hidden=as_json) as bar:
        found = verified(storage(), projections, bar.update, anchor=kept)
    click.echo(_as_json(found) if as_json else _in_words(found))
    if not found.is_whole:
        raise SystemExit(1)


def _in_words(found: Verified) -> str:
    walk, difference = found.walk, found.comparison.difference
    if walk.broken is not None:
        place = f"entry {walk.broken.leaf}" if walk.broken.leaf else "the record"
        return f"BROKEN at {place}: {walk.broken.why}. {walk.entries} entries before it are whole."
    whole = f"The record is whole: {walk.entries} entries, the last one has the hash {walk.last_hash}."
    if difference is not None:
        told = f" (entry {difference.leaf})" if difference.leaf else ""
        return f"{whole}\nDIFFERENT at {difference.place}: {difference.why}{told}."
    rows = ", ".join(f"{count} {name}" for name, count in found.comparison.rows.items() if count)
    return f"{whole}\nWhat repeats it says the same: {rows}.{_untold(found)}"


def _untold(found: Verified) -> str:
    """What was not compared, and of how many rows; empty where everything was."""
    parts = [f"{what} ({count})" for what, count in found.comparison.untold.items()]
    return f"\nNOT compared, as entries of an earlier version do not tell it: {', '.join(parts)}." if parts else ""


def _as_json(found: Verified) -> str:
    walk, comparison = found.walk, found.comparison
    broken = {"leaf": walk.broken.leaf, "why": walk.broken.why} if walk.broken else None
    difference = None
    if comparison.difference is not None:
        one = comparison.difference
        difference = {"what": comparison.projection, "place": one.place, "why": one.why, "leaf": one.leaf}
    told = {"whole": found.is_whole, "entries": walk.entries, "last_hash": walk.last_hash, "broken": broken}
    return json.dumps(
        {**told, "compared": comparison.rows, "not_compared": comparison.untold, "difference": difference}
    )
