"""Changing the content of a draft: pure functions from one content to the next, and what is still missing in it."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kernel.errors import RuleBroken
from surveys.rules.definition import LANGUAGES, Definition, Question
from surveys.rules.kinds import KINDS, NOT_APPLICABLE, Kind, Several

Content = dict[str, Any]

MOST_QUESTIONS: Final = 20
"""Questions of one questionnaire. Ours: SATYS-7 takes half a minute; three times as many is more than anybody gives."""


class BadDraft(RuleBroken):
    """A change that a draft cannot take. ``code``: no_such_question, too_many_questions, needed_by, no_such_answer."""

    code = "bad_draft"


@dataclass(frozen=True)
class Fault:
    """What keeps a draft from being approved: a stable word and the question it is about ("": the whole)."""

    code: str
    question: str = ""


@dataclass(frozen=True)
class QuestionTyped:
    """A question as somebody describes it. ``options``: texts by language, one for each code of the kind or choice."""

    kind: str
    text: Mapping[str, str]
    required: bool = False
    options: Sequence[Mapping[str, str]] = ()
    not_applicable: bool = False
    show_question: str = ""
    show_codes: tuple[str, ...] = ()
    is_tiles: bool = False


NOT_APPLICABLE_TEXT: Final = {"pl": "Nie dotyczy", "en": "Does not apply", "uk": "Не стосується"}
"""The words of "does not apply". Source: SATYS-7."""


_QUALITY: Final = (
    {"pl": "Bardzo źle", "en": "Very bad", "uk": "Дуже погано"},
    {"pl": "Źle", "en": "Bad", "uk": "Погано"},
    {"pl": "Średnio", "en": "Fair", "uk": "Середньо"},
    {"pl": "Dobrze", "en": "Good", "uk": "Добре"},
    {"pl": "Bardzo dobrze", "en": "Very good", "uk": "Дуже добре"},
)
_OUTCOME: Final = (
    {"pl": "Tak", "en": "Yes", "uk": "Так"},
    {"pl": "Jest w toku", "en": "It is in progress", "uk": "Ще розглядається"},
    {"pl": "Nie", "en": "No", "uk": "Ні"},
)
STANDARD: Final[dict[str, Sequence[Mapping[str, str]]]] = {
    "five_point": _QUALITY,
    "faces": _QUALITY,
    "outcome": _OUTCOME,
    "zero_to_ten": tuple(dict.fromkeys(LANGUAGES, str(value)) for value in range(11)),
}
"""Words of answers where somebody writes none. Source: SATYS-7; a test holds them to it."""


def begun(key: str, version: int, title: Mapping[str, str]) -> Content:
    """A draft without questions."""
    return {"key": key, "version": version, "title": _texts(title), "questions": []}


def copied(content: Content, version: int) -> Content:
    """The same wording as a draft under the next number."""
    return {**copy.deepcopy(content), "version": version}


def titled(content: Content, title: Mapping[str, str]) -> Content:
    """The draft under another title."""
    return {**content, "title": _texts(title)}


def with_question(content: Content, key: str | None, typed: QuestionTyped) -> Content:
    """The draft with a question written anew, or with one more at its end (key None). Raises BadDraft."""
    rows = list(content["questions"])
    at = len(rows) if key is None else _place(rows, key)
    if at == MOST_QUESTIONS:
        raise BadDraft(code="too_many_questions", limit=MOST_QUESTIONS)
    row = _row(key or _free_key(rows), typed, rows[:at])
    return _checked({**content, "questions": [*rows[:at], row, *rows[at + 1 :]]})


def without_question(content: Content, key: str) -> Content:
    """The draft without a question. Raises BadDraft when a later one hangs on it."""
    at = _place(content["questions"], key)
    return _checked({**content, "questions": [*content["questions"][:at], *content["questions"][at + 1 :]]})


def moved(content: Content, key: str, by: int) -> Content:
    """The draft with a question one place up (-1) or down (1); at the end it stays. Raises BadDraft as above."""
    rows = list(content["questions"])
    at = _place(rows, key)
    to = at + by
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
    return _checked({**content, "questions": rows})


def faults(content: Content) -> list[Fault]:
    """Everything that keeps a draft from being approved; nothing: it can be."""
    found = [Fault("title_missing")] if _gaps(content["title"]) else []
    rows = content["questions"]
    if not rows:
        return [*found, Fault("no_questions")]
    found += [Fault("translation_missing", row["key"]) for row in rows if _has_gaps(row)]
    if not found:
        found = _faults_of(Definition.read(content))
    return found


def _faults_of(definition: Definition) -> list[Fault]:
    first = definition.questions[0]
    found = [Fault("first_not_required", first.key)] if not first.required or first.kind.on_own_device_only else []
    for question in definition.questions:
        why = question.kind.fault(question.options)
        if why:
            found.append(Fault(why, question.key))
        elif question.is_tiles and not _is_tiles(question, first):
            found.append(Fault("bad_tiles", question.key))
    return found


def _is_tiles(question: Question, first: Question) -> bool:
    """Whether a question can stand on the screen after one tap: several choices, none needed, after the first only."""
    hangs_on_first = question.show_if is None or question.show_if.question == first.key
    return isinstance(question.kind, Several) and not question.required and hangs_on_first


def _gaps(texts: Mapping[str, str]) -> list[str]:
    return [lang for lang in LANGUAGES if not texts.get(lang, "").strip()]


def _has_gaps(row: Content) -> bool:
    return any(_gaps(texts) for texts in (row["text"], *(option["text"] for option in row["options"])))


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {lang: texts.get(lang, "").strip() for lang in LANGUAGES}


def _place(rows: Sequence[Content], key: str) -> int:
    for at, row in enumerate(rows):
        if row["key"] == key:
            return at
    raise BadDraft(code="no_such_question")


def _free_key(rows: Sequence[Content]) -> str:
    taken = {row["key"] for row in rows}
    return next(f"q{number}" for number in range(1, len(rows) + 2) if f"q{number}" not in taken)


def _row(key: str, typed: QuestionTyped, earlier: Sequence[Content]) -> Content:
    kind = KINDS[typed.kind]
    row = {
        "key": key,
        "kind": kind.name,
        "required": typed.required,
        "text": _texts(typed.text),
        "options": _options(kind, typed),
    }
    if typed.is_tiles:
        row["tiles"] = True
    if typed.show_question:
        row["show_if"] = {"question": typed.show_question, "codes": sorted(typed.show_codes)}
        _check_condition(row, earlier, "show_codes")
    return row


def _options(kind: Kind, typed: QuestionTyped) -> list[Content]:
    if not kind.has_options:
        return []
    texts = [_texts(option) for option in typed.options or STANDARD.get(kind.name, ())]
    rows = [
        {"code": code, "value": int(code) if kind.is_scale else None, "text": text}
        for code, text in zip(kind.codes or "abcdefghij", texts, strict=False)
    ]
    if typed.not_applicable:
        rows.append({"code": NOT_APPLICABLE, "value": None, "text": dict(NOT_APPLICABLE_TEXT)})
    return rows


def _checked(content: Content) -> Content:
    """Every condition still points at an answer of an earlier question."""
    for at, row in enumerate(content["questions"]):
        if "show_if" in row:
            _check_condition(row, content["questions"][:at])
    return content


def _check_condition(row: Content, earlier: Sequence[Content], field: str | None = None) -> None:
    wanted = row["show_if"]
    found = next((one for one in earlier if one["key"] == wanted["question"]), None)
    known = {option["code"] for option in found["options"]} if found else set()
    if not wanted["codes"] or not set(wanted["codes"]) <= known:
        raise BadDraft(code="no_such_answer" if field else "needed_by", field=field, question=row["key"])
