"""Decisions about comments, their themes, and the list of themes against the record."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.replays import Difference, OnStep, Projection, rows_in, said, tagged
from office.replaying.records import projection_of
from surveys.actions.themes import THEMES
from surveys.events import SurveyTag
from surveys.models import AnswerText, CommentReview, CommentTheme


def comment_differences(session: Session, on_step: OnStep) -> Iterator[Difference]:
    """Comments that stand, are masked or have themes otherwise than their entries say."""
    decided: dict[str, tuple[Any, int]] = {}
    themes: dict[str, set[str]] = defaultdict(set)
    times: dict[str, int] = defaultdict(int)
    for one in said(session, tagged([SurveyTag.COMMENT_DECIDED.text, SurveyTag.COMMENT_TAGGED.text])):
        words = one.data["words"]
        if one.tag == SurveyTag.COMMENT_TAGGED.text:
            themes[words] = (themes[words] | set(one.data["added"])) - set(one.data["removed"])
        else:
            decided[words] = ((one.data["standing"], one.data["why"], one.data["masked"]), one.leaf)
            times[words] += 1
    for row, words in _reviews(session):
        told, leaf = decided.pop(words, (None, 0))
        if told != (row.standing, row.why, json.loads(row.masked)) or times[words] != row.row_version:
            yield Difference(f"comment {words[:12]}", "what is decided about it is not what its entries say", leaf)
        on_step(1)
    for words, (_told, leaf) in decided.items():
        yield Difference(f"comment {words[:12]}", "an entry decides about it, but it is not there", leaf)
    yield from _themes(session, themes)


def _themes(session: Session, told: dict[str, set[str]]) -> Iterator[Difference]:
    here: dict[str, set[str]] = defaultdict(set)
    query = select(AnswerText.commitment, CommentTheme.theme_id).join(
        CommentTheme,
        (CommentTheme.response_id == AnswerText.response_id) & (CommentTheme.question == AnswerText.question),
    )
    for words, theme in session.execute(query):
        here[words].add(str(theme))
    for words in sorted(here.keys() | told.keys()):
        if here[words] != told.get(words, set()):
            yield Difference(f"comment {words[:12]}", "its themes are not those of its entries")


def _reviews(session: Session) -> list[tuple[CommentReview, str]]:
    query = select(CommentReview, AnswerText.commitment).join(
        AnswerText,
        (CommentReview.response_id == AnswerText.response_id) & (CommentReview.question == AnswerText.question),
    )
    return [(row, words) for row, words in session.execute(query)]


REPLAYS: Final = (
    projection_of(THEMES),
    Projection("comments", partial(rows_in, CommentReview), comment_differences, (CommentReview, CommentTheme)),
)
"""What the verification compares of comments."""
