"""Forms filled in on paper: which key means which answer, which forms are entered twice, and what differs. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from typing import Final

from kernel.clock import WARSAW
from kernel.errors import RuleBroken
from surveys.rules.definition import Definition, Question
from surveys.rules.kinds import NoSuchOption, Several

MODE: Final = "paper"

SAMPLE_EVERY: Final = 10
"""One form in so many is entered again by somebody else.

Ours: a tenth shows a careless hand after some fifty forms and costs a tenth of the time.
"""

SAMPLE_PREFIX: Final = b"interesant:paper-sample:v1\0"

SKIPPED: Final = frozenset({"", "0"})
"""What stands for a question nobody answered; a blank comes as nothing at all."""

MOST_KEYS: Final = 9
"""Options of a question that has one key for each. Ours: the digits 1 to 9."""

NOON: Final = dt.time(12)
"""The hour of a form that tells only its day: the same day in every zone of Europe."""

AGREED, OPEN, FIRST, SECOND, MIXED = "agreed", "open", "first", "second", "mixed"
"""How a form that was entered twice stands: both alike, not looked at yet, the first entry stays, the second, or parts
of both."""


class OwnEntry(RuleBroken):
    """The second entry is made by somebody else than the first."""

    code = "own_entry"


class NotSampled(RuleBroken):
    """This form is not one of those entered twice, or that is over."""

    code = "not_sampled"


class NoSuchKey(RuleBroken):
    """A key that stands for no answer. ``field``: the question."""

    code = "no_such_key"


class BadDay(RuleBroken):
    """The day of the visits is in the future, or before the desk was opened. ``field``: the day."""

    code = "bad_day"


def keyed(definition: Definition) -> tuple[Question, ...]:
    """The questions that can be typed with one key each, in order: one answer out of few, no words."""
    return tuple(
        question
        for question in definition.questions
        if 0 < len(question.options) <= MOST_KEYS and not isinstance(question.kind, Several) and not question.is_tiles
    )


def code_of(question: Question, key: str) -> str:
    """The option a key stands for: its place on the paper, from 1; nothing for a skipped question. Raises NoSuchKey."""
    if key.strip() in SKIPPED:
        return ""
    if not (key.isascii() and key.isdigit() and int(key) <= len(question.options)):
        raise NoSuchKey(field=question.key, most=len(question.options))
    return question.options[int(key) - 1].code


def key_of(question: Question, code: str) -> str:
    """The key of an option, 0 for a skipped question. Raises NoSuchOption."""
    if not code:
        return "0"
    for place, option in enumerate(question.options, 1):
        if option.code == code:
            return str(place)
    raise NoSuchOption(typed=code)


def is_sampled(batch_id: uuid.UUID, number: int) -> bool:
    """Whether a form of a batch is entered twice: every tenth, from a place that follows from the batch's id.

    Anybody can compute it again; whoever types the batch does not choose it.
    """
    offset = int.from_bytes(hashlib.sha256(SAMPLE_PREFIX + batch_id.bytes).digest()[:4]) % SAMPLE_EVERY
    return number % SAMPLE_EVERY == offset


def differing(first: Mapping[str, str], second: Mapping[str, str]) -> list[str]:
    """The questions two entries of a form answer differently, in their order by key; skipped is an answer here."""
    return sorted(key for key in first.keys() | second.keys() if first.get(key, "") != second.get(key, ""))


def given_at(visited_on: dt.date, now: dt.datetime) -> dt.datetime:
    """The moment of a form that tells only its day: noon in Warsaw, or now where it is not noon yet."""
    return min(dt.datetime.combine(visited_on, NOON, WARSAW).astimezone(dt.UTC), now)


def kept(first: Mapping[str, str], second: Mapping[str, str], right: Mapping[str, str]) -> str:
    """Which entry the right answers are those of: FIRST, SECOND, or MIXED."""
    if not differing(first, right):
        return FIRST
    return SECOND if not differing(second, right) else MIXED
