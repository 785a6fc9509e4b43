"""The names of the parts of the fixed grid, and the figures of it as a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from sqlalchemy.orm import Session

from analytics import labels
from analytics.frames import survey_cells
from analytics.frames.survey_grid import HOURS
from analytics.reports.release import NOT_TOLD
from analytics.reports.survey_grid import GRID_COLUMNS, GridReport, Line, grid_rows
from analytics.texts import _
from kernel.formulas import disarmed
from papers import Cell, Column, Sheet


def part_names(session: Session, by: str) -> dict[str, str]:
    """The names of the parts of a grid by their keys."""
    if by == HOURS:
        return {str(at): f"{labels.DAYS[at // 24]}, {at % 24}:00" for at in range(7 * 24)}
    words = labels.MODES if by == "mode" else survey_cells.names(session, by)
    return {**{key: str(name) for key, name in words.items()}, NOT_TOLD: _("nie podano")}


def in_order(lines: Sequence[Line], named: Mapping[str, str], by: str) -> Sequence[Line]:
    """Lines as a reader looks for them: places and services by the alphabet, what nobody told last; others stay."""
    if by not in ("department", "desk", "service"):
        return lines
    return sorted(lines, key=lambda line: (line.part == NOT_TOLD, labels.alphabetical(named.get(line.part, line.part))))


def rows_of(session: Session, report: GridReport) -> list[tuple[str, ...]]:
    """The report as rows of a file, names as no spreadsheet carries them out."""
    return grid_rows(report, {key: disarmed(name) for key, name in part_names(session, report.by).items()})


def file_name(report: GridReport) -> str:
    """odpowiedzi-satys7-2026-10-desk: without its ending."""
    return f"odpowiedzi-{report.key}-{report.slice}-{report.by}"


def sheet_of(session: Session, report: GridReport) -> Sheet:
    """The same rows for a workbook, numbers as numbers."""
    rows = [[_cell(text) for text in row] for row in rows_of(session, report)]
    return Sheet(file_name(report), [Column(one, 2) for one in GRID_COLUMNS], rows)


def _cell(text: str) -> Cell:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text
