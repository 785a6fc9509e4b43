"""From a row of the file to a typed case, or to problems that say what is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from complaints.importing.mapping import CaseMapping
from complaints.rules.kinds import LEGAL_KINDS, OUTCOMES, Channel, Kind, Outcome
from complaints.rules.terms import Deadline, deadline
from imports.errors import BadValue
from imports.reader import Row, Table
from imports.report import Problem, Report
from imports.values import When, read_meaning, read_text, read_when
from kernel.errors import RuleBroken

T = TypeVar("T")

LONGEST: Final = {"number": 120, "subject": 200, "department": 60, "flag": 60}
"""Characters the register keeps of a field."""


@dataclass(frozen=True, slots=True)
class ImportedCase:
    """A case as the file tells it. ``due_at`` and ``settled_at`` are only there where both can be compared."""

    line: int
    number: str
    kind: Kind
    subject: str
    channel: str
    department: str
    received: When
    due: When | None
    settled: When | None
    outcome: str | None
    flag: str | None
    law: Deadline | None
    """The deadline the law sets, for a skarga or wniosek whose file tells none."""
    remarks: tuple[Problem, ...] = ()
    """Oddities that are kept as they are and reported if the case is taken."""


class CaseReader:
    """Reads the rows of one open table; what is wrong goes to the report."""

    def __init__(
        self, mapping: CaseMapping, table: Table, today: dt.date, departments: frozenset[str], report: Report
    ) -> None:
        self._mapping, self._table, self._today = mapping, table, today
        self._departments, self._report = departments, report
        self._row = Row(0, ())
        self._refused: list[str] = []
        self._remarks: list[Problem] = []

    def case(self, row: Row) -> ImportedCase | None:
        """The case of a row; None where a problem cost it. Every problem of the row is reported, not only the first."""
        self._row, self._refused, self._remarks = row, [], []
        if row.trouble:
            self._report.add(Problem(row.line, "", "", row.trouble))
            return None
        number = self._field("number", lambda text: read_text(text, LONGEST["number"]), is_needed=True)
        received = self._field("received", self._past_day, is_needed=True)
        settled = self._field("settled", self._past_day)
        due = self._field("due", lambda text: read_when(text, self._mapping.time))
        kind = self._field(
            "kind", lambda text: Kind(read_meaning(text, self._mapping.meanings["kind"])), is_needed=True
        )
        channel = self._field("channel", self._meaning_of("channel"))
        outcome = self._field("outcome", self._meaning_of("outcome"))
        department = self._field("department", self._department)
        flag = self._field("flag", lambda text: read_text(text, LONGEST["flag"]))
        if self._refused or number is None or received is None or kind is None:
            return None
        law = self._law(kind, received.day, due)
        outcome = self._outcome(kind, outcome, settled)
        if self._refused:
            return None
        self._remark_on(received, due, settled)
        received, due, settled = _comparable(received, due, settled)
        subject, channel, department = self._subject(), channel or Channel.OTHER.value, department or ""
        return ImportedCase(
            line=row.line,
            number=number,
            kind=kind,
            subject=subject,
            channel=channel,
            department=department,
            received=received,
            due=due,
            settled=settled,
            outcome=outcome,
            flag=flag,
            law=law,
            remarks=tuple(self._remarks),
        )

    def _field(self, field: str, read: Callable[[str], T], *, is_needed: bool = False) -> T | None:
        """A field of the present row; None where it is empty or its problem went to the report."""
        text = self._text(field)
        if not text:
            if is_needed:
                self._refuse(field, text, "missing_value", {})
            return None
        try:
            return read(text)
        except RuleBroken as bad:
            self._refuse(field, text, bad.code, bad.facts)
            return None

    def _text(self, field: str) -> str:
        column = self._mapping.columns.get(field)
        return self._mapping.fixed.get(field, "") if column is None else self._table.value(self._row, column)

    def _refuse(self, field: str, value: str, code: str, facts: Mapping[str, object]) -> None:
        self._refused.append(code)
        self._report.add(Problem(self._row.line, self._mapping.columns.get(field, field), value, code, facts))

    def _remark(self, field: str, code: str, **facts: object) -> None:
        column, value = self._mapping.columns.get(field, field), self._text(field)
        self._remarks.append(Problem(self._row.line, column, value, code, facts, is_kept=True))

    def _past_day(self, text: str) -> When:
        found = read_when(text, self._mapping.time)
        if found.day > self._today:
            raise BadValue(code="in_future", value=text, today=self._today)
        return found

    def _meaning_of(self, field: str) -> Callable[[str], str]:
        return lambda text: text if field in self._mapping.fixed else read_meaning(text, self._mapping.meanings[field])

    def _department(self, text: str) -> str:
        read_text(text, LONGEST["department"])
        here = self._mapping.departments.names.get(text, text)
        if not self._mapping.departments.create and here.casefold() not in self._departments:
            raise BadValue(code="unknown_department", value=text)
        return here

    def _subject(self) -> str:
        text = self._text("subject") or self._mapping.title
        if len(text) > LONGEST["subject"]:
            self._remark("subject", "cut", longest=LONGEST["subject"])
            text = text[: LONGEST["subject"] - 1] + "…"
        return text.replace("\n", " ").replace("\r", " ")

    def _law(self, kind: Kind, received_on: dt.date, due: When | None) -> Deadline | None:
        if kind not in LEGAL_KINDS or due is not None:
            return None
        try:
            return deadline(kind, received_on)
        except RuleBroken as outside:
            self._refuse("received", str(received_on), outside.code, outside.facts)
            return None

    def _outcome(self, kind: Kind, outcome: str | None, settled: When | None) -> str | None:
        """The outcome of a settled case; a service case has only one. None where the register did not tell."""
        if settled is None:
            return None
        if kind is Kind.SPRAWA:
            return Outcome.ZALATWIONA.value
        if outcome is not None and outcome not in OUTCOMES[kind]:
            self._refuse("outcome", self._text("outcome"), "wrong_outcome", {"kind": kind.value, "outcome": outcome})
        return outcome

    def _remark_on(self, received: When, due: When | None, settled: When | None) -> None:
        """Oddities that are kept as they are: no measure counts a negative duration, and nobody hides one."""
        if settled is not None and _is_before(settled, received):
            self._remark("settled", "settled_before_received", received=self._text("received"))
        if due is not None and _is_before(due, received):
            self._remark("due", "due_before_received", received=self._text("received"))
        for field, when in (("received", received), ("due", due), ("settled", settled)):
            if when is not None and when.was_ambiguous:
                self._remark(field, "chosen_time", zone=self._mapping.time.zone_name)


def _is_before(first: When, second: When) -> bool:
    if first.at is not None and second.at is not None:
        return first.at < second.at
    return first.day < second.day


def _comparable(received: When, due: When | None, settled: When | None) -> tuple[When, When | None, When | None]:
    """Moments only where each of the three has one; otherwise the case is judged by days and has no moments at all."""
    told = [when for when in (received, due, settled) if when is not None]
    if all(when.at is not None for when in told):
        return received, due, settled
    return When(received.day), due and When(due.day), settled and When(settled.day)
