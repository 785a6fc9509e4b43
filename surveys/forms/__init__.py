"""The survey as a form, made from the definition of its version, and what was typed into it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from kernel.ids import new_id
from surveys.queries import OpenVersion, Place
from surveys.rules.definition import Definition, Question
from surveys.rules.kinds import JOINT, BadText, NoSuchOption
from surveys.rules.submission import ResponseTyped, asked, offered
from web.boxes import BoxesField
from web.forms import Form, tidy

Departments = Sequence[tuple[uuid.UUID, str]]


class RateForm(Form):
    """The parts every survey has; the questions are added by ``rate_form``."""

    submission_id = HiddenField()
    version_id = HiddenField()
    at = HiddenField()
    website = StringField(_l("Proszę zostawić to pole puste"))
    department = SelectField(_l("Którego wydziału dotyczy ocena?"), validate_choice=True)

    def questions(self) -> list[tuple[Question, Any]]:
        """The questions with their fields, in order."""
        return [(question, self[question.key]) for question in self.asks]

    @cached_property
    def given(self) -> dict[str, str]:
        """All that was chosen or written, asked for or not; several ticked options as one text."""
        found = {question.key: field.data for question, field in self.questions() if field.data}
        return {key: JOINT.join(data) if isinstance(data, list) else tidy(data) for key, data in found.items()}

    @cached_property
    def asked(self) -> dict[str, Question]:
        """The questions that are asked after the answers before them, by key."""
        return {question.key: question for question in asked(self.version.definition, self.given)}

    def answers(self) -> dict[str, str]:
        """What was given to the questions that are asked; the rest is dropped."""
        return {key: self.given[key] for key in self.asked if self.given.get(key)}

    def offer(self, departments: Departments) -> None:
        """Give the departments to choose from."""
        unknown = ("", _l("Nie wiem albo wolę nie podawać"))
        self.department.choices = [unknown, *((str(key), name) for key, name in departments)]

    version: OpenVersion
    """The version this form asks."""

    asks: tuple[Question, ...]
    """The questions of it that have fields here."""

    def typed(self, mode: str, language: str, place: Place | None) -> ResponseTyped:
        """The filled form; the place of a QR code counts more than a chosen department."""
        chosen = None if place else self.department.data
        return ResponseTyped(
            submission_id=read_id(self.submission_id.data) or new_id(),
            version_id=self.version.id,
            mode=mode,
            language=language,
            answers=self.answers(),
            department_id=place.department_id if place else read_id(chosen),
            service_id=place.service_id if place else None,
            desk_id=place.desk_id if place else None,
        )


class AnAnswer:
    """One of the question's options, or nothing where the question may be skipped."""

    def __init__(self, question: Question) -> None:
        self.question = question

    def __call__(self, form: RateForm, _field: Any) -> None:
        key = self.question.key
        if key not in form.asked:
            return
        if not form.given.get(key):
            if self.question.required:
                raise ValidationError(needed(form.version.definition))
            return
        try:
            self.question.kind.read(self.question.options, form.given[key])
        except NoSuchOption:
            raise ValidationError(_l("Takiej odpowiedzi nie ma. Proszę wybrać jedną z widocznych.")) from None
        except BadText as bad:
            sentence = _l("Odpowiedź ma %(length)s znaków, a zmieści się %(limit)s. Proszę ją skrócić.", **bad.facts)
            raise ValidationError(sentence) from None


def needed(definition: Definition) -> Any:
    """The sentence beside a question that has to be answered."""
    if sum(question.required for question in definition.questions) == 1:
        return _l("Proszę wybrać jedną odpowiedź. Tylko to pytanie jest konieczne.")
    return _l("Na to pytanie prosimy odpowiedzieć.")


def rate_form(
    version: OpenVersion,
    language: str,
    departments: Departments | None,
    *,
    with_tiles: bool = False,
) -> RateForm:
    """The form of a version in a language, holding what the request brought, or a fresh submission id.

    ``departments`` to choose from; None where a QR code already says which one it is. ``with_tiles``: also what only
    tablets of one tap ask, to be looked at.
    """
    form = _form_of(version.definition, language, with_tiles=with_tiles)(data={"submission_id": str(new_id())})
    form.version = version
    form.version_id.data = str(version.id)
    if departments is None:
        del form.department
        return form
    form.offer(departments)
    form.department.data = form.department.data or ""
    return form


@lru_cache(maxsize=96)
def _form_of(definition: Definition, language: str, *, with_tiles: bool) -> type[RateForm]:
    """The form of a wording in a language: made once, for making a class takes longer than filling it in."""
    asks = definition.questions if with_tiles else offered(definition, "web")
    return type("RateFormOfVersion", (RateForm,), {**{row.key: _field(row, language) for row in asks}, "asks": asks})


def read_id(text: str | None) -> uuid.UUID | None:
    """The id somebody's form carries, None when it is none."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def _field(question: Question, language: str) -> Any:
    choices = [(option.code, option.text[language]) for option in question.options]
    if not question.kind.has_options:
        return TextAreaField(question.text[language], [AnAnswer(question)])
    if question.kind.control == "boxes":
        return BoxesField(question.text[language], [AnAnswer(question)], choices=choices, validate_choice=False)
    return RadioField(question.text[language], [AnAnswer(question)], choices=choices, validate_choice=False)
