"""What is typed from paper: a batch, a key or words a question, and what holds where two entries differ."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from kernel.ids import new_id
from office.forms.records import today
from surveys.actions.paper import BatchTyped
from surveys.forms import read_id
from surveys.rules.definition import Definition, Question
from surveys.rules.kinds import BadText
from surveys.rules.paper import (
    MODE,
    NoSuchKey,
    code_of,
    differing,
    entry_of,
    key_of,
    keyed,
    keys_of,
    words_in,
)
from surveys.rules.submission import asked
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
    """One box a question, for a key or two, or for words."""

    submission_id = HiddenField()

    definition: Definition
    """The questionnaire on the paper."""

    def boxes(self) -> list[tuple[Question, Any]]:
        """The questions with their boxes, in the order of the paper."""
        return [(question, self[question.key]) for question in keyed(self.definition)]

    def keys(self) -> dict[str, str]:
        """Question to what was typed."""
        return {question.key: (field.data or "").strip() for question, field in self.boxes()}

    def submission(self) -> uuid.UUID:
        """The id of this form, fresh when the request brought none."""
        return read_id(self.submission_id.data) or new_id()


class _Key:
    """What stands for an answer, or nothing where the question may be skipped."""

    def __init__(self, question: Question) -> None:
        self.question = question

    def __call__(self, form: KeysForm, field: Field) -> None:
        try:
            code = code_of(self.question, field.data or "")
        except BadText as bad:
            raise ValidationError(_l("To ma %(length)s znaków, a zmieści się %(limit)s.", **bad.facts)) from None
        except NoSuchKey:
            raise ValidationError(wrong_key(self.question)) from None
        if self.question.required and not code and self.question in asked(form.definition, _read(form), MODE):
            raise ValidationError(
                _l("To pytanie jest konieczne. Formularz bez odpowiedzi na nie proszę odłożyć i nie wpisywać.")
            )


def wrong_key(question: Question) -> Any:
    """What could be typed instead."""
    keys, how = [key for key, _option in keys_of(question)], entry_of(question)
    if how == "number":
        return _l("Proszę wpisać liczbę od 0 do 10 albo zostawić puste.")
    if how == "several":
        some = "".join(keys[:2])
        return _l("Proszę wpisać kolejno znaki zaznaczonych odpowiedzi, na przykład %(keys)s, albo 0.", keys=some)
    return _l("Proszę wpisać jeden znak od %(first)s do %(last)s albo 0.", first=keys[0], last=keys[-1])


def _read(form: KeysForm) -> dict[str, str]:
    """The answers as far as they can be read: what conditions of other questions look at."""
    found = {}
    for question, field in form.boxes():
        with suppress(NoSuchKey, BadText):
            found[question.key] = code_of(question, field.data or "")
    return found


def keys_form(definition: Definition, language: str) -> KeysForm:
    """The boxes of a questionnaire, holding what the request brought, or a fresh submission id."""
    fields = {
        question.key: (TextAreaField if entry_of(question) == "words" else StringField)(
            question.text[language], [_Key(question)]
        )
        for question in keyed(definition)
    }
    made: type[KeysForm] = type("KeysFormOfVersion", (KeysForm,), {**fields, "definition": definition})
    return made(data={"submission_id": str(new_id())})


class ResolveForm(Form):
    """For each question that differs, which of the two entries stands on the paper."""

    asked: Sequence[str]
    """The questions that differ."""

    entries: tuple[Mapping[str, str], Mapping[str, str]]
    """The answers of both."""

    def right(self) -> dict[str, str]:
        """Question to the answer that is right, empty where there is none."""
        return {key: self.entries[ENTRIES.index(self[key].data)].get(key, "") for key in self.asked}


ENTRIES: Final = ("first", "second")
"""Values of the choice."""


def resolve_form(
    definition: Definition, first: Mapping[str, str], second: Mapping[str, str], language: str
) -> ResolveForm:
    """The choice between two entries of a form."""
    differs = differing(first, second, words_in(definition))
    fields = {
        key: RadioField(
            definition.by_key[key].text[language],
            [Needed(_l("Proszę zaznaczyć, co jest na kartce."))],
            choices=[
                (name, _said(definition.by_key[key], entry.get(key, ""), language))
                for name, entry in zip(ENTRIES, (first, second), strict=True)
            ],
        )
        for key in differs
    }
    known = {"asked": tuple(differs), "entries": (first, second)}
    made: type[ResolveForm] = type("ResolveFormOfVersion", (ResolveForm,), {**fields, **known})
    return made()


def _said(question: Question, code: str, language: str) -> Any:
    """An answer in words, before it what is typed for it."""
    if not code:
        return _l("brak odpowiedzi")
    if entry_of(question) == "words":
        return code
    chosen = question.kind.chosen(code)
    texts = [option.text[language] for option in question.options if option.code in chosen]
    return f"{key_of(question, code)} – {', '.join(texts)}"
