"""The second questionnaire of the sample office and what people wrote into it: reads ``voices.toml``. Pure."""

from __future__ import annotations

import datetime as dt
import tomllib
from bisect import bisect
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

from sample.shape import Span, month_before, working_day_from
from surveys.rules.drafting import QuestionTyped

FILE: Final = Path(__file__).with_name("voices.toml")
SECOND_MONTHS: Final = 5
"""It has been asked since the first working day of so many months before the sample day's."""
ASKED_AT: Final = frozenset({("KM", 1), ("ED", 0)})
"""Where it is asked: of whoever fetches a driving licence, and in the department of education."""
KNEW: Final = "abcd"
HAPPY: Final = 4
WRITES: Final = {True: 0.3, False: 0.45}
"""Part of the people who write something: of the happy ones, of the others."""


def opened_on(span: Span) -> dt.date:
    """The day the second questionnaire was published."""
    return working_day_from(month_before(span.last, SECOND_MONTHS))


def second_answers(rng: Random, overall: int) -> tuple[dict[str, str], int | None]:
    """Answers of somebody who gave so many points (1 to 5), and the place of their words in the file, if any."""
    answers = {"q1": str(overall)}
    if rng.random() < 0.85:
        answers["q2"] = str(bisect((-3, -1.5, -0.5, 0.5, 1.2, 2, 2.8, 3.6, 4.4, 5.2), overall + rng.gauss(0, 0.8)))
    if rng.random() < 0.8:
        answers["q3"] = rng.choices(KNEW, (0.45, 0.2, 0.1, 0.25))[0]
    if overall <= HAPPY and rng.random() < 0.7:
        answers["q4"] = "+".join(sorted(rng.sample(KNEW, rng.choice((1, 1, 2)))))
    is_happy = overall >= HAPPY
    if rng.random() > WRITES[is_happy]:
        return answers, None
    mood = "good" if is_happy else "bad"
    places = [place for place, one in enumerate(comments()) if one["mood"] == mood]
    return answers, rng.choice(places)


def comments() -> list[dict[str, Any]]:
    """All comments, in the order of the file."""
    found: list[dict[str, Any]] = _file()["comments"]
    return found


def themes() -> dict[str, dict[str, str]]:
    """Names of the themes by language, under their short words."""
    found: dict[str, dict[str, str]] = _file()["themes"]
    return found


def key_and_title() -> tuple[str, dict[str, str]]:
    """The questionnaire's key, and its title by language."""
    return _file()["key"], _file()["title"]


def questions() -> list[QuestionTyped]:
    """Its questions as somebody types them, in order."""
    return [_question(row) for row in _file()["questions"]]


def revised() -> QuestionTyped:
    """The question its next version asks besides."""
    return _question(_file()["revised"])


def _question(row: dict[str, Any]) -> QuestionTyped:
    return QuestionTyped(
        row["kind"],
        row["text"],
        required=row.get("required", False),
        options=row.get("options", ()),
        show_question=row.get("show_question", ""),
        show_codes=tuple(row.get("show_codes", ())),
    )


@cache
def _file() -> dict[str, Any]:
    with FILE.open("rb") as file:
        return tomllib.load(file)
