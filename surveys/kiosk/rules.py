"""What a device may send, and when it counts as silent. Pure.

Source: `docs/decisions/0023-exactly-once.md`.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from kernel.errors import RuleBroken
from surveys.rules.submission import ONE_TAP_MODE, PARTIAL

SURVEY, ONE_TAP, COUNTER = "survey", "one_tap", "counter"
MODES: Final = (SURVEY, ONE_TAP, COUNTER)
"""What a device asks: the whole questionnaire; its first question and what was good or bad in it; nothing: at the
counter it opens the form of another room."""

SENT_AS: Final = {SURVEY: "kiosk_full", ONE_TAP: ONE_TAP_MODE}
"""The mode of a response by the mode of its device. From the questionnaire one may leave after the first question:
that too is one tap."""

CODE_LASTS: Final = dt.timedelta(minutes=15)
"""Ours: long enough to walk to the tablet, too short to be found on a desk the next day."""

MOST_ITEMS: Final = 50
"""Submissions in one request. Ours: a request of 50 is answered well within a second."""

MOST_BYTES: Final = 256 * 1024
"""Of one request: 50 submissions of a long questionnaire fill about a tenth of it. Ours."""

MOST_ANSWERS: Final = 100
LONGEST_MS: Final = 3_600_000
"""Of one question: an hour. Ours: a screen nobody touches is wiped long before."""

LONGEST_CODE: Final = 40
"""Characters of a question's key or an option's code; the columns hold no more."""

SILENCE: Final = dt.timedelta(hours=2)
"""Without a word from a device in opening hours, something is wrong with it, unless a setting says otherwise.

Ours: hours, not days.
"""

SKEW: Final = dt.timedelta(minutes=10)
"""A clock that differs by more is marked on every response it dates. Ours."""

TEST, CLOCK_SKEW = "test_mode", "clock_skew"
FLAGS: Final = frozenset({PARTIAL, TEST})
"""What a device may say of a submission; nothing is left out because of it."""


PIN_DIGITS: Final = 6
"""Of a PIN for the test mode. Ours: five tries in a quarter of an hour find one of a million in years."""


def is_pin(typed: str) -> bool:
    """Whether it is six digits that are neither all the same nor just counted up or down."""
    if not (typed.isascii() and typed.isdigit() and len(typed) == PIN_DIGITS):
        return False
    return len({int(after) - int(before) for before, after in pairwise(typed)}) > 1


class BadItem(RuleBroken):
    """A submission that is none: a field is missing, of another kind or too long. ``field`` names it."""

    code = "bad_item"


@dataclass(frozen=True)
class Item:
    """A submission as a device sends it. ``age``: how long ago it was given, by the device's own clock.

    ``desk_id``: where it stood then; it may stand elsewhere by the time a submission is delivered, or delivered again.
    """

    id: uuid.UUID
    seq: int
    age: dt.timedelta
    is_void: bool = False
    version_id: uuid.UUID | None = None
    desk_id: uuid.UUID | None = None
    mode: str = ""
    language: str = ""
    layout: int = 1
    answers: Mapping[str, str] = field(default_factory=dict)
    times_ms: Mapping[str, int] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()


LONGEST_LETTER: Final = 8000
"""Characters of the copy of a refused submission; a hundred answers fit. What is longer is cut. Ours."""


@dataclass(frozen=True)
class Letter:
    """What a device keeps because it was refused: its number there, why, and all of it as JSON."""

    seq: int
    status: int
    code: str
    text: str


def read_letter(sent: object) -> Letter:
    """A refused submission as a device tells of it. Raises BadItem."""
    if not isinstance(sent, dict):
        raise BadItem(field="letter")
    code = sent.get("code")
    if not isinstance(code, str) or not code.isascii() or not code.isidentifier() or len(code) > LONGEST_CODE:
        raise BadItem(field="code")
    kept = {name: value for name, value in sent.items() if name not in {"seq", "status", "code", "told"}}
    text = json.dumps(kept, ensure_ascii=True, sort_keys=True, separators=(",", ":"))[:LONGEST_LETTER]
    return Letter(_number(sent, "seq", 1, 2**53), _number(sent, "status", 400, 499), code, text)


def read_item(sent: object) -> Item:
    """The submission of what came as JSON. Raises BadItem, which names the field."""
    if not isinstance(sent, dict):
        raise BadItem(field="item")
    is_void = sent.get("void") is True
    common: dict[str, Any] = {
        "id": _id(sent, "id"),
        "seq": _number(sent, "seq", 1, 2**53),
        "age": _age(sent),
        "is_void": is_void,
    }
    if is_void:
        return Item(**common)
    return Item(
        **common,
        version_id=_id(sent, "version"),
        desk_id=_id(sent, "desk"),
        mode=_one_of(sent, "mode", set(SENT_AS.values())),
        language=_one_of(sent, "language", {"pl", "en", "uk"}),
        layout=_number(sent, "layout", 1, 10_000),
        answers=_answers(sent.get("answers")),
        times_ms=_times(sent.get("times_ms", {})),
        flags=_flags(sent.get("flags", [])),
    )


def given_at(item: Item, now: dt.datetime) -> dt.datetime:
    """When a submission was given, by our clock. That the device's clock is wrong does not matter, only that it ran."""
    return now - item.age


def flags_of(item: Item, clock_difference: dt.timedelta) -> str:
    """The marks a response gets on arrival, in order, with a blank between them.

    One tap is whole with its first answer: whoever names a reason and walks off left nothing out.
    """
    found = set(item.flags) - ({PARTIAL} if item.mode == ONE_TAP_MODE else set())
    if abs(clock_difference) > SKEW:
        found.add(CLOCK_SKEW)
    return " ".join(sorted(found))


def _id(sent: dict[str, Any], name: str) -> uuid.UUID:
    try:
        return uuid.UUID(sent[name])
    except (KeyError, ValueError, TypeError, AttributeError):
        raise BadItem(field=name) from None


def _number(sent: dict[str, Any], name: str, low: int, high: int) -> int:
    value = sent.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise BadItem(field=name)
    return value


def _age(sent: dict[str, Any]) -> dt.timedelta:
    """Up to ten years: an answer found on a forgotten tablet still counts. One of the future is of now."""
    return dt.timedelta(milliseconds=max(0, _number(sent, "age_ms", -(10**12), 315_360_000_000)))


def _one_of(sent: dict[str, Any], name: str, known: set[str]) -> str:
    value = sent.get(name)
    if not isinstance(value, str) or value not in known:
        raise BadItem(field=name)
    return value


def _answers(sent: object) -> dict[str, str]:
    if not isinstance(sent, dict) or len(sent) > MOST_ANSWERS:
        raise BadItem(field="answers")
    for key, code in sent.items():
        if not isinstance(code, str) or not 0 < len(code) <= LONGEST_CODE or len(key) > LONGEST_CODE:
            raise BadItem(field="answers")
    return dict(sent)


def _times(sent: object) -> dict[str, int]:
    if not isinstance(sent, dict) or len(sent) > MOST_ANSWERS:
        raise BadItem(field="times_ms")
    return {key: min(_number(sent, key, 0, 2**53), LONGEST_MS) for key in sent if len(key) <= LONGEST_CODE}


def _flags(sent: object) -> frozenset[str]:
    if not isinstance(sent, list) or not all(isinstance(flag, str) and flag in FLAGS for flag in sent):
        raise BadItem(field="flags")
    return frozenset(sent)
