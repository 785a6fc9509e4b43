"""The fields of one row at a time: each is read, or its problem is noted, and all problems of a row come to light."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from imports.reader import Row, Table
from imports.report import Problem, Report
from kernel.errors import RuleBroken

T = TypeVar("T")


class Fields:
    """Reads fields of the present row by the columns, or fixed values, of a mapping.

    What refuses the row goes to the report at once. Remarks wait, because they only matter if the row is taken.
    """

    def __init__(
        self, table: Table, columns: Mapping[str, str], report: Report, fixed: Mapping[str, str] | None = None
    ) -> None:
        self._table, self._columns, self._report, self._fixed = table, columns, report, fixed or {}
        self._row = Row(0, ())
        self.line = 0
        self._is_refused = False
        self.remarks: list[Problem] = []

    def turn_to(self, row: Row) -> bool:
        """Make a row the present one; False, with its problems reported, when it cannot be read as a row at all."""
        self._row, self.line, self._is_refused, self.remarks = row, row.line, False, []
        if row.trouble:
            self._report.add(Problem(row.line, "", "", row.trouble))
        for place, fault in row.faults:
            self._report.add(Problem(row.line, self._table.header[place], row.cells[place], fault))
        self._is_refused = bool(row.trouble or row.faults)
        return not self._is_refused

    def refused(self) -> bool:
        """Whether a problem has cost the present row."""
        return self._is_refused

    def text(self, field: str) -> str:
        """A field as it stands there; empty where the file has no value or the mapping no column."""
        column = self._columns.get(field)
        return self._fixed.get(field, "") if column is None else self._table.value(self._row, column)

    def read(self, field: str, read: Callable[[str], T], *, is_needed: bool = False) -> T | None:
        """A field read by a function that may raise; None where it is empty, or refused and reported."""
        text = self.text(field)
        if not text:
            if is_needed:
                self.refuse(field, "missing_value")
            return None
        try:
            return read(text)
        except RuleBroken as bad:
            self.refuse(field, bad.code, bad.facts)
            return None

    def refuse(self, field: str, code: str, facts: Mapping[str, object] | None = None) -> None:
        """Report a problem that costs the row."""
        self._is_refused = True
        self._report.add(Problem(self.line, self._columns.get(field, field), self.text(field), code, facts or {}))

    def remark(self, field: str, code: str, **facts: object) -> None:
        """Note an oddity the row is taken in spite of."""
        column, value = self._columns.get(field, field), self.text(field)
        self.remarks.append(Problem(self.line, column, value, code, facts, is_kept=True))
