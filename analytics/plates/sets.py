"""The plates of a month's whole set of charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from analytics.drawings import Chart, charts_of
from analytics.drawings.sets import CONTROL
from analytics.plates import of_control, of_month, of_set
from analytics.plates.plate import Plate
from analytics.reports.month import MonthReport
from analytics.reports.monthly import MonthlySet

OF_MONTH: Final[Mapping[str, Callable[[MonthReport, Chart], Plate]]] = {
    "csat": partial(of_month.line_plate, key="csat"),
    "on-time": partial(of_month.line_plate, key="on_time"),
    "survival": of_month.survival_plate,
    "answers": of_month.answers_plate,
    "backlog": of_month.backlog_plate,
    "departments": partial(of_month.departments_plate, key="csat"),
    "departments-on-time": partial(of_month.departments_plate, key="on_time"),
}
OF_SET: Final[Mapping[str, Callable[[MonthlySet, Chart], Plate]]] = {
    "ages": of_set.ages_plate,
    "heat-csat": partial(of_set.heat_plate, key="csat"),
    "heat-on-time": partial(of_set.heat_plate, key="on_time"),
    "funnel": of_set.funnel_plate,
    "topics": of_set.topics_plate,
    "reserve": of_set.reserve_plate,
    "drivers": of_set.drivers_plate,
    "hours": of_set.hours_plate,
    "quality": of_set.quality_plate,
    **{name: partial(of_control.control_plate, place=place) for place, name in enumerate(CONTROL)},
}
"""How each chart is told, by its name."""


def plates_of(shown: MonthlySet) -> tuple[Plate, ...]:
    """Return every chart of the set with its sentence, table and footer, in their order."""
    return tuple(
        OF_MONTH[name](shown.report, chart) if name in OF_MONTH else OF_SET[name](shown, chart)
        for name, chart in charts_of(shown).items()
    )
