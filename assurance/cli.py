"""``flask ledger``: walk the record from the command line."""

from __future__ import annotations

import json
import sys

import click
from flask.cli import AppGroup
from sqlalchemy import func, select

from assurance.seal_commands import COMMANDS, anchor_in
from ledger.models import LedgerEntry, LedgerHead
from ledger.verify import Walk, verify
from ledger.verify_seals import fault_against
from web.database import storage

ledger_cli = AppGroup("ledger", help="Verify the record and look into it.")
GROUPS = (ledger_cli,)
for command in COMMANDS:
    ledger_cli.add_command(command)


@ledger_cli.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.option("--anchor", type=click.Path(exists=True, dir_okay=False), help="A seal kept outside, to compare with.")
def verify_command(as_json: bool, anchor: str | None) -> None:
    """Walk the whole chain and its seals; exit code 1 and the first broken entry when it is not whole."""
    kept = anchor_in(anchor) if anchor else None
    with storage().reading() as session:
        length = session.execute(select(func.count()).select_from(LedgerEntry)).scalar_one()
        with click.progressbar(length=length, label="verifying", file=sys.stderr, hidden=as_json) as bar:
            walk = verify(session, bar.update)
        if kept and walk.is_whole:
            office = session.scalar(select(LedgerHead.office_id))
            walk.broken = fault_against(session, str(office), kept)
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
