"""``flask ledger``: walk the record from the command line."""

from __future__ import annotations

import json
import sys

import click
from flask.cli import AppGroup
from sqlalchemy import func, select

from ledger.models import LedgerEntry
from ledger.verify import Walk, verify
from web.database import storage

ledger_cli = AppGroup("ledger", help="Verify the record and look into it.")
GROUPS = (ledger_cli,)


@ledger_cli.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def verify_command(as_json: bool) -> None:
    """Walk the whole chain; exit code 1 and the first broken entry when it is not whole."""
    with storage().reading() as session:
        length = session.execute(select(func.count()).select_from(LedgerEntry)).scalar_one()
        with click.progressbar(length=length, label="verifying", file=sys.stderr, hidden=as_json) as bar:
            walk = verify(session, bar.update)
    click.echo(_as_json(walk) if as_json else _in_words(walk))
    if walk.broken is not None:
        raise SystemExit(1)


def _in_words(walk: Walk) -> str:
    if walk.broken is None:
        return f"The record is whole: {walk.entries} entries, the last one has the hash {walk.last_hash}."
    place = f"entry {walk.broken.leaf}" if walk.broken.leaf else "the record"
    return f"BROKEN at {place}: {walk.broken.why}. {walk.entries} entries before it are whole."


def _as_json(walk: Walk) -> str:
    broken = {"leaf": walk.broken.leaf, "why": walk.broken.why} if walk.broken else None
    return json.dumps({"whole": walk.is_whole, "entries": walk.entries, "last_hash": walk.last_hash, "broken": broken})
