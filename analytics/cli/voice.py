"""``flask results voice``: every figure over the answers of a period, and what goes together with satisfaction."""

from __future__ import annotations

import click

from analytics import frames
from analytics.cli.answers import SLICE
from analytics.cli.values import results_cli
from analytics.files import as_csv
from analytics.frames import INSTRUMENT
from analytics.measures.slices import Slice
from analytics.reports.choice import last_complete_month
from analytics.reports.export import COLUMNS
from analytics.reports.release import Audience
from analytics.reports.voice import voice_report
from analytics.reports.voice_rows import voice_rows
from kernel.permissions import EVERYWHERE
from web import database


@results_cli.command("voice")
@click.argument("period", type=SLICE)
@click.option("--public", is_flag=True, help="As it may leave the office: from ten answers on, month by month.")
def voice(period: Slice, public: bool) -> None:
    """Print the figures over the answers of PERIOD (2026-10, 2026-Q4 or 2026) as CSV, for the whole office.

    Satisfaction, its index and net share, by whether the matter was settled, weighted by visits, the response rate, and
    how each question goes together with the overall rating. What is hidden on the page is hidden here.
    """
    session, last = database.session(), last_complete_month(database.clock().today())
    if period.over(last) is None:
        raise click.BadParameter(f"no month of {period} is over: answers are told afterwards", param_hint="PERIOD")
    report = voice_report(session, EVERYWHERE, period, last, Audience.PUBLIC if public else Audience.STAFF)
    rows = voice_rows(report, INSTRUMENT, frames.department_codes(session))
    click.echo(as_csv(rows, COLUMNS), nl=False)
