"""``flask results answers``: the answers of a period on the fixed grid, as on the page."""

from __future__ import annotations

from typing import Any, Final

import click

from analytics.cli.values import results_cli
from analytics.files import as_csv
from analytics.frames import INSTRUMENT, survey_grid
from analytics.grid_words import rows_of
from analytics.measures.slices import Slice
from analytics.reports.choice import last_complete_month
from analytics.reports.release import released
from analytics.reports.survey_grid import GRID_COLUMNS, survey_report
from kernel.permissions import EVERYWHERE
from web import database


class OneSlice(click.ParamType[Slice]):
    """A month, a quarter or a year, as a typed value."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Slice:
        """The period written. Fails with a sentence for anything else."""
        try:
            return Slice.parse(str(value))
        except ValueError as wrong:
            self.fail(str(wrong), param, ctx)


SLICE: Final = OneSlice()


@results_cli.command("answers")
@click.argument("period", type=SLICE)
@click.option("--by", type=click.Choice([*survey_grid.COLUMNS, survey_grid.HOURS]), default="department")
@click.option("--questionnaire", metavar="KEY", default=INSTRUMENT, show_default=True)
def answers(period: Slice, by: str, questionnaire: str) -> None:
    """Print the answers of PERIOD (2026-10, 2026-Q4 or 2026) as CSV: the rows of the page, hidden where it hides.

    Months that are not over are left out.
    """
    session = database.session()
    if questionnaire not in survey_grid.questionnaires(session):
        raise click.BadParameter(f"there is no questionnaire {questionnaire}", param_hint="--questionnaire")
    last = last_complete_month(database.clock().today())
    if period.over(last) is None:
        raise click.BadParameter(f"no month of {period} is over: answers are told afterwards", param_hint="PERIOD")
    release = released(session, EVERYWHERE, questionnaire, period.year, last)
    report = survey_report(session, EVERYWHERE, questionnaire, period, by, release, last)
    click.echo(as_csv(rows_of(session, report), GRID_COLUMNS), nl=False)
