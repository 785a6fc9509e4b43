"""``flask doctor``: looks at everything and says what is wrong and how to mend it."""

from __future__ import annotations

import json
from typing import Final

import click
from flask import current_app
from flask.cli import with_appcontext

from operations.health.checks import CHECKS, Found, ask
from operations.health.english import mend, said
from operations.health.finding import Look, Signal
from web.database import clock, storage

MARKS: Final = {Signal.FINE: "ok  ", Signal.SOON: "soon", Signal.LATE: "BAD ", Signal.NEUTRAL: "-   "}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for a program that watches.")
@click.option("--local", is_flag=True, help="Leave out what talks to other machines (mail, scanner, HTTPS).")
@with_appcontext
def doctor(*, as_json: bool, local: bool) -> None:
    """Look at configuration, database, record, worker, mail, disk, clock, backups and HTTPS; exit code 1 when bad."""
    look = Look(current_app.config["SETTINGS"], storage(), clock())
    checks = [check for check in CHECKS if not (local and check.goes_out)]
    found = list(ask(look, checks))
    if as_json:
        click.echo(json.dumps({check.name: row((check, finding)) for check, finding in found}, indent=2))
    else:
        for each in found:
            _show(each)
    bad = [check.name for check, finding in found if finding.signal is Signal.LATE]
    if bad:
        raise click.exceptions.Exit(1)


def row(found: Found) -> dict[str, str]:
    """A finding for a program to read."""
    _check, finding = found
    return {"signal": finding.signal, "code": finding.code, "said": said(finding), "mend": mend(finding)}


def _show(found: Found) -> None:
    check, finding = found
    click.echo(f"{MARKS[finding.signal]}  {check.name:9} {said(finding)}")
    if mend(finding) and finding.signal is not Signal.FINE:
        click.echo(f"{'':16}-> {mend(finding)}")


GROUPS = (doctor,)
