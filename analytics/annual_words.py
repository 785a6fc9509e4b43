"""The annual report in words: heads, rows, notes and cells, the same on the page, in print and in the workbook."""

from __future__ import annotations

import datetime as dt
from typing import Final

from analytics import labels, words
from analytics.annual_names import NOTES, ROWS, TITLES
from analytics.measures.period import Month
from analytics.methods.suppression import is_small_base
from analytics.reports.annual import AnnualReport, AnnualTable, Figure, Name, Row, Unit
from analytics.texts import _
from complaints.labels import KINDS, OUTCOMES
from web.filters import day, short_day

NUMBERS: Final = frozenset({Unit.COUNT, Unit.PERCENT, Unit.DAYS, Unit.RATE})
EMPTY: Final = "–"


def name(found: Name) -> str:
    """What a row or column is called."""
    if found.space == "text":
        return found.words
    if found.space == "month":
        return labels.month_short(Month(2026, int(found.code)))
    return str(ROWS[found.space][found.code])


def cell(figure: Figure) -> str:
    """A figure as people read it: shares and times with the mark of a small base; a dash where there is none."""
    value = figure.value
    if value is None:
        return EMPTY if figure.unit in NUMBERS else ""
    if isinstance(value, dt.date):
        return short_day(value)
    if isinstance(value, str):
        return code_words(value) if figure.unit is Unit.CODE else value
    words = labels.written(value, 0 if figure.unit is Unit.COUNT else 1)
    if figure.unit in (Unit.PERCENT, Unit.DAYS) and figure.n is not None and is_small_base(figure.n, minimum=1):
        return f"{words} *"
    return words.replace("-", labels.MINUS)


def code_words(code: str) -> str:
    """A code of this product in words: a kind or an outcome."""
    return str(KINDS.get(code) or OUTCOMES.get(code) or code)


def base(figure: Figure) -> str:
    """n = 22: the base of a share, a time or a rate; empty for a count, which is its own."""
    return "" if figure.n is None or figure.unit is Unit.COUNT else f"n = {labels.written(figure.n)}"


def has_small_base(table: AnnualTable) -> bool:
    """Whether a figure of a table carries the mark of a small base."""
    return any(cell(figure).endswith(" *") for row in table.rows for figure in row.figures)


def notes(table: AnnualTable) -> list[str]:
    """What is said under a table."""
    said = [str(NOTES[code]) for code in table.notes]
    return [*said, _("* mała podstawa: mniej niż 30 spraw.")] if has_small_base(table) else said


def heading(table: AnnualTable) -> str:
    """T1. Wpłynęło: rodzaj, kanał, miesiąc."""
    return str(TITLES[table.key])


def title(report: AnnualReport) -> str:
    """Sprawozdanie roczne 2026."""
    return _("Sprawozdanie roczne %(year)s", year=str(report.year))


def lead(report: AnnualReport) -> str:
    """What the report covers and when it was made."""
    if report.is_running:
        return _(
            "Rok jeszcze trwa: stan na %(day)s, wpis %(leaf)s.", day=day(report.today), leaf=labels.written(report.leaf)
        )
    return _("Stan na %(day)s, wpis %(leaf)s.", day=day(report.today), leaf=labels.written(report.leaf))


def sealed(report: AnnualReport) -> str:
    """The last seal of the record: number, size, moment and root in full; empty where there is none."""
    return words.sealed(report.seal)


def place(table: AnnualTable, row: str, column: str) -> str:
    """Where a figure stands: its row and its column."""
    rows = [name(one.name) for one in table.rows if one.key == row]
    columns = [name(one) for one in table.columns if one.code == column]
    return " · ".join([*rows, *columns])


def row_name(row: Row) -> str:
    """What a row is called; a part of the row above begins with a dash."""
    return f"– {name(row.name)}" if row.is_part else name(row.name)


def is_number(table: AnnualTable, at: int) -> bool:
    """Whether a column holds numbers."""
    return any(row.figures[at].unit in NUMBERS for row in table.rows)
