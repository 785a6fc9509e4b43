"""How many days were left when cases were settled."""

from __future__ import annotations

from analytics import labels
from analytics.charts import histogram
from analytics.drawings.chart import Chart
from analytics.measures.reserve import BANDS
from analytics.reports.material import digest
from analytics.reports.monthly import LATE_BANDS, Reserve
from analytics.texts import _
from web.typography import JOINER

WEEK = 7


def reserve_names() -> list[str]:
    """The bands of days as they stand under the axis: after the last day, then before it."""
    return [_band(low, high) for low, high in (*LATE_BANDS, *BANDS.values())]


def _band(low: int | None, high: int | None) -> str:
    if low is None:
        return f"{-(high or 0)}+"
    if high is None:
        return f"{low}+"
    first, last = (-high, -low) if high < 0 else (low, high)
    return f"{first}{JOINER}–{JOINER}{last}"


def is_late(place: int) -> bool:
    """Whether a band lies after the last day."""
    return place < len(LATE_BANDS)


def reserve_chart(found: Reserve) -> Chart:
    """Return the histogram of days from settling to the last day."""
    bars = tuple(
        histogram.HistogramBar(name, n, is_late(place))
        for place, (name, n) in enumerate(zip(reserve_names(), found.counts, strict=True))
    )
    data = histogram.Histogram(
        _("Zapas dni w chwili załatwienia"),
        _("Słupki od zera; kreskowane: po ostatnim dniu terminu."),
        bars,
        _("dni po ostatnim dniu terminu i dni do niego"),
        _("na czas"),
        _("po terminie"),
        _("W tym miesiącu nie załatwiono sprawy, która ma termin."),
    )
    return Chart("reserve", histogram, data, digest([*found.in_time, found.median], found.late), _alt(found))


def _alt(found: Reserve) -> str:
    total = sum(found.counts)
    if not total:
        return _("Wykres bez danych: nie załatwiono sprawy, która ma termin.")
    week = sum(n for n, (low, _high) in zip(_counts(found), BANDS.values(), strict=True) if low < WEEK)
    return _(
        "Słupki: z %(total)s załatwionych spraw %(late)s po terminie, %(week)s w ostatnim tygodniu terminu, %(early)s "
        "wcześniej; mediana zapasu: %(median)s.",
        total=labels.written(total),
        late=labels.written(sum(found.late)),
        week=labels.written(week),
        early=labels.written(sum(_counts(found)) - week),
        median=labels.value(found.median),
    )


def _counts(found: Reserve) -> list[int]:
    return [one.n or 0 for one in found.in_time]
