"""The plates of the charts that stand on the page of the month as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from analytics import labels, sentences
from analytics.drawings import Chart, sorted_departments
from analytics.drawings.departments import SMALL_BASE
from analytics.measures.declaration import Unit
from analytics.measures.period import Period
from analytics.measures.reduction import Span
from analytics.measures.registry import measure
from analytics.measures.result import Result
from analytics.plates.plate import Cell, Link, Plate, Table, base, count, figure, number
from analytics.reports.month import MonthReport
from analytics.texts import _

DAYS: Final = (7, 14, 21, 28, 31, 35, 42, 60)
HOURS: Final = (1, 4, 8, 24, 48, 72, 168, 336, 720)
"""When the share still open is told in the table."""


def line_plate(report: MonthReport, chart: Chart, key: str) -> Plate:
    """Return satisfaction or settled on time month by month."""
    trend = report.figures[key].trend
    told = sentences.csat(report) if key == "csat" else sentences.on_time(report)
    rows = tuple((labels.period_name(one.period), (base(one), *figure(one))) for one in trend)
    table = Table((_("Miesiąc"), "n", *_figure_heads()), ("n", "value", "interval"), rows)
    whole = report.material.trend_period
    return Plate(chart, told, _footer(report, chart, key, whole, sentences.base_of(trend)), table)


def _figure_heads() -> tuple[str, str]:
    return _("Wynik"), _("Przedział 95 %")


def _footer(report: MonthReport, chart: Chart, key: str, period: Period, n: str) -> str:
    return sentences.footer(key, period, n, chart, report.material.leaf)


def survival_plate(report: MonthReport, chart: Chart) -> Plate:
    """Return the share of cases still open, two spans beside each other."""
    found = report.curves
    is_hours = found.unit is Unit.HOURS
    heads = [labels.period_name(span.period) for span in (found.now, found.base)]
    rows = tuple(
        (str(mark), tuple(_open_after(span, mark) for span in (found.now, found.base)))
        for mark in (HOURS if is_hours else DAYS)
    )
    table = Table((_("Godzin od wpływu") if is_hours else _("Dni od wpływu"), *heads), ("open_now", "open_base"), rows)
    n = f"{labels.written(found.now.n)} · {heads[1]}: {labels.written(found.base.n)}"
    return Plate(chart, sentences.survival(found), _footer(report, chart, "reduction", found.now.period, n), table)


def _open_after(span: Span, mark: float) -> Cell:
    words = labels.open_after(span, mark)
    return Cell("–") if words == "–" else number(span.curve.open_after(mark), words)


def answers_plate(report: MonthReport, chart: Chart) -> Plate:
    """Return the five counts of every question."""
    rows = []
    for row in report.questions:
        counts = row.counts.counts if row.counts else (None,) * 5
        cells = [base(row.result), *(count(one) for one in counts), figure(row.result)[0]]
        rows.append((str(labels.QUESTIONS[row.key]), tuple(cells)))
    heads = (_("Pytanie"), "n", "1", "2", "3", "4", "5", _("Oceny 4–5"))
    table = Table(heads, ("n", "1", "2", "3", "4", "5", "value"), tuple(rows))
    whole = report.figures["csat"].now
    footer = _footer(report, chart, "answers", whole.period, labels.n(whole))
    return Plate(chart, sentences.answers(report), footer, table)


def backlog_plate(report: MonthReport, chart: Chart) -> Plate:
    """Return what was open and overdue at each month's end."""
    rows = tuple(
        (labels.period_name(one.period), (base(one), base(late)))
        for one, late in zip(report.backlog, report.overdue, strict=True)
    )
    table = Table((_("Miesiąc"), _("W toku"), _("Po terminie")), ("backlog", "overdue"), rows)
    told = sentences.backlog(report.backlog[-1], report.overdue[-1])
    footer = _footer(report, chart, "backlog", report.material.trend_period, labels.n(report.backlog[-1]))
    return Plate(chart, told, footer, table)


def departments_plate(report: MonthReport, chart: Chart, key: str) -> Plate:
    """Return departments side by side."""
    rows = []
    for row in sorted_departments(report):
        result = row.csat if key == "csat" else row.on_time
        rows.append((row.name or labels.no_department(), (base(result, row.key or "none"), *figure(result))))
    table = Table((_("Wydział"), "n", *_figure_heads()), ("n", "value", "interval"), tuple(rows))
    footer = _footer(report, chart, key, Period.of(report.month), labels.n(report.figures[key].now))
    return Plate(chart, sentences.departments(), footer, table)


def figures_by_month(results: Sequence[Result], department: str) -> tuple[Cell, ...]:
    """Return a value for each month, leading to its cases where it is over cases; a star marks a small base."""
    cells = []
    for one in results:
        is_listed = bool(one.n) and not measure(one.measure).is_survey
        words = labels.value(one) + (SMALL_BASE if one.has_small_base else "")
        cells.append(
            Cell(words, figure(one)[0].plain, Link(one.measure, one.period, department) if is_listed else None)
        )
    return tuple(cells)
