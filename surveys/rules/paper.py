"""Forms filled in on paper: which key means which answer, which forms are entered twice, and what differs. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping, Set
from typing import Final

from kernel.clock import WARSAW
from kernel.errors import RuleBroken
from surveys.rules.definition import Definition, Question
from surveys.rules.kinds import JOINT, NoSuchOption, Option, Several, ZeroToTen
from surveys.rules.submission import asked, offered

MODE: Final = "paper"

SAMPLE_EVERY: Final = 10
"""One form in so many is entered again by somebody else.

Ours: a tenth shows a careless hand after some fifty forms and costs a tenth of the time.
"""

SAMPLE_PREFIX: Final = b"interesant:paper-sample:v1\0"

KEYS: Final = "123456789ab"
"""One key for each option, by its place. Ours: ten options at most and "does not apply"; 0 stands for no answer."""

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
    """The questions that stand on paper, in order: all but those of a tablet's one tap."""
    return offered(definition, MODE)


def keys_of(question: Question) -> tuple[tuple[str, Option], ...]:
    """What is typed for each option, as it is printed: its place from 1, then a, b; of 0 to 10 the number, ``n`` for
    "does not apply"."""
    if isinstance(question.kind, ZeroToTen):
        return tuple(("n" if option.value is None else option.code, option) for option in question.options)
    return tuple(zip(KEYS, question.options, strict=False))


def entry_of(question: Question) -> str:
    """How a question is typed: ``one`` key, a ``number``, the keys of ``several``, ``words``."""
    if not question.kind.has_options:
        return "words"
    if isinstance(question.kind, ZeroToTen):
        return "number"
    return "several" if isinstance(question.kind, Several) else "one"


def code_of(question: Question, typed: str) -> str:
    """The answer that was typed, as its codes or words; nothing for a skipped question. Raises NoSuchKey, BadText."""
    typed, how = typed.strip(), entry_of(question)
    if not typed or (typed == "0" and how in {"one", "several"}):
        return ""
    if how == "words":
        return question.kind.read((), typed).text or ""
    codes = {key: option.code for key, option in keys_of(question)}
    chosen = typed.lower() if how == "several" else (typed.lower(),)
    if len(set(chosen)) < len(chosen) or not set(chosen) <= codes.keys():
        raise NoSuchKey(field=question.key)
    code = JOINT.join(codes[key] for key in chosen)
    try:
        question.kind.read(question.options, code)
    except NoSuchOption:  # "does not apply" together with something that does
        raise NoSuchKey(field=question.key) from None
    return JOINT.join(option.code for option in question.options if option.code in question.kind.chosen(code))


def key_of(question: Question, code: str) -> str:
    """What is typed for an answer, 0 for a skipped question. Raises NoSuchOption."""
    if not code:
        return "0"
    if entry_of(question) == "words":
        return code
    keys = [key for key, option in keys_of(question) if option.code in question.kind.chosen(code)]
    if not keys:
        raise NoSuchOption(typed=code)
    return "".join(keys)


def answers_of(definition: Definition, keys: Mapping[str, str]) -> dict[str, str]:
    """The answers of a form as typed, without skipped questions and those not asked after the answers before them.

    On paper people answer also what they were not asked; it is no answer, on paper as elsewhere. Raises NoSuchKey,
    BadText.
    """
    codes = {question.key: code_of(question, keys.get(question.key, "")) for question in keyed(definition)}
    return {question.key: codes[question.key] for question in asked(definition, codes, MODE) if codes[question.key]}


def words_in(definition: Definition) -> frozenset[str]:
    """The questions answered in words."""
    return frozenset(question.key for question in definition.questions if not question.kind.has_options)


def is_sampled(batch_id: uuid.UUID, number: int) -> bool:
    """Whether a form of a batch is entered twice: every tenth, from a place that follows from the batch's id.

    Anybody can compute it again; whoever types the batch does not choose it.
    """
    offset = int.from_bytes(hashlib.sha256(SAMPLE_PREFIX + batch_id.bytes).digest()[:4]) % SAMPLE_EVERY
    return number % SAMPLE_EVERY == offset


def differing(first: Mapping[str, str], second: Mapping[str, str], words: Set[str] = frozenset()) -> list[str]:
    """The questions two entries of a form answer differently, in their order by key; skipped is an answer here.

    ``words``: questions answered in words, of which case, spaces and punctuation do not count.
    """
    return sorted(key for key in first.keys() | second.keys() if _told(first, key, words) != _told(second, key, words))


def _told(entry: Mapping[str, str], key: str, words: Set[str]) -> str:
    said = entry.get(key, "")
    return "".join(letter for letter in said.casefold() if letter.isalnum()) if key in words else said


def given_at(visited_on: dt.date, now: dt.datetime) -> dt.datetime:
    """The moment of a form that tells only its day: noon in Warsaw, or now where it is not noon yet."""
    return min(dt.datetime.combine(visited_on, NOON, WARSAW).astimezone(dt.UTC), now)


def kept(
    first: Mapping[str, str], second: Mapping[str, str], right: Mapping[str, str], words: Set[str] = frozenset()
) -> str:
    """Which entry the right answers are those of: FIRST, SECOND, or MIXED."""
    if not differing(first, right, words):
        return FIRST
    return SECOND if not differing(second, right, words) else MIXED
