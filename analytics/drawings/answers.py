"""The distribution of answers per question."""

from __future__ import annotations

from analytics import labels
from analytics.charts import likert
from analytics.drawings.chart import Chart
from analytics.measures.result import Result
from analytics.methods.rounding import percent
from analytics.reports.material import digest
from analytics.reports.month import MonthReport
from analytics.texts import _


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
