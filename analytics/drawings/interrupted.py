"""The months around a date of change, as points and two lines."""

from __future__ import annotations

from analytics import labels
from analytics.change_words import level_words, slope_words
from analytics.charts import interrupted
from analytics.drawings.chart import Chart
from analytics.measures.interruption import Interrupted
from analytics.reports.material import digest
from analytics.texts import _


def interrupted_chart(change: Interrupted) -> Chart | None:
    """Return the chart of an interrupted series; None where it was not estimated."""
    found = change.found
    if found is None:
        return None
    cut = next(place for place, one in enumerate(change.months) if one.month == change.change)
    months = tuple(
        interrupted.SeriesMonth(
            labels.month_short(one.month),
            str(one.month.year),
            one.median or 0.0,
            found.fitted(place),
            found.without(place) if place >= cut else None,
        )
        for place, one in enumerate(change.months)
    )
    data = interrupted.Interrupted(
        _("Mediana czasu załatwienia rok przed zmianą i rok po niej"),
        _("Kropki: mediany miesięcy. Linie: regresja odcinkowa. Linia przerywana: dalszy ciąg sprzed zmiany."),
        months,
        cut,
        _("zmiana"),
        _("bez zmiany"),
    )
    return Chart("interrupted", interrupted, data, digest((), months), interrupted_words(change))


def interrupted_words(change: Interrupted) -> str:
    """What the chart shows, in a sentence."""
    return _(
        "Mediany 24 miesięcy wokół zmiany (%(month)s). Od razu: %(level)s. Potem co miesiąc: %(slope)s.",
        month=labels.month_inside(change.change),
        level=level_words(change).word,
        slope=slope_words(change).word,
    )
