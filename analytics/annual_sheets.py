"""The tables of the annual report for print and for a workbook."""

from __future__ import annotations

from decimal import Decimal

from analytics.annual_words import base, cell, code_words, heading, is_number, name, notes, row_name
from analytics.reports.annual import AnnualTable, Figure, Row, Unit
from analytics.texts import _
from papers import Cell, Column, Sheet, Table


def printed(table: AnnualTable) -> Table:
    """A table for print: each share, time and rate with its base beside it."""
    numbers = [is_number(table, at) for at in range(len(table.columns))]
    wide = 2 if not all(numbers) else 4 if len(numbers) <= 8 else 3
    heads = (Column(name(one), 1 if is_so else 3, is_so) for one, is_so in zip(table.columns, numbers, strict=True))
    columns = (Column(_("Pozycja"), wide), *heads)
    rows = [(row_name(row), *(_with_base(figure) for figure in row.figures)) for row in table.rows]
    has_total = bool(table.rows) and table.rows[-1].is_total
    note = " ".join(notes(table))
    return Table(heading(table), columns, rows, note=note, empty=_("Nie ma czego wykazać."), total=has_total)


def sheet(table: AnnualTable) -> Sheet:
    """A table for a workbook: numbers as numbers, a base in a column of its own beside what has one."""
    heads = [Column(_("Pozycja"), 3)]
    for at, one in enumerate(table.columns):
        heads.append(Column(name(one), 2 if is_number(table, at) else 4))
        if _has_base(table, at):
            heads.append(Column(f"n: {name(one)}", 2))
    rows = [(row_name(row), *_cells(table, row)) for row in table.rows]
    said = [(note,) for note in notes(table)]
    return Sheet(heading(table), heads, [*rows, *said])


def _cells(table: AnnualTable, row: Row) -> list[Cell]:
    found: list[Cell] = []
    for at, figure in enumerate(row.figures):
        value = figure.value
        found.append(code_words(value) if figure.unit is Unit.CODE and isinstance(value, str) else value)
        if _has_base(table, at):
            found.append(figure.n)
    return found


def _with_base(figure: Figure) -> str:
    words, under = cell(figure), base(figure)
    return f"{words} ({under})" if under and isinstance(figure.value, Decimal) else words


def _has_base(table: AnnualTable, at: int) -> bool:
    return any(row.figures[at].n is not None and row.figures[at].unit is not Unit.COUNT for row in table.rows)
