"""The control chart of a measure, and its words."""

from __future__ import annotations

from analytics import control_words, labels
from analytics.charts import control
from analytics.charts.control import Mark
from analytics.drawings.chart import Chart
from analytics.measures.control import ControlChart, ControlPoint
from analytics.measures.declaration import Unit
from analytics.measures.registry import measure
from analytics.methods.verdicts import Variation
from analytics.reports.material import digest
from analytics.texts import _

MARKS: dict[Variation, Mark] = {
    Variation.IMPROVING: "improving",
    Variation.CONCERNING: "concerning",
    Variation.CHANGED: "changed",
    Variation.COMMON: "common",
    Variation.UNKNOWN: "common",
}


def control_drawing(chart: ControlChart) -> Chart:
    """Return the control chart as a picture with its alternative text."""
    declared = measure(chart.key)
    is_share = declared.unit is Unit.SHARE
    scale = 100.0 if is_share else 1.0
    floor, ceiling = control_words.ends(chart.key)
    last = chart.last
    limits = last.limits if last else None
    lines = (limits.high if limits else None, last.centre if last else None, limits.low if limits else None)
    high, centre, low = (control_words.limit_text(one, chart.key) for one in lines)
    data = control.Control(
        str(declared.title),
        _("Linia środkowa: średnia. Linie przerywane: granice zwykłych wahań. Kształt punktu mówi, czy to sygnał."),
        _months(chart, scale),
        _legend(chart),
        (high, centre, low),
        labels.percent_sign() if is_share else "",
        floor=scale * floor,
        ceiling=scale * ceiling,
        target=None if chart.target is None else (scale * chart.target, _("cel")),
        empty=_("W żadnym z miesięcy nie ma wyniku."),
    )
    numbers = [
        (point.centre, point.limits, point.signal and (point.signal.rule.value, point.signal.side.value))
        for point in chart.points
    ]
    facts = (chart.method.value, chart.is_screened, chart.target, numbers)
    return Chart(
        "control", control, data, digest([point.result for point in chart.points], facts), control_words.alt(chart)
    )


def _months(chart: ControlChart, scale: float) -> tuple[control.ControlMonth, ...]:
    found, stretch, begun = [], 0, set(chart.steps)
    for point in chart.points:
        if begun and point.month >= min(begun) and point.centre is not None:
            stretch += 1
            begun = {step for step in begun if step > point.month}
        found.append(_month(point, scale, stretch))
    return tuple(found)


def _month(point: ControlPoint, scale: float, stretch: int) -> control.ControlMonth:
    low, high = (point.limits.low, point.limits.high) if point.limits else (None, None)
    value, centre, low, high = (
        None if one is None else scale * one for one in (point.result.value, point.centre, low, high)
    )
    label, year = labels.month_short(point.month), str(point.month.year)
    return control.ControlMonth(label, year, value, centre, low, high, MARKS[point.meaning], stretch)


def _legend(chart: ControlChart) -> tuple[tuple[Mark, str], ...]:
    """The marks that occur, signals first."""
    there = {point.meaning for point in chart.points if point.centre is not None}
    kinds = (Variation.IMPROVING, Variation.CONCERNING, Variation.CHANGED, Variation.COMMON)
    return tuple((MARKS[kind], str(control_words.VARIATIONS[kind])) for kind in kinds if kind in there)
