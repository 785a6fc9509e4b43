"""What was open at the ends of months."""

from __future__ import annotations

from collections.abc import Sequence

from analytics import labels
from analytics.charts import backlog as backlog_chart
from analytics.drawings.chart import Chart
from analytics.measures.period import Month
from analytics.measures.result import Result
from analytics.reports.material import digest
from analytics.texts import _


def backlog_of(open_cases: Sequence[Result], overdue: Sequence[Result]) -> Chart:
    """Return what was open at each month's end."""
    ends = []
    for all_open, late in zip(open_cases, overdue, strict=True):
        month = Month.of(all_open.period.first)
        ends.append(backlog_chart.MonthEnd(labels.month_short(month), str(month.year), all_open.n or 0, late.n or 0))
    data = backlog_chart.Backlog(
        _("Sprawy w toku na koniec miesiąca"),
        _("Słupki od zera; część kreskowana: po terminie."),
        tuple(ends),
        _("w terminie"),
        _("po terminie"),
        _("W żadnym z tych miesięcy nie było spraw w toku."),
    )
    alt = _(
        "Słupki: na koniec ostatniego miesiąca w toku %(open)s, z tego po terminie %(late)s.",
        open=labels.n(open_cases[-1]),
        late=labels.n(overdue[-1]),
    )
    return Chart("backlog", backlog_chart, data, digest([*open_cases, *overdue]), alt)
