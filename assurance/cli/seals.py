"""``flask ledger``: keys, seals, what is kept of them outside, and proofs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from assurance.effects import written
from kernel.permissions import SYSTEM
from ledger.canonical import MAX_INTEGER
from ledger.keys import KeyTrouble, SealKey, load_key, new_key
from ledger.models import LedgerSeal
from ledger.proving import NoProof, check_proof, prove_entry, prove_growth
from ledger.seal_queries import anchor_for, last_seal
from ledger.sealing import SealRefused, make_seal, rotate_key
from ledger.seals import Anchor, NotASeal, parts_of, read_anchor
from web.database import clock, storage

LARGEST_FILE: Final = 64 * 1024
"""Bytes; an anchor has about a thousand, a proof of a million entries four thousand."""
MOST_SEALS: Final = 2**31 - 1
"""What the databases take for a number."""
NUMBER: Final = click.IntRange(1, MOST_SEALS)
FILE: Final = click.Path(dir_okay=False, path_type=Path)
THERE: Final = click.Path(exists=True, dir_okay=False)


@click.command("new-key")
@click.argument("file", type=FILE)
def new_key_command(file: Path) -> None:
    """Make a key for seals in a new FILE that only its owner can read; an existing one is never overwritten."""
    try:
        key = new_key(file)
    except KeyTrouble as trouble:
        raise click.ClickException(str(trouble)) from None
    click.echo(f"The key is in {file}; its fingerprint is {key.fingerprint}.")
    click.echo("Write the fingerprint down outside, keep a copy of the file where backups do not lie, and set")
    click.echo(f"INTERESANT_SEAL_KEY_FILE={file.absolute()}")


@click.command("rotate-key")
@click.option("--to", "file", required=True, type=FILE, help="The file of the new key.")
@with_appcontext
def rotate_key_command(file: Path) -> None:
    """Let the key in another file sign seals from now on; the present one signs that."""
    try:
        key, new = _key(), load_key(file)
        with storage().writing() as session:
            rotate_key(session, clock(), SYSTEM, key, new)
    except (KeyTrouble, SealRefused, LookupError) as refused:
        raise click.ClickException(str(refused)) from None
    click.echo(f"From now on the key {new.fingerprint} signs. Now set, for the server and the worker,")
    click.echo(f"INTERESANT_SEAL_KEY_FILE={file.absolute()}")
    click.echo("and restart both; until then no seal is made.")


@click.command("seal")
@click.option("--json", "as_json", is_flag=True, help="Answer with the anchor of the seal, in JSON.")
@with_appcontext
def seal_command(*, as_json: bool) -> None:
    """Seal the record now: all entries there are, signed with the key of INTERESANT_SEAL_KEY_FILE."""
    try:
        key = _key()
        with storage().writing() as session:
            seal = make_seal(session, clock(), SYSTEM, key)
            anchor = anchor_for(session, seal)
    except (KeyTrouble, SealRefused, LookupError) as refused:
        raise click.ClickException(str(refused)) from None
    if as_json:
        click.echo(written(anchor), nl=False)
    else:
        click.echo(f"Seal {anchor.number} over {anchor.size} entries, root {anchor.root}.")


@click.command("anchor")
@click.option("--number", type=NUMBER, help="Which seal (default: the last one).")
@click.option("--out", type=FILE, help="The file to write (default: standard output).")
@with_appcontext
def anchor_command(number: int | None, out: Path | None) -> None:
    """Write what is kept of a seal outside: on paper, on a stick, at the auditor's."""
    with storage().reading() as session:
        seal = session.get(LedgerSeal, number) if number else last_seal(session)
        if seal is None:
            raise click.ClickException(f"There is no seal {number}." if number else "There is no seal yet.")
        anchor = _anchored(session, seal)
    _out(written(anchor), out)


@click.command("prove")
@click.option("--leaf", type=click.IntRange(1, MAX_INTEGER), required=True, help="The number of the entry.")
@click.option("--seal", "number", type=NUMBER, help="Under which seal (default: the first over it).")
@click.option("--out", type=FILE, help="The file to write (default: standard output).")
@with_appcontext
def prove_command(leaf: int, number: int | None, out: Path | None) -> None:
    """Prove that an entry stands under a seal."""
    try:
        with storage().reading() as session:
            proof = prove_entry(session, leaf, number)
    except NoProof as none:
        raise click.ClickException(str(none)) from None
    _out(_written(proof), out)


@click.command("consistency")
@click.option("--from", "older", type=NUMBER, required=True, help="The number of the older seal.")
@click.option("--to", "newer", type=NUMBER, required=True, help="The number of the newer seal.")
@click.option("--out", type=FILE, help="The file to write (default: standard output).")
@with_appcontext
def consistency_command(older: int, newer: int, out: Path | None) -> None:
    """Prove that the entries of a newer seal begin with those of an older one."""
    try:
        with storage().reading() as session:
            proof = prove_growth(session, older, newer)
    except NoProof as none:
        raise click.ClickException(str(none)) from None
    _out(_written(proof), out)


@click.command("check-proof")
@click.argument("file", type=THERE)
@click.option("--key", help="The fingerprint the key must have, as you know it from elsewhere.")
def check_proof_command(file: str, key: str | None) -> None:
    """Check a proof without any database; exit code 1 when it does not hold."""
    proof = _json_in(file)
    try:
        said = check_proof(proof)
        named = {parts_of(proof[place]["canonical"])["key"] for place in ("seal", "from", "to") if place in proof}
    except NotASeal as fault:
        click.echo(f"WRONG: {fault}.")
        raise SystemExit(1) from None
    if key and named != {key.lower()}:
        click.echo(f"WRONG: it is signed by the key {', '.join(sorted(named))}, not by {key}.")
        raise SystemExit(1)
    click.echo(f"Right: {said}.")
    if not key:
        click.echo("Compare the key with the fingerprint the office published.", err=True)


COMMANDS: Final[tuple[click.Command, ...]] = (
    new_key_command,
    rotate_key_command,
    seal_command,
    anchor_command,
    prove_command,
    consistency_command,
    check_proof_command,
)


def anchor_in(file: str) -> Anchor:
    """The seal in a file kept outside. Raises ClickException with one sentence."""
    try:
        return read_anchor(_json_in(file))
    except NotASeal as fault:
        raise click.ClickException(f"{file} cannot be compared with: {fault}.") from None


def _key() -> SealKey:
    return load_key(current_app.config["SETTINGS"].seal_key_file)


def _anchored(session: Session, seal: LedgerSeal) -> Anchor:
    try:
        return anchor_for(session, seal)
    except NotASeal as fault:
        raise click.ClickException(f"Seal {seal.number} is broken ({fault}): run flask ledger verify.") from None


def _json_in(file: str) -> Any:
    content = Path(file).read_bytes()[: LARGEST_FILE + 1]
    try:
        if len(content) > LARGEST_FILE:
            raise ValueError("too large")
        return json.loads(content.decode())
    except (ValueError, RecursionError):
        raise click.ClickException(f"{file} is no file of this program: it is damaged, or something else.") from None


def _written(proof: dict[str, Any]) -> str:
    return json.dumps(proof, ensure_ascii=False, indent=2) + "\n"


def _out(content: str, out: Path | None) -> None:
    if out is None:
        click.echo(content, nl=False)
        return
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(content)
    except FileExistsError:
        raise click.ClickException(f"{out} is there already; choose another name.") from None
    click.echo(f"Written to {out}.")
