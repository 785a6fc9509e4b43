"""Importing responses: the rows and the seal that stands for them in the record, in the transaction of the caller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from imports.errors import ImportRefused
from kernel.clock import Clock
from kernel.ids import new_id
from kernel.permissions import Actor
from office.importing import Departments
from surveys.actions import Rows, VersionFrozen, publish, rows_of, seal_responses
from surveys.importing.mapping import SurveyMapping
from surveys.importing.rows import ImportedResponse
from surveys.models import Answer, Response
from surveys.rules.submission import ResponseTyped, checked_answers

MODE = "import"

_INSERT = insert(Response).execution_options(render_nulls=True)
"""Writes None as NULL; otherwise rows with different empty fields would each need a statement of their own."""
_INSERT_ANSWERS = insert(Answer).execution_options(render_nulls=True)


@dataclass(frozen=True)
class ResponsesImported:
    """A batch of responses is stored and sealed."""

    taken: tuple[ImportedResponse, ...]
    known: int
    """Responses that were there before this import."""
    again: tuple[ImportedResponse, ...]
    """Responses whose number this very import had taken already."""


class ResponseImport:
    """One run over one source: publishes the mapping's questionnaire version if it is new, then takes batches."""

    def __init__(self, session: Session, clock: Clock, actor: Actor, mapping: SurveyMapping) -> None:
        self._session, self._clock, self._actor, self._mapping = session, clock, actor, mapping
        self.departments = Departments(session, clock, actor, mapping.departments)
        self._taken: set[str] = set()
        try:
            self._version_id = publish(session, clock, actor, mapping.definition).version_id
        except VersionFrozen as frozen:
            raise ImportRefused(code=frozen.code, version=mapping.definition.version) from frozen

    def import_responses(self, responses: Sequence[ImportedResponse]) -> ResponsesImported:
        """Store new responses and seal them; those already there are left as they are.

        The same (source, number) is the same response for ever, so importing twice adds nothing.
        """
        before = self._numbers_there(responses)
        fresh: dict[str, ImportedResponse] = {}
        again = []
        known = 0
        for response in responses:
            if response.number in fresh or response.number in self._taken:
                again.append(response)
            elif response.number in before:
                known += 1
            else:
                fresh[response.number] = response
        self._store(list(fresh.values()))
        self._taken |= fresh.keys()
        return ResponsesImported(tuple(fresh.values()), known, tuple(again))

    def _numbers_there(self, responses: Sequence[ImportedResponse]) -> set[str | None]:
        query = select(Response.external_number).where(
            Response.source == self._mapping.name,
            Response.external_number.in_({response.number for response in responses}),
        )
        return set(self._session.scalars(query))

    def _store(self, fresh: list[ImportedResponse]) -> None:
        if not fresh:
            return
        rows = [self._rows(response) for response in fresh]
        self._session.flush()
        self._session.execute(_INSERT, [row.response for row in rows])
        self._session.execute(_INSERT_ANSWERS, [answer for row in rows for answer in row.answers])
        while seal_responses(self._session, self._clock, self._actor) is not None:
            pass

    def _rows(self, response: ImportedResponse) -> Rows:
        typed = ResponseTyped(
            submission_id=new_id(),
            version_id=self._version_id,
            mode=MODE,
            language=response.language,
            answers=response.answers,
            department_id=self.departments.id_of(response.department, response.received_on),
        )
        given = checked_answers(self._mapping.definition, response.answers)
        source, number = self._mapping.name, response.number
        return rows_of(typed, given, response.received_at, source=source, external_number=number)
