"""The status page: what ``flask doctor`` looks at, in plain words for the administrator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flask import render_template
from werkzeug.wrappers import Response

from kernel.permissions import Permission
from office.forms import EmptyForm
from operations.health.checks import CHECKS, ask
from operations.health.finding import Check, Finding, Signal
from operations.health.probes import look
from operations.health.words import TITLES, said, to_do
from web import database
from web.access import requires
from web.languages import staff_blueprint

blueprint = staff_blueprint("health", __name__)
Answer = str | tuple[str, int] | Response

HERE: Final = tuple(check for check in CHECKS if not check.goes_out)
ORDER: Final = (Signal.LATE, Signal.SOON, Signal.FINE, Signal.NEUTRAL)


@dataclass(frozen=True)
class Line:
    """One check as the page shows it."""

    title: str
    signal: Signal
    said: str
    to_do: str


@blueprint.get("/administration/status")
@requires(Permission.OFFICE_ADMINISTER)
def status() -> str:
    """What this machine knows by itself, worst first."""
    return _page(HERE, went_out=False)


@blueprint.post("/administration/status")
@requires(Permission.OFFICE_ADMINISTER)
def try_connections() -> Answer:
    """The same with mail server, virus scanner and our own address. It may take seconds: therefore a button."""
    if not EmptyForm().validate():
        return _page(HERE, went_out=False), 400
    return _page(CHECKS, went_out=True)


def _page(checks: Iterable[Check], *, went_out: bool) -> str:
    database.rollback()  # nobody waits for our locks while we look
    lines = [_line(check, finding) for check, finding in ask(look(), checks)]
    lines.sort(key=lambda line: ORDER.index(line.signal))  # stable: within a signal the order of the table
    worst = min((line.signal for line in lines), key=ORDER.index)
    bad = sum(line.signal in {Signal.LATE, Signal.SOON} for line in lines)
    return render_template(
        "operations/status.html", lines=lines, worst=worst, bad=bad, went_out=went_out, form=EmptyForm()
    )


def _line(check: Check, finding: Finding) -> Line:
    return Line(str(TITLES[check.name]), finding.signal, said(finding), to_do(finding))
