"""When a filled questionnaire counts as a response. Pure."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kernel.errors import RuleBroken
from surveys.rules.definition import Definition, Question
from surveys.rules.kinds import Given

MODES: Final = ("kiosk_tap", "kiosk_full", "qr", "web", "paper", "follow_up", "import")
"""How a response was given. Modes are never pooled silently."""

LAYOUT_VERSION: Final = 1
"""Goes up when the questions are drawn in a way that could move the answers. Ours: a counter."""

ONE_TAP_MODE: Final = "kiosk_tap"
"""The mode in which only the first question is asked, or was answered before somebody left."""

QR_MODE: Final = "qr"
"""The mode of whoever came through the QR code of a desk or of a service."""

CODE_WINDOW: Final = dt.timedelta(minutes=15)
"""How far back responses through one QR code are counted. Ours: the window of all counted tries."""

MOST_FROM_CODE: Final = 60
"""Responses one QR code brings within the window at most. Ours: four a minute is more than any counter serves; a
stranger who floods one code closes that one for a while and no other. Never by address: a whole office shares one."""

PARTIAL: Final = "partial"
"""The mark of a response somebody left before the end."""

MOST_TILES: Final = 3
"""Tiles one response may name. Ours: the first ones named matter most, and more would be a second questionnaire."""

DRAFT, APPROVED, PUBLISHED, RETIRED = "draft", "approved", "published", "retired"
OPEN_STATES: Final = frozenset({PUBLISHED, RETIRED})
"""States of a version that accept responses; a retired one still does, because its forms are still under way."""


class NotAnswered(RuleBroken):
    """A required question was left out."""

    code = "not_answered"


class NoSuchQuestion(RuleBroken):
    """An answer to a question that is not in the questionnaire."""

    code = "no_such_question"


class NotAsked(RuleBroken):
    """An answer to a question that is not asked after the answers before it."""

    code = "not_asked"


class NoWordsHere(RuleBroken):
    """Words given where only options are: on a tablet others use."""

    code = "no_words_here"


class TooManyTiles(RuleBroken):
    """More tiles than may be named. ``facts``: count and limit."""

    code = "too_many_tiles"


class NotOpen(RuleBroken):
    """The version does not accept responses: it is unknown, or not published yet."""

    code = "not_open"


class AnsweredOtherwise(RuleBroken):
    """The same submission came before with other answers; those stay."""

    code = "answered_otherwise"


class TooManyFromCode(RuleBroken):
    """More came through one QR code lately than a counter serves. ``facts``: minutes to wait."""

    code = "too_many_from_code"


@dataclass(frozen=True)
class ResponseTyped:
    """A filled questionnaire. ``answers``: question key to the code of the chosen option; skipped ones are left out.

    ``times_ms``: question key to how long it took, as far as known; no part of what was sent or committed to.
    """

    submission_id: uuid.UUID
    version_id: uuid.UUID
    mode: str
    language: str
    answers: Mapping[str, str] = field(default_factory=dict)
    department_id: uuid.UUID | None = None
    service_id: uuid.UUID | None = None
    desk_id: uuid.UUID | None = None
    layout_version: int = LAYOUT_VERSION
    times_ms: Mapping[str, int] = field(default_factory=dict)
    case: tuple[str, str] = ("", "")
    """Kind and outcome of the settled case it is about; empty for every other response."""


OWN_DEVICE_MODES: Final = frozenset({"qr", "web", "paper", "follow_up", "import"})
"""Modes in which nobody else sees or finds the words somebody leaves. Ours: a tablet is used by the next person."""


def offered(definition: Definition, mode: str) -> tuple[Question, ...]:
    """The questions a way of answering knows: of one tap the first and its tiles, of all others all but the tiles."""
    is_tap = mode == ONE_TAP_MODE
    return tuple(
        question
        for place, question in enumerate(definition.questions)
        if question.is_tiles == is_tap or (is_tap and place == 0)
    )


def asked(definition: Definition, answers: Mapping[str, str], mode: str = "web") -> tuple[Question, ...]:
    """The questions that are asked given the answers before each; a question on one that is not asked is not either."""
    found: dict[str, Question] = {}
    for question in offered(definition, mode):
        wanted = question.show_if
        if wanted is None or (
            wanted.question in found
            and found[wanted.question].kind.chosen(answers.get(wanted.question, "")) & wanted.codes
        ):
            found[question.key] = question
    return tuple(found.values())


def checked_answers(
    definition: Definition, answers: Mapping[str, str], mode: str = "web", *, is_partial: bool = False
) -> dict[str, Given]:
    """The answers in the order of the questionnaire. Of one somebody left (``is_partial``) the first has to be there.

    Raises NotAnswered for a required question that was asked and has none, NoSuchQuestion, NoSuchOption and BadText for
    what is not in it, NotAsked for what the mode or its conditions do not ask, NoWordsHere for words in a mode that
    takes none, TooManyTiles.
    """
    for key in answers.keys() - definition.by_key.keys():
        raise NoSuchQuestion(field=key)
    questions = asked(definition, answers, mode)
    for key in {key for key, typed in answers.items() if typed} - {question.key for question in questions}:
        raise NotAsked(field=key)
    return {
        question.key: _checked(question, answers[question.key], mode)
        for question in questions
        if _is_answered(question, answers, is_needed=not is_partial or question is questions[0])
    }


def _is_answered(question: Question, answers: Mapping[str, str], *, is_needed: bool) -> bool:
    if answers.get(question.key):
        return True
    if question.required and is_needed:
        raise NotAnswered(field=question.key)
    return False


def _checked(question: Question, typed: str, mode: str) -> Given:
    if question.kind.on_own_device_only and mode not in OWN_DEVICE_MODES:
        raise NoWordsHere(field=question.key)
    count = len(question.kind.chosen(typed))
    if question.is_tiles and count > MOST_TILES:
        raise TooManyTiles(field=question.key, count=count, limit=MOST_TILES)
    return question.kind.read(question.options, typed)


def payload(typed: ResponseTyped) -> dict[str, Any]:
    """What was sent, for telling the same submission from another one. The moment is no part of it."""
    case = {"case": list(typed.case)} if any(typed.case) else {}
    return {
        **case,
        "submission": str(typed.submission_id),
        "version": str(typed.version_id),
        "mode": typed.mode,
        "layout": typed.layout_version,
        "language": typed.language,
        "department": _text(typed.department_id),
        "service": _text(typed.service_id),
        "desk": _text(typed.desk_id),
        "answers": {key: code for key, code in sorted(typed.answers.items()) if code},
    }


def committed(typed: ResponseTyped, received_at: dt.datetime) -> dict[str, Any]:
    """What a response commits to: its payload and the hour it came in (UTC), which is all the record may ever show."""
    return {**payload(typed), "hour": hour_of(received_at)}


def hour_of(moment: dt.datetime) -> str:
    """The hour of a moment (UTC): 2026-11-21T09Z."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%HZ")


def _text(key: uuid.UUID | None) -> str | None:
    return None if key is None else str(key)
