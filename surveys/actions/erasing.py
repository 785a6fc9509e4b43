"""Erasing the words of an answer; what the response committed to stays whole."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import SYSTEM, Actor
from ledger.actions import append
from storage.telling import tell
from surveys.actions.drafting import need
from surveys.actions.paper_checks import forget_second_words
from surveys.events import SurveyTag, WordsErased
from surveys.models import AnswerText
from surveys.queries.paper import copies_of


def erase_words(session: Session, clock: Clock, actor: Actor, words: AnswerText, *, reason: str) -> None:
    """Erase words with their salt, so that nobody can guess at them either. Twice is once. Raises ReasonNeeded.

    Words of a paper form go wherever they were typed: the first entry, the second, the right one; an entry each.
    """
    need(reason)
    for one in (words, *copies_of(session, words)):
        forget_second_words(session, one.response_id, one.question)
        _erase(session, clock, actor, one, reason)


def erase_words_again(session: Session, clock: Clock, told: str, reason: str) -> bool:
    """Erase after a restore the words with this commitment, erased before; whether they were there."""
    words = session.scalars(select(AnswerText).where(AnswerText.commitment == told, AnswerText.text.is_not(None))).all()
    for one in words:
        erase_words(session, clock, SYSTEM, one, reason=reason)
    return bool(words)


def _erase(session: Session, clock: Clock, actor: Actor, words: AnswerText, reason: str) -> None:
    if words.text is None:
        return
    words.text = words.salt = None
    data = {"words": words.commitment}
    append(session, clock, actor, SurveyTag.WORDS_ERASED, "survey-words", data, clock.today(), reason)
    tell(session, clock, WordsErased(words.commitment))
