"""What a mapping for survey answers says, checked when it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from imports.errors import BadMapping
from imports.mapping import FileShape, TimeShape, load_mapping, read_file_shape, read_name, read_time_shape
from imports.sections import Section
from office.importing import DepartmentPlan, read_department_plan
from surveys.rules.definition import LANGUAGES, Definition
from surveys.rules.kinds import NOT_APPLICABLE

SHIPPED: Final = Path(__file__).parent / "mappings"
"""The mappings that come with the product."""

COLUMNS: Final = ("number", "received", "department", "language")
"""Fields of a response that can have a column. Without a number column its content is its number."""

LONGEST_KEY: Final = 40
"""Characters of a questionnaire's or a question's key."""

IMPORTED_KINDS: Final = ("five_point", "one_of")
"""Kinds whose answers a mapping can name one by one."""


@dataclass(frozen=True)
class Scale:
    """How the values of some columns are to be read: foreign value -> code of an option; what means "no answer"."""

    kind: str
    codes: Mapping[str, str]
    labels: Mapping[str, str]
    """Option code -> what it is called."""
    skipped: frozenset[str]


@dataclass(frozen=True)
class SurveyMapping:
    """A mapping for answers. ``name`` is the source its responses are known by for ever."""

    name: str
    title: str
    language: str
    file: FileShape
    time: TimeShape
    columns: Mapping[str, str]
    received_on: dt.date | None
    """The day of all responses, where the file has no column for it."""
    questions: Mapping[str, Scale]
    """Column (which is also the question's key) -> scale."""
    definition: Definition
    departments: DepartmentPlan

    @property
    def needed_columns(self) -> tuple[str, ...]:
        """Every column the file must have."""
        return (*self.columns.values(), *self.questions)


def load_survey_mapping(name_or_path: str) -> SurveyMapping:
    """A shipped mapping by name or one's own by its file. Raises BadMapping, which names the key and what is wrong."""
    return read_survey_mapping(load_mapping(name_or_path, SHIPPED))


def read_survey_mapping(section: Section) -> SurveyMapping:
    """The mapping in an open TOML file."""
    parts = {key: section.section(key) for key in ("file", "time", "response", "questionnaire", "departments")}
    name, title = read_name(section), section.text("title")
    language = section.one_of("language", LANGUAGES, "pl")
    scales, texts = section.sections("scales"), section.pairs("texts")
    section.finish()
    columns, received_on = _response(parts["response"])
    questions = _questions(scales)
    for column in texts.keys() - questions.keys():
        raise BadMapping(code="no_such_question", where="texts", value=column)
    return SurveyMapping(
        name=name,
        title=title,
        language=language,
        file=read_file_shape(parts["file"]),
        time=read_time_shape(parts["time"]),
        columns=columns,
        received_on=received_on,
        questions=questions,
        definition=_definition(parts["questionnaire"], questions, texts),
        departments=read_department_plan(parts["departments"]),
    )


def _response(section: Section) -> tuple[dict[str, str], dt.date | None]:
    columns = {field: name for field in COLUMNS if (name := section.optional_text(field))}
    received_on = section.day("received_on")
    section.finish()
    if "received" in columns and received_on is not None:
        raise BadMapping(code="column_and_fixed", where=section.where("received"))
    if "received" not in columns and received_on is None:
        raise BadMapping(code="key_missing", where=section.where("received"))
    return columns, received_on


def _questions(scales: Sequence[Section]) -> dict[str, Scale]:
    questions: dict[str, Scale] = {}
    for inner in scales:
        scale, columns = _scale(inner)
        for column in columns:
            if column in questions or len(column) > LONGEST_KEY:
                raise BadMapping(code="question_twice", where=inner.where("columns"), value=column)
            questions[column] = scale
    if not questions:
        raise BadMapping(code="no_questions", where="scales")
    return questions


def _scale(section: Section) -> tuple[Scale, tuple[str, ...]]:
    kind = section.one_of("kind", IMPORTED_KINDS, "five_point")
    columns = section.texts("columns")
    codes = section.pairs("values")
    labels = section.pairs("labels")
    not_applicable = (*section.texts("dont_know"), *section.texts("not_applicable"))
    skipped = frozenset(section.texts("skipped"))
    section.finish()
    for foreign, code in codes.items():
        if kind == "five_point" and code not in ("1", "2", "3", "4", "5"):
            where = f"{section.where('values')}.{foreign}"
            raise BadMapping(code="not_allowed", where=where, value=code, allowed="1, 2, 3, 4, 5")
    if not codes:
        raise BadMapping(code="key_missing", where=section.where("values"))
    return Scale(kind, codes | dict.fromkeys(not_applicable, NOT_APPLICABLE), labels, skipped), columns


def _definition(section: Section, questions: Mapping[str, Scale], texts: Mapping[str, str]) -> Definition:
    key, version, title = section.text("key"), section.integer("version"), section.text("title")
    section.finish()
    if len(key) > LONGEST_KEY:
        raise BadMapping(code="not_allowed", where=section.where("key"), value=key, allowed=f"1-{LONGEST_KEY}")
    content = {
        "key": key,
        "version": version,
        "title": _in_all_languages(title),
        "questions": [_question(column, scale, texts.get(column, column)) for column, scale in questions.items()],
    }
    return Definition.read(content)


def _question(column: str, scale: Scale, text: str) -> dict[str, Any]:
    codes = sorted(set(scale.codes.values()), key=lambda code: (code == NOT_APPLICABLE, code))
    return {
        "key": column,
        "kind": scale.kind,
        "required": False,
        "text": _in_all_languages(text),
        "options": [_option(scale, code) for code in codes],
    }


def _option(scale: Scale, code: str) -> dict[str, Any]:
    value = int(code) if scale.kind == "five_point" and code != NOT_APPLICABLE else None
    return {"code": code, "value": value, "text": _in_all_languages(scale.labels.get(code, code))}


def _in_all_languages(text: str) -> dict[str, str]:
    """Foreign words stay as they are: nobody was ever asked in another language."""
    return dict.fromkeys(LANGUAGES, text)
