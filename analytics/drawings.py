"""Which charts a report has, and their words: from results to what analytics.charts draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from analytics import labels
from analytics.charts import backlog as backlog_chart
from analytics.charts import dots, likert, months, survival
from analytics.charts.style import WIDE, ThemeName
from analytics.measures.declaration import Unit
from analytics.measures.period import Month
from analytics.measures.reduction import Reduction, Span
from analytics.measures.registry import measure
from analytics.measures.result import Result, WhyNot
from analytics.methods.rounding import percent
from analytics.reports.material import digest
from analytics.reports.month import DepartmentRow, MonthReport
from analytics.reports.reductions import ReductionReport, as_result
from analytics.reports.span import SpanReport
from analytics.texts import _
from web.typography import NO_BREAK

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SMALL_BASE = "*"
"""Beside a figure in a chart, where the words "mała podstawa" have no room."""

MONTH_OF_LAW = 31
"""Days of the longest month: how far a term of one month reaches at most, free days at its end aside."""


@dataclass(frozen=True)
class Chart:
    """A chart of a report: its module and data, the digest of its figures, its alternative text."""

    name: str
    module: Any
    data: Any
    digest: str
    alt: str

    @property
    def height(self) -> int:
        """Height of the wide drawing, in pixels: the page keeps room for it."""
        return int(self.module.height(self.data, WIDE))


@lru_cache(maxsize=256)
def _drawn(module: Any, data: Any, width: int, theme: ThemeName) -> bytes:
    picture: bytes = module.render(data, width, theme)
    return picture


def picture(chart: Chart, width: int, theme: ThemeName) -> bytes:
    """Return the SVG of a chart, kept by its very data: the same data are never drawn twice."""
    return _drawn(chart.module, chart.data, width, theme)


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


def months_chart(name: str, title: str, results: Sequence[Result]) -> Chart:
    """Return a line of monthly figures with the band of their intervals."""
    is_share = measure(results[0].measure).unit is Unit.SHARE
    points = tuple(_point(result, is_share) for result in results)
    known = [result for result in results if result.value is not None]
    last = labels.value(known[-1]) if known else ""
    data = months.MonthLine(
        title,
        _("Linia: wartość w każdym miesiącu. Pas: przedział 95 %."),
        points,
        last,
        labels.percent_sign() if is_share else "",
        ceiling=100 if is_share else 1_000_000,
    )
    return Chart(name, months, data, digest(results), _months_alt(known))


def _months_alt(known: Sequence[Result]) -> str:
    if not known:
        return _("Wykres bez danych: w żadnym z miesięcy nie ma wyniku.")
    first, last = known[0], known[-1]
    return _(
        "Linia: %(first)s w miesiącu %(first_month)s, %(last)s w miesiącu %(last_month)s.",
        first=labels.value(first),
        first_month=labels.period_name(first.period),
        last=labels.value(last),
        last_month=labels.period_name(last.period),
    )


def _point(result: Result, is_share: bool) -> months.MonthPoint:
    month = Month.of(result.period.first)
    scale = 100 if is_share else 1
    value, low, high = (None if one is None else scale * one for one in (result.value, result.low, result.high))
    n = f"<{NO_BREAK}5" if result.why_not is WhyNot.TOO_FEW else labels.n(result)
    return months.MonthPoint(labels.month_short(month), str(month.year), n, value, low, high)


def likert_chart(report: MonthReport) -> Chart:
    """Return the distribution of answers per question."""
    rows = []
    for question in report.questions:
        name = str(labels.QUESTIONS[question.key])
        if question.counts is None or not question.counts.n:
            rows.append(likert.LikertRow(name, None, why_not=labels.why_not(question.result)))
            continue
        one, two, three, four, five = question.counts.shares
        inside = [str(percent(count, question.counts.n, 0)) for count in question.counts.counts]
        top = labels.percent_of(question.counts.top, question.counts.n, 0)
        first, second, third, fourth, fifth = inside
        rows.append(likert.LikertRow(name, (one, two, three, four, five), (first, second, third, fourth, fifth), top))
    one_, two_, three_, four_, five_ = (str(answer) for answer in labels.ANSWERS)
    data = likert.Likert(
        _("Rozkład ocen według pytań"),
        _("Słupki rozbieżne wokół środka oceny 3."),
        tuple(rows),
        (one_, two_, three_, four_, five_),
        _("oceny 4 i 5"),
    )
    results = [question.result for question in report.questions]
    counts = [question.counts for question in report.questions]
    return Chart("answers", likert, data, digest(results, counts), _likert_alt(report))


def _likert_alt(report: MonthReport) -> str:
    ends = best_and_worst(report)
    if ends is None:
        return _("Wykres bez danych: żadne pytanie nie ma dość odpowiedzi.")
    best, worst = ends
    return _(
        "Słupki rozbieżne dla każdego pytania; udział ocen 4 i 5 od %(low)s (%(worst)s) do %(high)s (%(best)s).",
        low=labels.value(worst[1]),
        worst=worst[0],
        high=labels.value(best[1]),
        best=best[0],
    )


def best_and_worst(report: MonthReport) -> tuple[tuple[str, Result], tuple[str, Result]] | None:
    """Return the best and the worst rated question with their results; None with fewer than two to compare."""
    known = [
        (str(labels.QUESTIONS[row.key]), row.result)
        for row in report.questions
        if row.result.value is not None and row.key != "q1"
    ]
    if len(known) < 2:
        return None
    known.sort(key=lambda pair: pair[1].value or 0)
    return known[-1], known[0]


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


def sorted_departments(report: MonthReport) -> list[DepartmentRow]:
    """Return the departments in the alphabet's order, what belongs to none last."""
    return sorted(report.departments, key=lambda row: (row.key == "", labels.alphabetical(row.name)))


def _dot(name: str, result: Result, *, is_whole: bool) -> dots.Dot:
    value, low, high = (None if one is None else 100 * one for one in (result.value, result.low, result.high))
    words = labels.value(result) + (SMALL_BASE if result.has_small_base else "")
    return dots.Dot(name, value, low, high, words, is_whole)


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
    )
    alt = _(
        "Słupki: na koniec ostatniego miesiąca w toku %(open)s, z tego po terminie %(late)s.",
        open=labels.n(open_cases[-1]),
        late=labels.n(overdue[-1]),
    )
    return Chart("backlog", backlog_chart, data, digest([*open_cases, *overdue]), alt)


def survival_chart(found: Reduction) -> Chart:
    """Return the share of cases still open, the span asked about against the one compared with."""
    is_hours = found.unit is Unit.HOURS
    until = _until(found)
    data = survival.Survival(
        _("Udział spraw w toku po upływie czasu od wpływu"),
        _("Linia ciągła: badany okres z przedziałem 95 %. Linia przerywana: okres porównania."),
        _line(found.now, found.unit),
        _line(found.base, found.unit) if found.base.n else None,
        until,
        _("godziny od wpływu") if is_hours else _("dni od wpływu"),
        labels.percent_sign(),
        every=24 if is_hours else 7,
        term=None if is_hours else survival.Term(MONTH_OF_LAW, (_("miesiąc na"), _("załatwienie"))),
    )
    return Chart(
        "survival", survival, data, digest([as_result(found)], (data.now.open_percent, data.base)), _survival_alt(found)
    )


def _until(found: Reduction) -> float:
    """The last day drawn: where 95 % of the slower span are settled, at least five weeks."""
    ends = [
        span.curve.quantile(0.05).value or (float(span.times.max()) if span.n else 0)
        for span in (found.now, found.base)
    ]
    return float(max(35, *ends)) if found.unit is not Unit.HOURS else float(max(48, *ends))


def _line(span: Span, unit: Unit) -> survival.SurvivalLine:
    low, high = span.curve.band()
    median = span.curve.median().value
    words = _("mediana jeszcze nieznana") if median is None else labels.amount(median, unit)
    return survival.SurvivalLine(
        tuple(float(time) for time in span.curve.times),
        _percents(span.curve.survival),
        _percents(low),
        _percents(high),
        median,
        labels.period_short(span.period) + ":",
        words,
    )


def _percents(shares: npt.NDArray[np.float64]) -> tuple[float, ...]:
    """Shares as percentages; unknown limits at the end of a curve become its end, 0."""
    return tuple(0.0 if share != share else 100 * float(share) for share in shares)


def _survival_alt(found: Reduction) -> str:
    now, base = found.now.curve.median().value, found.base.curve.median().value
    if now is None or base is None:
        return _(
            "Krzywe udziału spraw w toku w dwóch okresach; w jednym z nich połowa spraw jeszcze nie jest załatwiona."
        )
    return _(
        "Dwie krzywe spraw w toku: połowa załatwiona w %(now)s (%(now_period)s) i w %(base)s (%(base_period)s).",
        now=labels.amount(now, found.unit),
        now_period=labels.period_name(found.now.period),
        base=labels.amount(base, found.unit),
        base_period=labels.period_name(found.base.period),
    )
