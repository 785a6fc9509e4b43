"""Subjects of the cases that came: the few that make up most."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from analytics import labels
from analytics.charts import pareto
from analytics.drawings.chart import Chart
from analytics.measures.period import Period
from analytics.reports.material import digest
from analytics.reports.monthly import TopicRow
from analytics.texts import _, ngettext

MOST_BARS = 10
"""More subjects than these are drawn as one bar; the table has them all."""


def topic_name(row: TopicRow) -> str:
    """The name of a subject, or that none is told."""
    return row.name or _("bez przedmiotu")


def topics_chart(rows: Sequence[TopicRow], period: Period) -> Chart:
    """Return the subjects from the most frequent, with what they add up to."""
    total = sum(row.n for row in rows)
    bars = _bars(rows)
    sums = list(accumulate(n for _name, n in bars))
    data = pareto.Pareto(
        _("Przedmioty spraw, które wpłynęły"),
        _("Słupki: udział. Kropki: udział narastająco. Linia przerywana: 80 %."),
        tuple(
            pareto.ParetoRow(
                name, labels.written(n), 100 * n / total, 100 * upto / total, labels.percent_of(upto, total)
            )
            for (name, n), upto in zip(bars, sums, strict=True)
        ),
        "n",
        _("narastająco"),
        labels.percent_sign(),
        _("W tym miesiącu nic nie wpłynęło."),
    )
    facts = [(row.key, row.n) for row in rows]
    return Chart("topics", pareto, data, digest([], [str(period), *facts]), _alt(rows, total))


def _bars(rows: Sequence[TopicRow]) -> list[tuple[str, int]]:
    bars = [(topic_name(row), row.n) for row in rows]
    if len(bars) <= MOST_BARS:
        return bars
    rest = bars[MOST_BARS - 1 :]
    name = ngettext("%(num)d pozostały przedmiot", "%(num)d pozostałych przedmiotów", len(rest))
    return [*bars[: MOST_BARS - 1], (name, sum(n for _name, n in rest))]


def _alt(rows: Sequence[TopicRow], total: int) -> str:
    if not total:
        return _("Wykres bez danych: nic nie wpłynęło.")
    sums = list(accumulate(row.n for row in rows))
    enough = next(place for place, upto in enumerate(sums, start=1) if 100 * upto >= pareto.VITAL_FEW * total)
    return _(
        "Słupki od najczęstszego przedmiotu. Najczęstszy: %(name)s, %(n)s z %(total)s spraw (%(share)s); liczba "
        "przedmiotów, które dają razem 80 %%: %(count)s.",
        name=topic_name(rows[0]),
        n=labels.written(rows[0].n),
        total=labels.written(total),
        share=labels.percent_of(rows[0].n, total),
        count=labels.written(enough),
    )
