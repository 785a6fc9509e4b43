"""The funnel of departments on any share."""

from __future__ import annotations

from dataclasses import replace

from analytics import labels
from analytics.drawings.chart import Chart
from analytics.drawings.funnel import funnel_of
from analytics.measures.registry import measure
from analytics.reports.compared import ComparedReport
from analytics.texts import _


def compared_chart(report: ComparedReport) -> Chart:
    """Return the funnel; departments without a figure are named under it."""
    declared = measure(report.key)
    names = sorted(report.parts, key=lambda part: (part.key == "", labels.alphabetical(part.name)))
    parts = [(part.name or labels.no_department(), part.result) for part in names]
    chart = funnel_of("funnel", str(declared.title), parts)
    if not declared.is_survey:
        return chart
    return replace(chart, data=replace(chart.data, axis_label=_("liczba odpowiedzi (n)")))
