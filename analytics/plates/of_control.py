"""The plate of a control chart."""

from __future__ import annotations

from analytics import control_words, labels, sentences
from analytics.drawings import Chart
from analytics.measures.control import ControlChart, ControlPoint
from analytics.measures.period import Period
from analytics.plates.plate import Cell, Plate, Table, base, figure, number
from analytics.reports.monthly import MonthlySet
from analytics.texts import _


def control_plate(shown: MonthlySet, chart: Chart, place: int) -> Plate:
    """Return the months of a control chart of the set with its lines and signals."""
    found = shown.control[place]
    points = found.points
    period = Period.of(points[0].month, points[-1].month)
    rows = tuple((labels.period_name(point.result.period), _cells(found, point)) for point in points)
    heads = (_("Miesiąc"), "n", _("Wynik"), _("Średnia"), _("Granice"), _("Sygnał"))
    table = Table(heads, ("n", "value", "centre", "limits", "signal"), rows)
    n = sentences.base_of([point.result for point in points])
    footer = sentences.footer(found.key, period, n, chart, shown.report.material.leaf)
    return Plate(chart, control_words.verdict(found), footer, table)


def _cells(chart: ControlChart, point: ControlPoint) -> tuple[Cell, ...]:
    limits = point.limits
    plain = "" if limits is None else f"{limits.low:.6f}..{limits.high:.6f}"
    said = Cell(control_words.said(point), point.signal.rule.value) if point.signal else Cell("–")
    return (
        base(point.result),
        figure(point.result)[0],
        number(point.centre, control_words.limit_text(point.centre, chart.key)),
        Cell(control_words.limits_words(limits, chart.key), plain),
        said,
    )
