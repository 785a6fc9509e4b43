"""A dashboard as canonical JSON and back, to the last digit. Numbers that are no counts stand as Python writes them.

No word of a language stands in it but the names of departments; why a figure is withheld is a code.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from analytics.measures.control import ControlPoint
from analytics.measures.period import Month, Period
from analytics.measures.result import Result, WhyNot
from analytics.methods.interval import Difference
from analytics.methods.signals import Limits, Rule, Side, Signal
from analytics.methods.verdicts import Variation
from analytics.reports.board import Board
from analytics.reports.choice import Compare
from analytics.reports.month import DepartmentRow, Figure
from ledger.canonical import canonical

ROWS = ("csat", "on_time", "received", "backlog", "overdue")
"""The figures of a department beside the others."""


def packed(board: Board) -> str:
    """Return a dashboard as text, without the moment and the leaf. Raises ValueError for a figure of no whole month."""
    figures = {
        key: [_result(one.now), _result(one.then), _floats(one.change), [_result(each) for each in one.trend]]
        for key, one in board.figures.items()
    }
    rows = [[row.key, row.name, *(_result(getattr(row, name)) for name in ROWS)] for row in board.departments]
    newest = {key: _point(one) for key, one in board.newest.items()}
    flow = [_result(one) for one in board.flow]
    return canonical({"order": list(figures), "figures": figures, "flow": flow, "departments": rows, "newest": newest})


def unpacked(text: str, month: Month, compare: Compare, as_of: dt.datetime, leaf: int) -> Board:
    """Return the dashboard of a text as of a moment and leaf at which it still holds."""
    found = json.loads(text)
    figures = {}
    for key in found["order"]:
        now, then, change, trend = found["figures"][key]
        difference = Difference(*map(float, change)) if change else None
        figures[key] = Figure(_read(now), _read(then), difference, tuple(_read(one) for one in trend))
    return Board(
        month,
        compare,
        as_of,
        leaf,
        figures,
        tuple(_read(one) for one in found["flow"]),
        tuple(DepartmentRow(key, name, *(_read(one) for one in rest)) for key, name, *rest in found["departments"]),
        {key: _read_point(one) for key, one in found["newest"].items()},
    )


def _result(result: Result) -> list[Any]:
    month = Month.of(result.period.first)
    if result.period != Period.of(month):
        raise ValueError(f"a stored figure is of one month, not of {result.period}")
    return [
        result.measure,
        result.version,
        str(month),
        _whole(result.n),
        _whole(result.numerator),
        _float(result.value),
        _float(result.low),
        _float(result.high),
        result.why_not.value if result.why_not else None,
        [list(pair) for pair in result.dimensions],
        {key: int(value) for key, value in result.beside.items()},
    ]


def _read(found: Sequence[Any]) -> Result:
    key, version, month, n, numerator, value, low, high, why, dimensions, beside = found
    return Result(
        key,
        version,
        Period.of(Month.parse(month)),
        n,
        _number(value),
        _number(low),
        _number(high),
        numerator,
        WhyNot(why) if why else None,
        tuple((name, part) for name, part in dimensions),
        beside,
    )


def _point(point: ControlPoint) -> list[Any]:
    signal = [point.signal.rule.value, point.signal.side.value] if point.signal else None
    limits = point.limits
    lines = _floats((limits.centre, limits.low, limits.high) if limits else None)
    return [_result(point.result), _float(point.centre), lines, signal, point.meaning.value]


def _read_point(found: Sequence[Any]) -> ControlPoint:
    result, centre, limits, signal, meaning = found
    return ControlPoint(
        _read(result),
        _number(centre),
        Limits(*map(float, limits)) if limits else None,
        Signal(Rule(signal[0]), Side(signal[1])) if signal else None,
        Variation(meaning),
    )


def _whole(value: int | None) -> int | None:
    return None if value is None else int(value)


def _float(value: float | None) -> str | None:
    return None if value is None else repr(float(value))


def _floats(values: Sequence[float] | None) -> list[str | None] | None:
    return None if values is None else [_float(one) for one in values]


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)
