"""From a row of the file to a typed case, or to problems that say what is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from complaints.importing.mapping import CaseMapping
from complaints.rules.kinds import LEGAL_KINDS, Channel, Kind
from complaints.rules.outcomes import OUTCOMES, Outcome
from complaints.rules.terms import Deadline, deadline
from imports.errors import BadValue
from imports.fields import Fields
from imports.reader import Row, Table
from imports.report import Problem, Report
from imports.values import When, read_meaning, read_text, read_when
from kernel.errors import RuleBroken

LONGEST: Final = {"number": 120, "subject": 200, "flag": 60}
"""Characters the register keeps of a field."""


@dataclass(frozen=True, slots=True)
class ImportedCase:
    """A case as the file tells it. Moments are only there where all of its times have one and can be compared."""

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
    """Reads the rows of one open table. ``department`` names one here, or raises BadValue."""

    def __init__(
        self, mapping: CaseMapping, table: Table, today: dt.date, department: Callable[[str], str], report: Report
    ) -> None:
        self._mapping, self._today, self._department = mapping, today, department
        self._fields = Fields(table, mapping.columns, report, mapping.fixed)

    def case(self, row: Row) -> ImportedCase | None:
        """The case of a row; None where a problem cost it. Every problem of the row is reported, not only the first."""
        fields, mapping = self._fields, self._mapping
        if not fields.turn_to(row):
            return None
        number = fields.read("number", lambda text: read_text(text, LONGEST["number"]), is_needed=True)
        received = fields.read("received", self._past, is_needed=True)
        settled = fields.read("settled", self._past)
        due = fields.read("due", lambda text: read_when(text, mapping.time))
        kind = fields.read("kind", lambda text: Kind(self._meaning("kind", text)), is_needed=True)
        channel = fields.read("channel", lambda text: self._meaning("channel", text))
        outcome = fields.read("outcome", lambda text: self._meaning("outcome", text))
        department = fields.read("department", self._department)
        flag = fields.read("flag", lambda text: read_text(text, LONGEST["flag"]))
        if number is None or received is None or kind is None or fields.refused():
            return None
        law = self._law(kind, received.day, due)
        outcome = self._outcome(kind, outcome, settled)
        if fields.refused():
            return None
        subject = self._subject()
        self._remark_on(received, due, settled)
        received, due, settled = _comparable(received, due, settled)
        return ImportedCase(
            line=row.line,
            number=number,
            kind=kind,
            subject=subject,
            channel=channel or Channel.OTHER.value,
            department=department or "",
            received=received,
            due=due,
            settled=settled,
            outcome=outcome,
            flag=flag,
            law=law,
            remarks=tuple(fields.remarks),
        )

    def _past(self, text: str) -> When:
        found = read_when(text, self._mapping.time)
        if found.day > self._today:
            raise BadValue(code="in_future", value=text, today=self._today)
        return found

    def _meaning(self, field: str, text: str) -> str:
        return text if field in self._mapping.fixed else read_meaning(text, self._mapping.meanings[field])

    def _subject(self) -> str:
        text = " ".join((self._fields.text("subject") or self._mapping.title).split())
        if len(text) > LONGEST["subject"]:
            self._fields.remark("subject", "cut", longest=LONGEST["subject"])
            text = text[: LONGEST["subject"] - 1] + "…"
        return text

    def _law(self, kind: Kind, received_on: dt.date, due: When | None) -> Deadline | None:
        if kind not in LEGAL_KINDS or due is not None:
            return None
        try:
            return deadline(kind, received_on)
        except RuleBroken as outside:
            self._fields.refuse("received", outside.code, outside.facts)
            return None

    def _outcome(self, kind: Kind, outcome: str | None, settled: When | None) -> str | None:
        """The outcome of a settled case; a service case has only one. None where the register did not tell."""
        if settled is None:
            return None
        if kind is Kind.SPRAWA:
            return Outcome.ZALATWIONA.value
        if outcome is not None and outcome not in OUTCOMES[kind]:
            self._fields.refuse("outcome", "wrong_outcome", {"kind": kind.value, "outcome": outcome})
        return outcome

    def _remark_on(self, received: When, due: When | None, settled: When | None) -> None:
        """Oddities that are kept as they are: no measure counts a negative duration, and nobody hides one."""
        fields = self._fields
        if settled is not None and _is_before(settled, received):
            fields.remark("settled", "settled_before_received", received=fields.text("received"))
        if due is not None and _is_before(due, received):
            fields.remark("due", "due_before_received", received=fields.text("received"))
        for field, when in (("received", received), ("due", due), ("settled", settled)):
            if when is not None and when.was_ambiguous:
                fields.remark(field, "chosen_time", zone=self._mapping.time.zone_name)


def _is_before(first: When, second: When) -> bool:
    if first.at is not None and second.at is not None:
        return first.at < second.at
    return first.day < second.day


def _comparable(received: When, due: When | None, settled: When | None) -> tuple[When, When | None, When | None]:
    """Moments only where each time has one; otherwise the case is judged by days and has no moments at all."""
    told = [when for when in (received, due, settled) if when is not None]
    if all(when.at is not None for when in told):
        return received, due, settled
    return When(received.day), due and When(due.day), settled and When(settled.day)
