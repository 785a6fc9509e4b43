"""What is typed from paper: a batch, one key a question, and what holds where two entries differ."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.validators import ValidationError

from kernel.ids import new_id
from office.forms.records import today
from surveys.actions.paper import BatchTyped
from surveys.forms import read_id
from surveys.rules.definition import Question
from surveys.rules.paper import NoSuchKey, code_of, key_of
from web.dayfield import DayField
from web.forms import Form, Needed

Choices = Sequence[tuple[uuid.UUID, str, str]]

NOT_IN_LIST: Final = _l("Nie ma takiej pozycji na liście. Proszę wybrać z listy.")


class BatchForm(Form):
    """Desk, service and day of a batch."""

    desk = SelectField(_l("Stanowisko"), [Needed(_l("Proszę wybrać stanowisko."))], validate_choice=False)
    service = SelectField(_l("Usługa"), validate_choice=False)
    visited_on = DayField(
        _l("Dzień wizyt"),
        [Needed(_l("Brak dnia. Proszę podać dzień, w którym wypełniono te formularze."))],
        default=today,
    )

    def offer(self, desks: Choices, services: Choices) -> None:
        """What there is to choose from."""
        self.desk.choices = [("", _l("wybierz")), *((str(key), f"{name}, {where}") for key, name, where in desks)]
        self.service.choices = [
            ("", _l("ta, którą prowadzi stanowisko")),
            *((str(key), f"{name}, {where}") for key, name, where in services),
        ]

    def validate_desk(self, field: SelectField) -> None:
        """One of the list."""
        if field.data and field.data not in {value for value, _label in field.choices}:
            raise ValidationError(NOT_IN_LIST)

    def validate_service(self, field: SelectField) -> None:
        """One of the list, or none."""
        if (field.data or "") not in {value for value, _label in field.choices}:
            raise ValidationError(NOT_IN_LIST)

    def typed(self) -> BatchTyped:
        """The typed batch; only of a form that is valid."""
        return BatchTyped(uuid.UUID(self.desk.data), self.visited_on.data, read_id(self.service.data))


class KeysForm(Form):
    """One box a question, for one key each."""

    submission_id = HiddenField()

    paper_questions: Sequence[Question]
    """The questions on the paper, in order."""

    def boxes(self) -> list[tuple[Question, Any]]:
        """The questions with their boxes."""
        return [(question, self[question.key]) for question in self.paper_questions]

    def keys(self) -> dict[str, str]:
        """Question to the key that was typed."""
        return {question.key: (field.data or "").strip() for question, field in self.boxes()}

    def submission(self) -> uuid.UUID:
        """The id of this form, fresh when the request brought none."""
        return read_id(self.submission_id.data) or new_id()


class _Key:
    """A key that stands for an answer, or none where the question may be skipped."""

    def __init__(self, question: Question) -> None:
        self.question = question

    def __call__(self, _form: Form, field: StringField) -> None:
        try:
            code = code_of(self.question, (field.data or "").strip())
        except NoSuchKey:
            most = len(self.question.options)
            raise ValidationError(_l("Proszę wpisać cyfrę od 1 do %(most)s albo 0.", most=most)) from None
        if self.question.required and not code:
            raise ValidationError(
                _l("To pytanie jest konieczne. Formularz bez odpowiedzi na nie proszę odłożyć i nie wpisywać.")
            )


def keys_form(questions: Sequence[Question], language: str) -> KeysForm:
    """The boxes of a questionnaire, holding what the request brought, or a fresh submission id."""
    fields = {question.key: StringField(question.text[language], [_Key(question)]) for question in questions}
    made: type[KeysForm] = type("KeysFormOfVersion", (KeysForm,), {**fields, "paper_questions": questions})
    return made(data={"submission_id": str(new_id())})


class ResolveForm(Form):
    """For each question that differs, which of the two answers stands on the paper."""

    asked: Sequence[str]
    """The questions that differ."""

    def right(self) -> dict[str, str]:
        """Question to the code that is right; SKIPPED_CODE stands for no answer."""
        return {key: "" if self[key].data == SKIPPED_CODE else self[key].data for key in self.asked}


SKIPPED_CODE: Final = "-"
"""A radio button needs a value even for "no answer"."""


def resolve_form(
    questions: Sequence[Question], differs: Sequence[str], first: dict[str, str], second: dict[str, str], language: str
) -> ResolveForm:
    """The choice between two entries of a form."""
    by_key = {question.key: question for question in questions}
    fields = {
        key: RadioField(
            by_key[key].text[language],
            [Needed(_l("Proszę zaznaczyć, co jest na kartce."))],
            choices=[_choice(by_key[key], entry.get(key, ""), language) for entry in (first, second)],
        )
        for key in differs
    }
    made: type[ResolveForm] = type("ResolveFormOfVersion", (ResolveForm,), {**fields, "asked": tuple(differs)})
    return made()


def _choice(question: Question, code: str, language: str) -> tuple[str, Any]:
    if not code:
        return SKIPPED_CODE, _l("brak odpowiedzi")
    text = next(option.text[language] for option in question.options if option.code == code)
    return code, f"{key_of(question, code)} – {text}"
