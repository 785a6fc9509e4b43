"""Open cases at the ends of months by how long they had been open."""

from __future__ import annotations

from collections.abc import Sequence

from analytics import labels
from analytics.charts import ages
from analytics.drawings.chart import Chart
from analytics.measures.period import Month
from analytics.reports.material import digest
from analytics.reports.monthly import AgesRow
from analytics.texts import _


def band_names() -> tuple[str, str, str, str, str]:
    """The names of the bands of age, youngest first."""
    return (_("0–14 dni"), _("15–30 dni"), _("31–60 dni"), _("61–90 dni"), _("ponad 90 dni"))


def ages_chart(rows: Sequence[AgesRow]) -> Chart:
    """Return the open cases of each month's end, stacked by age."""
    ends = []
    for row in rows:
        month, (one, two, three, four, five) = Month.of(row.backlog.period.first), row.counts
        ends.append(ages.AgesAtEnd(labels.month_short(month), str(month.year), (one, two, three, four, five)))
    data = ages.Ages(
        _("Sprawy w toku według wieku"),
        _("Słupki od zera na koniec każdego miesiąca; im ciemniejsza część, tym starsze sprawy."),
        tuple(ends),
        band_names(),
        _("W żadnym z tych miesięcy nie było spraw w toku."),
    )
    found = digest([one for row in rows for one in (row.backlog, *row.bands)])
    return Chart("ages", ages, data, found, _alt(rows))


def _alt(rows: Sequence[AgesRow]) -> str:
    last = rows[-1]
    if not any(sum(row.counts) for row in rows):
        return _("Wykres bez danych: nie było spraw w toku.")
    parts = [f"{name}: {labels.written(n)}" for name, n in zip(band_names(), last.counts, strict=True)]
    return _(
        "Słupki warstwowe. Na koniec ostatniego miesiąca w toku %(all)s: %(parts)s.",
        all=labels.n(last.backlog),
        parts=", ".join(parts),
    )
