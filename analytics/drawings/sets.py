"""Which charts the page of a month, of a span and of a comparison has; and the whole set of a month."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from analytics.drawings.ages import ages_chart
from analytics.drawings.answers import likert_chart
from analytics.drawings.chart import Chart
from analytics.drawings.control import control_drawing
from analytics.drawings.curves import survival_chart
from analytics.drawings.departments import departments_chart
from analytics.drawings.drivers import drivers_chart
from analytics.drawings.funnel import funnel_chart
from analytics.drawings.heat import hours_chart, parts_chart
from analytics.drawings.interrupted import interrupted_chart
from analytics.drawings.lines import months_chart
from analytics.drawings.quality import quality_chart
from analytics.drawings.reserve import reserve_chart
from analytics.drawings.stock import backlog_of
from analytics.drawings.topics import topics_chart
from analytics.drawings.untold import why_no_answers, why_no_hours
from analytics.measures.control import ControlChart
from analytics.measures.period import Period
from analytics.reports.month import MonthReport
from analytics.reports.monthly import MonthlySet
from analytics.reports.reductions import ReductionReport
from analytics.reports.span import SpanReport
from analytics.texts import _

ORDER: Final = (
    "csat", "answers", "drivers", "departments", "heat-csat", "hours", "quality", "on-time", "control-on-time",
    "survival", "control-time", "reserve", "departments-on-time", "heat-on-time", "funnel", "backlog", "ages",
    "topics",
)  # fmt: skip
"""Voices first, then deadlines, then what lies open."""

CONTROL: Final = ("control-on-time", "control-time")
"""The control charts of the set, in the order of its measures."""


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


def charts_of(shown: MonthlySet) -> dict[str, Chart]:
    """Return the whole set of a month by name, in the order of the page: the names stay, packs and links use them."""
    report, period = shown.report, Period.of(shown.report.month)
    charts = [
        *month_charts(report).values(),
        parts_chart(shown, "heat-csat"),
        parts_chart(shown, "heat-on-time"),
        funnel_chart(report),
        ages_chart(shown.ages),
        topics_chart(shown.topics, period),
        reserve_chart(shown.reserve),
        drivers_chart(shown.drivers, period),
        hours_chart(shown.hours, why_no_hours(shown)),
        *(_control(one, name) for name, one in zip(CONTROL, shown.control, strict=True)),
        quality_chart(shown.received, period, why_no_answers(shown)),
    ]
    found = {chart.name: chart for chart in charts}
    return {name: found[name] for name in ORDER if name in found} | found


def _control(found: ControlChart, name: str) -> Chart:
    """A control chart under a name and a title of its own: the line of the same figure stands beside it."""
    chart = control_drawing(found)
    title = _("%(measure)s: czy to sygnał?", measure=chart.data.title)
    return replace(chart, name=name, data=replace(chart.data, title=title))


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
    """Return the charts of the reduction's page: the curves, and the series around a change where it was estimated."""
    around = interrupted_chart(report.change) if report.change else None
    charts = [survival_chart(report.whole), *([around] if around else [])]
    return {chart.name: chart for chart in charts}
