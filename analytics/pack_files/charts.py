"""The charts of a pack, each with what is said of it: those of a month are the plates of its page."""

from __future__ import annotations

from dataclasses import dataclass

from analytics import labels
from analytics.drawings import Chart, span_charts
from analytics.plates import Plate, plates_of
from analytics.reports.pack import Pack
from analytics.texts import _


@dataclass(frozen=True)
class Drawn:
    """A chart with the sentences under it; ``plate``: with its numbers, where it has one."""

    chart: Chart
    note: str
    plate: Plate | None = None


def charts_of(pack: Pack) -> list[Drawn]:
    """The charts of a pack in the order of its book."""
    if pack.monthly:
        return [Drawn(one.chart, f"{one.sentence} {one.footer}", one) for one in plates_of(pack.monthly)]
    return [Drawn(one, _note(one, pack)) for one in span_charts(pack.span).values()] if pack.span else []


def _note(chart: Chart, pack: Pack) -> str:
    return _(
        "%(description)s Okres: %(period)s · skrót danych %(digest)s · stan na wpis %(leaf)s",
        description=chart.data.description,
        period=labels.period_name(pack.period),
        digest=chart.digest,
        leaf=labels.written(pack.as_of.leaf),
    )
