"""Departments side by side."""

from __future__ import annotations

from analytics import labels
from analytics.charts import dots
from analytics.drawings.chart import Chart
from analytics.measures.result import Result
from analytics.reports.board import Board
from analytics.reports.material import digest
from analytics.reports.month import DepartmentRow, MonthReport
from analytics.texts import _

SMALL_BASE = "*"
"""Beside a figure in a chart, where the words "mała podstawa" have no room."""


def departments_chart(report: MonthReport, name: str) -> Chart:
    """Return departments side by side: satisfaction, or (name "departments-on-time") settled on time."""
    is_on_time = name == "departments-on-time"
    whole = report.figures["on_time" if is_on_time else "csat"].now
    parts = [(row.name, row.on_time if is_on_time else row.csat) for row in sorted_departments(report) if row.key]
    rows = [_dot(_("Razem"), whole, is_whole=True), *(_dot(part, result, is_whole=False) for part, result in parts)]
    title = _("Na czas według wydziałów") if is_on_time else _("Zadowolenie według wydziałów")
    data = dots.Dots(
        title,
        _("Kropka: wartość. Pasek: przedział 95 %. Linia przerywana: razem. Gwiazdka: mała podstawa."),
        tuple(rows),
        labels.percent_sign(),
    )
    known = [(part, result) for part, result in parts if result.value is not None]
    alt = _("Wykres bez danych: żaden wydział nie ma wyniku.")
    if known:
        known.sort(key=lambda pair: pair[1].value or 0)
        alt = _(
            "Kropki z przedziałami: od %(low)s (%(worst)s) do %(high)s (%(best)s).",
            low=labels.marked(known[0][1]),
            worst=known[0][0],
            high=labels.marked(known[-1][1]),
            best=known[-1][0],
        )
    return Chart(name, dots, data, digest([whole, *(result for _part, result in parts)]), alt)


def sorted_departments(report: MonthReport | Board) -> list[DepartmentRow]:
    """Return the departments in the alphabet's order, what belongs to none last."""
    return sorted(report.departments, key=lambda row: (row.key == "", labels.alphabetical(row.name)))


def _dot(name: str, result: Result, *, is_whole: bool) -> dots.Dot:
    value, low, high = (None if one is None else 100 * one for one in (result.value, result.low, result.high))
    words = labels.value(result) + (SMALL_BASE if result.has_small_base else "")
    return dots.Dot(name, value, low, high, words, is_whole)
