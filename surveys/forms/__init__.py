"""The survey as a form, made from the definition of its version, and what was typed into it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import ValidationError

from kernel.ids import new_id
from surveys.queries import OpenVersion, Place
from surveys.rules.definition import Question
from surveys.rules.kinds import NoSuchOption
from surveys.rules.submission import ResponseTyped
from web.forms import Form

Departments = Sequence[tuple[uuid.UUID, str]]


class RateForm(Form):
    """The parts every survey has; the questions are added by ``rate_form``."""

    submission_id = HiddenField()
    version_id = HiddenField()
    at = HiddenField()
    department = SelectField(_l("Którego wydziału dotyczy ocena?"), validate_choice=True)

    def questions(self) -> list[tuple[Question, Any]]:
        """The questions with their fields, in order."""
        return [(question, self[question.key]) for question in self.version.definition.questions]

    version: OpenVersion
    """The version this form asks."""

    def typed(self, mode: str, language: str, place: Place | None) -> ResponseTyped:
        """The filled form; the place of a QR code counts more than a chosen department."""
        chosen = None if place else self.department.data
        return ResponseTyped(
            submission_id=read_id(self.submission_id.data) or new_id(),
            version_id=self.version.id,
            mode=mode,
            language=language,
            answers={question.key: field.data for question, field in self.questions() if field.data},
            department_id=place.department_id if place else read_id(chosen),
            service_id=place.service_id if place else None,
            desk_id=place.desk_id if place else None,
        )


class AnAnswer:
    """One of the question's options, or nothing where the question may be skipped."""

    def __init__(self, question: Question) -> None:
        self.question = question

    def __call__(self, _form: Form, field: RadioField) -> None:
        if not field.data:
            if self.question.required:
                raise ValidationError(_l("Proszę wybrać jedną odpowiedź. Tylko to pytanie jest konieczne."))
            return
        try:
            self.question.kind.read(self.question.options, field.data)
        except NoSuchOption:
            raise ValidationError(_l("Takiej odpowiedzi nie ma. Proszę wybrać jedną z widocznych.")) from None


def rate_form(version: OpenVersion, language: str, departments: Departments | None) -> RateForm:
    """The form of a version in a language, holding what the request brought, or a fresh submission id.

    ``departments`` to choose from; None where a QR code already says which one it is.
    """
    fields = {question.key: _field(question, language) for question in version.definition.questions}
    made: type[RateForm] = type("RateFormOfVersion", (RateForm,), {**fields, "version": version})
    form = made(data={"submission_id": str(new_id())})
    form.version_id.data = str(version.id)
    if departments is None:
        del form.department
        return form
    unknown = ("", _l("Nie wiem albo wolę nie podawać"))
    form.department.choices = [unknown, *((str(key), name) for key, name in departments)]
    form.department.data = form.department.data or ""
    return form


def read_id(text: str | None) -> uuid.UUID | None:
    """The id somebody's form carries, None when it is none."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def _field(question: Question, language: str) -> RadioField:
    choices = [(option.code, option.text[language]) for option in question.options]
    return RadioField(question.text[language], [AnAnswer(question)], choices=choices, validate_choice=False)
