"""Deciding about residents' comments: whether they are shown, what of them is hidden, and their themes.

The record knows a comment by the commitment of its words, and never the words.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import Stale
from kernel.permissions import Actor
from ledger.actions import append
from ledger.canonical import canonical
from surveys.events import SurveyTag
from surveys.models import AnswerText, CommentReview, CommentTheme, Theme
from surveys.rules.comments import HIDDEN, REASONS, Erased, NoReason, NoSuchTheme, Span, joined

STREAM: Final = "survey-comments"


@dataclass(frozen=True)
class Decision:
    """What is decided: ``shown`` or ``hidden``, why it is hidden, and the parts hidden by hand (None: as they are)."""

    standing: str
    why: str = ""
    masked: Sequence[Span] | None = None


def decide_comment(
    session: Session, clock: Clock, actor: Actor, words: AnswerText, decision: Decision, *, row_version: int
) -> bool:
    """Show a comment to departments or hide it, as a whole or a part of it; whether anything changed.

    ``row_version`` 0: nobody had decided when the form was made. Raises Erased, Stale, and NoReason for hiding without
    one of the reasons.
    """
    session.refresh(words, with_for_update=True)
    if words.text is None:
        raise Erased
    if decision.standing == HIDDEN and decision.why not in REASONS:
        raise NoReason(field="why")
    row = session.get(CommentReview, (words.response_id, words.question))
    if (row.row_version if row else 0) != row_version:
        raise Stale(now={"row_version": row.row_version, "standing": row.standing, "why": row.why} if row else {})
    if row is None:
        row = CommentReview(
            response_id=words.response_id, question=words.question, standing="", why="", masked="[]", row_version=0
        )
        session.add(row)
    masked = json.loads(row.masked) if decision.masked is None else [list(span) for span in joined(decision.masked)]
    why = decision.why if decision.standing == HIDDEN else ""
    if (row.standing, row.why, row.masked) == (decision.standing, why, canonical(masked)):
        return False
    row.standing, row.why, row.masked = decision.standing, why, canonical(masked)
    row.row_version += 1
    data = {"words": words.commitment, "standing": row.standing, "why": why, "masked": masked}
    append(session, clock, actor, SurveyTag.COMMENT_DECIDED, STREAM, data, clock.today())
    return True


def tag_comment(
    session: Session,
    clock: Clock,
    actor: Actor,
    words: AnswerText,
    *,
    add: Collection[uuid.UUID] = (),
    remove: Collection[uuid.UUID] = (),
) -> bool:
    """Say what themes a comment speaks of, or no longer; whether anything changed.

    Two who tag the same comment add up: neither undoes what the other added. Raises Erased, and NoSuchTheme for a theme
    that is not on today's list.
    """
    session.refresh(words, with_for_update=True)
    if words.text is None:
        raise Erased
    rows = _themes_of(session, words)
    added = sorted(set(add) - rows.keys(), key=str)
    removed = sorted((set(remove) & rows.keys()) - set(add), key=str)
    for key in added:
        theme = session.get(Theme, key)
        if theme is None or not is_open(theme, clock):
            raise NoSuchTheme(field="themes")
        session.add(CommentTheme(response_id=words.response_id, question=words.question, theme_id=key))
    for key in removed:
        session.delete(rows[key])
    if not (added or removed):
        return False
    data = {
        "words": words.commitment,
        "added": [str(key) for key in added],
        "removed": [str(key) for key in removed],
    }
    append(session, clock, actor, SurveyTag.COMMENT_TAGGED, STREAM, data, clock.today())
    return True


def is_open(theme: Theme, clock: Clock) -> bool:
    """Whether comments may be given a theme today."""
    today = clock.today()
    return theme.valid_from_on <= today and (theme.valid_to_on is None or theme.valid_to_on >= today)


def _themes_of(session: Session, words: AnswerText) -> dict[uuid.UUID, CommentTheme]:
    mine = (CommentTheme.response_id == words.response_id, CommentTheme.question == words.question)
    return {row.theme_id: row for row in session.scalars(select(CommentTheme).where(*mine))}
