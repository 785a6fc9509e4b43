"""What is done with reviews: a signal opens one, somebody takes it, concludes it, opens it again."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import Forbidden
from kernel.ids import new_id
from kernel.permissions import Actor
from ledger.actions import append, lock_end
from ledger.canonical import commitment
from office.actions.locking import take
from office.events import PersonDeactivated
from office.models import Person
from quality.events import QualityTag
from quality.models import Review, ReviewWords
from quality.queries import key_of, known_keys, later_months, may_own, may_review, open_of
from quality.rules import BadReview, Conclusion, check_due, check_open, check_words, goes_on


@dataclass(frozen=True, slots=True)
class Seen:
    """A signal as it was seen: figures as text with a decimal point, ``leaf`` the last entry they were made from.

    ``before``: the month before it on its chart that has a figure; empty for the first.
    """

    measure: str
    version: int
    population: str
    department_id: uuid.UUID | None
    month: str
    rule: str
    side: str
    meaning: str
    method: str
    value: str
    centre: str
    low: str
    high: str
    leaf: int
    before: str = ""

    @property
    def key(self) -> str:
        """What there is one review of."""
        return f"{self.measure}:{self.population}:{self.department_id or ''}:{self.month}"


_SEEN: Final = ("version", "month", "rule", "side", "meaning", "method", "value", "centre", "low", "high", "leaf")
"""What an entry keeps of a month."""


def continue_reviews(session: Session, clock: Clock, actor: Actor, signals: list[Seen]) -> list[Review]:
    """Note the month of a signal that goes on in the review still open for it, an entry for each; which they are.

    What is concluded stays as it is: a signal that goes on after it is a new one. Noted once, however often it is seen.
    """
    lock_end(session)
    known = known_keys(session, (seen.key for seen in signals))
    there = open_of(session, {seen.measure for seen in signals})
    later = later_months(session, there)
    newest = {one.id: (months[-1] if (months := later.get(one.id)) else _first(one)) for one in there}
    found = []
    for seen in (one for one in signals if one.key not in known):
        for review in there:
            last = newest[review.id]
            is_same = key_of(review, seen.month) == seen.key
            if is_same and goes_on((last["month"], last["side"]), seen.before, seen.side):
                data = {name: getattr(seen, name) for name in _SEEN}
                append(session, clock, actor, QualityTag.REVIEW_CONTINUED, _stream(review.id), data, clock.today())
                review.row_version += 1
                found.append(review)
                break
    session.flush()
    return found


def _first(review: Review) -> dict[str, str]:
    return {"month": review.month, "side": review.side}


def open_reviews(session: Session, clock: Clock, actor: Actor, signals: list[Seen]) -> list[Review]:
    """Open a review of each signal that has none, an entry for each; of what is there already nothing changes."""
    lock_end(session)
    known = known_keys(session, (seen.key for seen in signals))
    return [_open(session, clock, actor, seen) for seen in signals if seen.key not in known]


def _open(session: Session, clock: Clock, actor: Actor, seen: Seen) -> Review:
    kept = {name: getattr(seen, name) for name in _SEEN}
    facts = {"measure": seen.measure, "population": seen.population, **kept}
    department = str(seen.department_id) if seen.department_id else None
    key = new_id()
    data = {**facts, "department": department}
    entry = append(session, clock, actor, QualityTag.REVIEW_OPENED, _stream(key), data, clock.today())
    review = Review(
        id=key, key=seen.key, department_id=seen.department_id, opened_at=entry.recorded_at, row_version=1, **facts
    )
    session.add(review)
    session.flush()
    return review


def take_review(
    session: Session,
    clock: Clock,
    actor: Actor,
    review: Review,
    *,
    owner: Person,
    due_on: dt.date,
    row_version: int | None = None,
) -> None:
    """Give a review an owner and a last day, or others than it had.

    Raises Forbidden, Stale, and BadReview: concluded, cannot_own, due_in_the_past, due_too_far.
    """
    _check_may(actor, review)
    take(session, review, row_version)
    check_open(review.conclusion)
    check_due(due_on, clock.today())
    if not may_own(session, clock, owner, review.department_id):
        raise BadReview(f"{owner.display_name} may not review this", code="cannot_own", field="owner")
    review.owner_id, review.due_on = owner.id, due_on
    data = {"owner": str(owner.id), "due_on": due_on.isoformat()}
    append(session, clock, actor, QualityTag.REVIEW_TAKEN, _stream(review.id), data, clock.today())


def conclude_review(
    session: Session,
    clock: Clock,
    actor: Actor,
    review: Review,
    *,
    kind: Conclusion,
    words: str,
    row_version: int | None = None,
) -> None:
    """Say what the signal was. The record holds a commitment to the words.

    Raises Forbidden, Stale, and BadReview: concluded, no_words.
    """
    _check_may(actor, review)
    take(session, review, row_version)
    check_open(review.conclusion)
    said = check_words(words, "words")
    salt = secrets.token_hex(16)
    data = {"kind": kind.value, "words": commitment(salt, said)}
    entry = append(session, clock, actor, QualityTag.REVIEW_CONCLUDED, _stream(review.id), data, clock.today())
    review.conclusion, review.concluded_at = kind.value, entry.recorded_at
    session.add(ReviewWords(entry_leaf=entry.leaf, review_id=review.id, words=said, salt=salt))
    session.flush()


def reopen_review(
    session: Session, clock: Clock, actor: Actor, review: Review, *, words: str, row_version: int | None = None
) -> None:
    """Open a concluded review again, with the reason; owner and words stay, the last day is to be set anew.

    Raises Forbidden, Stale, and BadReview: not_concluded, no_words.
    """
    _check_may(actor, review)
    take(session, review, row_version)
    if review.conclusion is None:
        raise BadReview("the review is open", code="not_concluded")
    said = check_words(words, "words")
    salt = secrets.token_hex(16)
    data = {"words": commitment(salt, said)}
    entry = append(session, clock, actor, QualityTag.REVIEW_REOPENED, _stream(review.id), data, clock.today())
    review.conclusion, review.concluded_at, review.due_on = None, None, None
    session.add(ReviewWords(entry_leaf=entry.leaf, review_id=review.id, words=said, salt=salt))
    session.flush()


def release_reviews(session: Session, clock: Clock, left: PersonDeactivated) -> None:
    """Let the open reviews of somebody who left wait for another owner, an entry for each."""
    query = select(Review).where(Review.owner_id == left.person_id, Review.conclusion.is_(None))
    for review in session.scalars(query.order_by(Review.opened_at, Review.id).with_for_update()).all():
        review.owner_id, review.due_on = None, None
        review.row_version += 1
        append(session, clock, left.actor, QualityTag.REVIEW_RELEASED, _stream(review.id), {}, clock.today())


def _stream(review_id: uuid.UUID) -> str:
    return f"review:{review_id}"


def _check_may(actor: Actor, review: Review) -> None:
    if not may_review(actor, review.department_id):
        raise Forbidden
