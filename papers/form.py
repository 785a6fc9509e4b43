"""A questionnaire on paper: a box with its sign beside every answer, so that whoever types it types the sign."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from papers.setting import drawn
from papers.text import line, words


@dataclass(frozen=True)
class FormQuestion:
    """A question: ``note`` below it, ``options`` as (sign, text); none: empty lines to write on.

    ``is_row``: short answers side by side, as on a scale.
    """

    text: str
    options: tuple[tuple[str, str], ...]
    note: str = ""
    is_row: bool = False


@dataclass(frozen=True)
class FormFacts:
    """All that stands on the form. ``number``: the words beside the box for its number; ``version``: in the foot of
    every page. ``crest``: a PNG.
    """

    office: str
    title: str
    intro: str
    number: str
    version: str
    questions: tuple[FormQuestion, ...]
    thanks: str
    made_at: dt.datetime
    lang: str = "pl"
    crest: bytes = b""
    crest_alt: str = ""


def render_form(facts: FormFacts) -> bytes:
    """The form as PDF/UA-1 on A4; the same facts always give the same bytes."""
    lang = facts.lang
    data: dict[str, Any] = {
        "lang": lang,
        "title": words(facts.title),
        "office": line(facts.office, lang),
        "intro": line(facts.intro, lang),
        "number": line(facts.number, lang),
        "version": line(facts.version, lang),
        "thanks": line(facts.thanks, lang),
        "crest_alt": words(facts.crest_alt),
        "questions": [
            {
                "text": line(question.text, lang),
                "note": line(question.note, lang),
                "is_row": question.is_row,
                "options": [{"key": words(key), "text": line(text, lang)} for key, text in question.options],
            }
            for question in facts.questions
        ],
    }
    return drawn("form", data, facts.made_at, facts.crest)
