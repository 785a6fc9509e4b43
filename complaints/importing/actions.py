"""Importing cases: the rows, their entries and nothing else, inside the transaction of the caller."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from complaints.events import ComplaintTag
from complaints.importing.mapping import CaseMapping
from complaints.importing.rows import ImportedCase
from complaints.models import Complaint
from complaints.rules.states import State
from kernel.clock import Clock
from kernel.ids import new_id
from kernel.permissions import Actor
from ledger.actions import Draft, append_many, moment_text
from office.importing import Departments

_INSERT = insert(Complaint).execution_options(render_nulls=True)
"""Writes None as NULL; otherwise rows with different empty fields would each need a statement of their own."""


@dataclass(frozen=True)
class CasesImported:
    """A batch of cases stands in the register."""

    complaint_ids: tuple[uuid.UUID, ...]
    taken: tuple[ImportedCase, ...]
    """Those cases, in the same order."""
    known: int
    """Cases that were in the register before this import."""
    again: tuple[ImportedCase, ...]
    """Cases whose number this very import had taken already."""


class CaseImport:
    """One run over one source. All its cases are registered at one moment, by which later rows know their own."""

    def __init__(self, session: Session, clock: Clock, actor: Actor, mapping: CaseMapping) -> None:
        self._session, self._clock, self._actor, self._mapping = session, clock, actor, mapping
        self.departments = Departments(session, clock, actor, mapping.departments)
        self.moment = clock.now()
        self._was_here_before = bool(
            session.scalar(
                select(func.count()).where(Complaint.source == mapping.name, Complaint.registered_at == self.moment)
            )
        )

    def import_cases(self, cases: Sequence[ImportedCase]) -> CasesImported:
        """Put new cases into the register, one entry each; cases already there are left as they are.

        The same (source, number) is the same case for ever, so importing twice adds nothing.
        """
        before = self._registered_moments(case.number for case in cases)
        fresh: dict[str, ImportedCase] = {}
        again = []
        known = 0
        for case in cases:
            if case.number in fresh or self._is_of_this_run(before.get(case.number)):
                again.append(case)
            elif case.number in before:
                known += 1
            else:
                fresh[case.number] = case
        rows = [self._row(case) for case in fresh.values()]
        if rows:
            self._session.execute(_INSERT, rows)
            append_many(self._session, self._clock, self._actor, [_draft(row) for row in rows])
        return CasesImported(tuple(row["id"] for row in rows), tuple(fresh.values()), known, tuple(again))

    def _is_of_this_run(self, registered_at: dt.datetime | None) -> bool:
        return registered_at == self.moment and not self._was_here_before

    def _registered_moments(self, numbers: Iterable[str]) -> dict[str, dt.datetime]:
        query = select(Complaint.external_number, Complaint.registered_at).where(
            Complaint.source == self._mapping.name, Complaint.external_number.in_(set(numbers))
        )
        return {row.external_number: row.registered_at for row in self._session.execute(query)}

    def _row(self, case: ImportedCase) -> dict[str, Any]:
        law = case.law
        return {
            "id": new_id(),
            "kind": case.kind.value,
            "state": (State.RECEIVED if case.settled is None else State.SETTLED).value,
            "register": self._mapping.name,
            "year": case.received.day.year,
            "number": None,
            "source": self._mapping.name,
            "external_number": case.number,
            "imported_flag": case.flag,
            "channel": case.channel,
            "language": self._mapping.language,
            "subject": case.subject,
            "department_id": self.departments.id_of(case.department, case.received.day),
            "received_on": case.received.day,
            "received_at": case.received.at,
            "registered_at": self.moment,
            "starts_on": law.term.starts_on if law else None,
            "rule_id": law.rule.id if law else None,
            "rule_version": law.rule.version if law else None,
            "raw_end_on": law.raw_end if law else None,
            "due_on": law.last_day if law else case.due and case.due.day,
            "warn_on": law.warn_on if law else None,
            "due_at": case.due and case.due.at,
            "settled_on": case.settled and case.settled.day,
            "settled_at": case.settled and case.settled.at,
            "settled_recorded_at": case.settled and self.moment,
            "outcome": case.outcome,
        }


def _draft(row: dict[str, Any]) -> Draft:
    """The entry of an imported case: recorded now, effective on the day it was received."""
    plain = ("kind", "source", "external_number", "channel", "outcome")
    data: dict[str, Any] = {key: row[key] for key in plain}
    data["department"] = str(row["department_id"]) if row["department_id"] else None
    data |= {key: row[key] and row[key].isoformat() for key in ("received_on", "due_on", "settled_on")}
    data |= {key: row[key] and moment_text(row[key]) for key in ("received_at", "due_at", "settled_at")}
    return Draft(ComplaintTag.IMPORTED, f"complaint:{row['id']}", data, row["received_on"])
