"""Which charts the page of a month, of a span and of a comparison has."""

from __future__ import annotations

from analytics.drawings.answers import likert_chart
from analytics.drawings.chart import Chart
from analytics.drawings.curves import survival_chart
from analytics.drawings.departments import departments_chart
from analytics.drawings.lines import months_chart
from analytics.drawings.stock import backlog_of
from analytics.reports.month import MonthReport
from analytics.reports.reductions import ReductionReport
from analytics.reports.span import SpanReport
from analytics.texts import _


def month_charts(report: MonthReport) -> dict[str, Chart]:
    """Return the charts of the month's page by name."""
    csat, on_time = report.figures["csat"].trend, report.figures["on_time"].trend
    charts = [
        months_chart("csat", _("Zadowolenie z obsługi według miesięcy"), csat),
        months_chart("on-time", _("Załatwione na czas według miesięcy"), on_time),
        survival_chart(report.curves),
        likert_chart(report),
        backlog_of(report.backlog, report.overdue),
    ]
    if len(report.departments) > 1:
        charts += [departments_chart(report, "departments"), departments_chart(report, "departments-on-time")]
    return {chart.name: chart for chart in charts}


def span_charts(report: SpanReport) -> dict[str, Chart]:
    """Return the charts of a span's page by name."""
    charts = [
        months_chart("csat", _("Zadowolenie z obsługi według miesięcy"), [row.csat for row in report.rows]),
        months_chart("on-time", _("Załatwione na czas według miesięcy"), [row.cases["on_time"] for row in report.rows]),
        months_chart(
            "time", _("Mediana czasu załatwienia według miesięcy"), [row.cases[report.times[0]] for row in report.rows]
        ),
        backlog_of([row.cases["backlog"] for row in report.rows], [row.cases["overdue"] for row in report.rows]),
    ]
    return {chart.name: chart for chart in charts}


def reduction_charts(report: ReductionReport) -> dict[str, Chart]:
    """Return the chart of the reduction's page."""
    chart = survival_chart(report.whole)
    return {chart.name: chart}
