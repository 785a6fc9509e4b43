"""Lines of monthly figures."""

from __future__ import annotations

from collections.abc import Sequence

from analytics import labels
from analytics.charts import months
from analytics.drawings.chart import Chart
from analytics.measures.declaration import Unit
from analytics.measures.period import Month
from analytics.measures.registry import measure
from analytics.measures.result import Result, WhyNot
from analytics.reports.material import digest
from analytics.texts import _
from web.typography import NO_BREAK


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
        empty=_("W żadnym z miesięcy nie ma wyniku."),
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
