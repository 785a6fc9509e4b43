"""What the page of a month says of its publishing: the newest edition, and whether the figures of now are the same."""

from __future__ import annotations

from dataclasses import dataclass

from analytics import desk, frames
from analytics.frames.published import Edition, editions
from analytics.reports.changes import FigureChange, declared_now, declared_then, figure_changes, of_population
from analytics.reports.export import month_rows
from analytics.reports.month import MonthReport
from analytics.reports.structure import Structure
from kernel.permissions import EVERYWHERE, Permission
from web import database
from web.access import current_actor


@dataclass(frozen=True)
class About:
    """``differing``: how many figures of the shown population differ now; None where that is not compared here.

    Compared is what was published and the page shows: the whole office, departments as they were, now. The further
    measures of the edition are compared by the page of changes.
    """

    month: str
    newest: Edition | None
    differing: int | None
    may_publish: bool


def about(report: MonthReport) -> About:
    """Return what is known of the publishing of the month shown. One statement, two where it is published."""
    month, actor = str(report.month), current_actor()
    newest = next(iter(editions(database.session(), month)), None)
    is_over = report.month.last < database.clock().today()
    may_publish = is_over and actor.scope(Permission.RESULTS_PUBLISH) is EVERYWHERE
    return About(month, newest, _differing(report, newest), may_publish)


def _differing(report: MonthReport, newest: Edition | None) -> int | None:
    choice = report.material.choice
    is_whole = desk.scope() is EVERYWHERE and choice.department is None and choice.structure is Structure.DAY_OF_CASE
    if newest is None or report.material.is_past or not is_whole:
        return None
    now = declared_then(month_rows(report, frames.department_codes(database.session())), newest)
    shown = {row[1] for row in now}
    published = declared_now(of_population(newest.rows, choice.population))
    differing = figure_changes([row for row in published if row[1] in shown], now)
    return sum(not _told_to_one_only(one) for one in differing)


def _told_to_one_only(change: FigureChange) -> bool:
    """Whether a figure is withheld in just one of the two: what is published needs more answers than what staff see."""
    return change.before is not None and change.after is not None and change.before[-1] != change.after[-1]
