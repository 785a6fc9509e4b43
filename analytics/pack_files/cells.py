"""A figure as cells of a table: numbers as numbers for a workbook, and the same in words for people."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from analytics import labels
from analytics.measures.declaration import Unit
from analytics.measures.registry import measure
from analytics.measures.result import Result
from analytics.methods.rounding import half_up, percent
from analytics.texts import _
from papers import Cell, Column
from web.filters import short_day

NOTHING: Final = "–"


def figure_columns() -> tuple[Column, ...]:
    """The heads of ``figure_cells``."""
    return (
        Column(_("Wartość"), 2, True),
        Column(_("Jednostka"), 2),
        Column(_("Przedział 95 %: od"), 2, True),
        Column(_("do"), 1, True),
        Column("n", 1, True),
        Column(_("Uwaga"), 3),
    )


def figure_cells(result: Result) -> tuple[Cell, ...]:
    """A figure: value, unit, limits, base, and why it is not there or must be read with care."""
    unit = measure(result.measure).unit
    return (
        value(result),
        unit_words(unit),
        number(result.low, unit),
        number(result.high, unit),
        result.n,
        remark(result),
    )


def value(result: Result) -> Cell:
    """The figure as a number in its unit: percent for shares; nothing where there is none."""
    unit = measure(result.measure).unit
    if unit is Unit.SHARE and result.value is not None and result.numerator is not None and result.n:
        return percent(result.numerator, result.n)
    return number(result.value, unit)


def value_or_why(result: Result) -> Cell:
    """The figure as a number, or in words why it is not there."""
    return labels.why_not(result) if result.value is None else value(result)


def number(found: float | None, unit: Unit) -> Cell:
    """A number in its unit, rounded half up: percent and hours to one decimal, points to two, counts whole."""
    if found is None:
        return None
    if unit is Unit.SHARE:
        return half_up(100 * found, 1)
    if unit in labels.DIGITS:
        return half_up(found, labels.DIGITS[unit])
    if unit is Unit.CASES or half_up(found, 1) == half_up(found, 0):
        return int(half_up(found, 0))
    return half_up(found, 1)


def unit_words(unit: Unit) -> str:
    """What a number counts; shares are told in percent."""
    return "%" if unit is Unit.SHARE else str(labels.UNITS[unit])


def remark(result: Result) -> str:
    """Why a figure is not there, or that its base is small."""
    if result.value is None:
        return labels.why_not(result)
    return _("mała podstawa") if result.has_small_base else ""


def words(cell: Cell) -> str:
    """A cell as people read it."""
    if cell is None:
        return NOTHING
    if isinstance(cell, str):
        return cell
    if isinstance(cell, dt.date):
        return short_day(cell)
    digits = max(0, -int(cell.as_tuple().exponent)) if isinstance(cell, Decimal) else 0
    return labels.written(cell, digits).replace("-", labels.MINUS)
