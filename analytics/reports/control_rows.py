"""A control chart in the long form: one row a month."""

from __future__ import annotations

from typing import Final

from analytics.measures.control import ControlPoint
from analytics.reports.control import ControlReport
from analytics.reports.export import decimal, dimensions_of

COLUMNS: Final = (
    "month", "measure", "version", "dimensions", "n", "value", "centre", "low", "high", "method", "screened", "signal",
    "side", "meaning", "suppressed", "structure",
)  # fmt: skip


def control_rows(report: ControlReport, departments: dict[str, str]) -> list[tuple[str, ...]]:
    """Return the rows of a chart, oldest month first. departments: codes by id."""
    choice = report.material.choice
    place = dimensions_of(choice.population, departments.get(choice.part, "none") if choice.department else "")
    return [_row(report, point, place) for point in report.chart.points]


def _row(report: ControlReport, point: ControlPoint, place: str) -> tuple[str, ...]:
    result, limits, signal = point.result, point.limits, point.signal
    return (
        str(point.month),
        result.measure,
        str(result.version),
        place,
        "" if result.n is None else str(result.n),
        decimal(result.value),
        decimal(point.centre),
        decimal(limits.low if limits else None),
        decimal(limits.high if limits else None),
        report.chart.method.value,
        str(report.chart.is_screened).lower(),
        signal.rule.value if signal else "",
        signal.side.value if signal else "",
        point.meaning.value,
        str(result.is_suppressed).lower(),
        report.material.choice.structure.value,
    )
