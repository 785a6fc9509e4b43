"""From a row of the file to a typed response, or to problems that say what is wrong with it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from imports.errors import BadValue
from imports.fields import Fields
from imports.reader import Row, Table
from imports.report import Problem, Report
from imports.values import When, read_text, read_when
from surveys.importing.mapping import SurveyMapping
from surveys.rules.definition import LANGUAGES

LONGEST_NUMBER: Final = 120

NOON: Final = dt.time(12)
"""The hour given to a response whose file tells only its day: the same day in every zone of Europe."""


@dataclass(frozen=True, slots=True)
class ImportedResponse:
    """A response as the file tells it. ``answers``: question key to option code; skipped ones are left out."""

    line: int
    number: str
    received_at: dt.datetime
    received_on: dt.date
    language: str
    department: str
    answers: dict[str, str]
    remarks: tuple[Problem, ...] = ()


class ResponseReader:
    """Reads the rows of one open table. ``department`` names one here, or raises BadValue."""

    def __init__(
        self, mapping: SurveyMapping, table: Table, today: dt.date, department: Callable[[str], str], report: Report
    ) -> None:
        self._mapping, self._today, self._department = mapping, today, department
        columns = {**mapping.columns, **{column: column for column in mapping.questions}}
        self._fields = Fields(table, columns, report)
        self._alike: Counter[str] = Counter()

    def response(self, row: Row) -> ImportedResponse | None:
        """The response of a row; None where a problem cost it. An answer off its scale costs only itself."""
        fields, mapping = self._fields, self._mapping
        if not fields.turn_to(row):
            return None
        has_number = "number" in mapping.columns
        number = fields.read("number", lambda text: read_text(text, LONGEST_NUMBER), is_needed=has_number)
        received = self._received()
        department = fields.read("department", self._department)
        language = fields.read("language", _language)
        answers = self._answers()
        if not answers:
            fields.refuse("", "no_answers")
        if received is None or fields.refused():
            return None
        received_at = received.at or self._noon(received.day)
        return ImportedResponse(
            line=row.line,
            number=number or self._number_of([received_at.isoformat(), language, department, sorted(answers.items())]),
            received_at=received_at,
            received_on=received.day,
            language=language or mapping.language,
            department=department or "",
            answers=answers,
            remarks=tuple(fields.remarks),
        )

    def _number_of(self, told: object) -> str:
        """What stands for a number where the file has none: the row itself, counted where several say the same.

        So the same file, sorted or lengthened, is known again, and the file of another month is not mistaken for it.
        """
        digest = hashlib.sha256(repr(told).encode()).hexdigest()[:32]
        self._alike[digest] += 1
        return f"{digest}-{self._alike[digest]}"

    def _received(self) -> When | None:
        if self._mapping.received_on is not None:
            return When(self._mapping.received_on)
        return self._fields.read("received", self._past, is_needed=True)

    def _past(self, text: str) -> When:
        found = read_when(text, self._mapping.time)
        if found.day > self._today:
            raise BadValue(code="in_future", value=text, today=self._today)
        return found

    def _noon(self, day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, NOON, self._mapping.time.zone).astimezone(dt.UTC)

    def _answers(self) -> dict[str, str]:
        answers = {}
        for column, scale in self._mapping.questions.items():
            text = self._fields.text(column)
            if not text or text in scale.skipped:
                continue
            if text in scale.codes:
                answers[column] = scale.codes[text]
            else:
                self._fields.remark(column, "not_on_scale")
        return answers


def _language(text: str) -> str:
    if text.lower() not in LANGUAGES:
        raise BadValue(code="unknown_value", value=text, known=", ".join(LANGUAGES))
    return text.lower()
