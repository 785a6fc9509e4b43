"""A questionnaire's wording, frozen: questions, options and texts of one version. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from surveys.rules.kinds import KINDS, Kind, Option

LANGUAGES: Final = ("pl", "en", "uk")
"""Every text of a questionnaire stands in all of these."""

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Condition:
    """A question is asked only after one of these answers to an earlier one."""

    question: str
    codes: frozenset[str]


@dataclass(frozen=True)
class Question:
    """One question. ``required``: where it is asked, there is no response without an answer to it.

    ``is_tiles``: asked on a tablet of one tap only, after its first question.
    """

    key: str
    kind: Kind
    required: bool
    text: Texts
    options: tuple[Option, ...]
    show_if: Condition | None = None
    is_tiles: bool = False


@dataclass(frozen=True, eq=False)
class Definition:
    """All of one version. ``content`` is what is stored and hashed.

    A wording never changes, so what is made of one (a form, a drawing) is kept with the object; two are never compared.
    """

    key: str
    version: int
    title: Texts
    questions: tuple[Question, ...]
    content: dict[str, Any]

    @cached_property
    def by_key(self) -> dict[str, Question]:
        """Its questions by their keys."""
        return {question.key: question for question in self.questions}

    @classmethod
    def read(cls, content: dict[str, Any]) -> Definition:
        """The definition of its stored content. Raises ValueError when something is missing or stands twice."""
        questions = tuple(_question(row) for row in content["questions"])
        _check_once("question", [question.key for question in questions])
        _check_texts(content["title"])
        _check_conditions(questions)
        return cls(content["key"], content["version"], content["title"], questions, content)


def _question(row: dict[str, Any]) -> Question:
    options = tuple(Option(option["code"], option["value"], option["text"]) for option in row["options"])
    kind = KINDS[row["kind"]]
    if options or kind.has_options:
        _check_once(f"option of {row['key']}", [option.code for option in options])
    for texts in (row["text"], *(option.text for option in options)):
        _check_texts(texts)
    wanted = row.get("show_if")
    condition = Condition(wanted["question"], frozenset(wanted["codes"])) if wanted else None
    return Question(row["key"], kind, row["required"], row["text"], options, condition, row.get("tiles", False))


def _check_conditions(questions: tuple[Question, ...]) -> None:
    earlier: dict[str, set[str]] = {}
    for question in questions:
        wanted = question.show_if
        if wanted and not (wanted.codes and wanted.codes <= earlier.get(wanted.question, set())):
            raise ValueError(f"{question.key} hangs on an answer no earlier question has")
        earlier[question.key] = {option.code for option in question.options}


def _check_once(what: str, keys: list[str]) -> None:
    if not keys or len(set(keys)) != len(keys):
        raise ValueError(f"every {what} needs a key of its own, not {keys}")


def _check_texts(texts: Texts) -> None:
    missing = [lang for lang in LANGUAGES if not texts.get(lang)]
    if missing:
        raise ValueError(f"a text is missing in {', '.join(missing)}: {dict(texts)}")
