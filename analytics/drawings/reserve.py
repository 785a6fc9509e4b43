"""How many days were left when cases were settled."""

from __future__ import annotations

from collections.abc import Sequence

from analytics import labels
from analytics.charts import histogram
from analytics.drawings.chart import Chart
from analytics.measures.period import Period
from analytics.reports.material import digest
from analytics.reports.monthly import RESERVE_BANDS
from analytics.texts import _
from web.typography import JOINER


def reserve_names() -> list[str]:
    """The bands of days as they stand under the axis: after the last day, then before it."""
    return [_band(low, high) for low, high in RESERVE_BANDS]


def _band(low: int | None, high: int | None) -> str:
    if low is None:
        return f"{-(high or 0)}+"
    if high is None:
        return f"{low}+"
    first, last = (-high, -low) if high < 0 else (low, high)
    return f"{first}{JOINER}–{JOINER}{last}"


def is_late(place: int) -> bool:
    """Whether a band lies after the last day."""
    high = RESERVE_BANDS[place][1]
    return high is not None and high < 0


def reserve_chart(counts: Sequence[int], period: Period) -> Chart:
    """Return the histogram of days from settling to the last day."""
    bars = tuple(
        histogram.HistogramBar(name, n, is_late(place))
        for place, (name, n) in enumerate(zip(reserve_names(), counts, strict=True))
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
    return Chart("reserve", histogram, data, digest([], [str(period), tuple(counts)]), _alt(counts))


def _alt(counts: Sequence[int]) -> str:
    total = sum(counts)
    if not total:
        return _("Wykres bez danych: nie załatwiono sprawy, która ma termin.")
    late = sum(n for place, n in enumerate(counts) if is_late(place))
    last_week = counts[next(place for place in range(len(counts)) if not is_late(place))]
    return _(
        "Słupki: z %(total)s załatwionych spraw %(late)s po terminie, %(week)s w ostatnim tygodniu terminu, %(early)s "
        "wcześniej.",
        total=labels.written(total),
        late=labels.written(late),
        week=labels.written(last_week),
        early=labels.written(total - late - last_week),
    )
