"""What a review may come to, and when its owner is reminded. Pure."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final

from kernel.errors import RuleBroken
from kernel.workdays import working_day_before

NOTICE_DAYS: Final = 3
"""Working days before the last day on which the owner is reminded. Ours: time to ask one more person."""

DEFAULT_DAYS: Final = 14
"""Days a review is offered at first. Ours: before the figures of the next month are looked at."""

LONGEST_DAYS: Final = 366
"""Ours: a last day further away is a slip of the pen."""

LONGEST_WORDS: Final = 4_000
"""Letters of a conclusion. Ours: two pages say it all."""


class State(StrEnum):
    """How far a review is; it follows from what is stored, nobody sets it."""

    NEW = "new"
    TAKEN = "taken"
    LATE = "late"
    CONCLUDED = "concluded"


class Conclusion(StrEnum):
    """What a signal turned out to be."""

    CAUSE = "cause"
    NO_CAUSE = "no_cause"
    ARTEFACT = "artefact"
    """The figure was wrong or counted otherwise; the work did not change."""
    STEP = "step"
    """The work itself changed: from this month on the limits are to be made anew."""


class BadReview(RuleBroken):
    """A step a review cannot take; ``code`` says why."""

    code = "bad_review"


def state_of(owner: object | None, due_on: dt.date | None, conclusion: str | None, today: dt.date) -> State:
    """Return how far a review is on a day; the last day itself is not late."""
    if conclusion is not None:
        return State.CONCLUDED
    if due_on is not None and today > due_on:
        return State.LATE
    return State.NEW if owner is None else State.TAKEN


def goes_on(last: tuple[str, str], before: str, side: str) -> bool:
    """Whether a signal is the one a review is open for: the next month of the chart, on the same side.

    last: month and side of the newest month the review holds; before: the month before the new one on its chart. The
    rule may be another: what fell out of the limits may go on as a run.
    """
    return last == (before, side)


def check_due(due_on: dt.date, today: dt.date) -> None:
    """Raises BadReview: due_in_the_past, due_too_far."""
    if due_on < today:
        raise BadReview(f"{due_on} is over already", code="due_in_the_past", field="due_on")
    if due_on > today + dt.timedelta(days=LONGEST_DAYS):
        raise BadReview(f"{due_on} is more than a year away", code="due_too_far", field="due_on")


def check_open(conclusion: str | None) -> None:
    """Raises BadReview (concluded) for a review that is concluded."""
    if conclusion is not None:
        raise BadReview("the review is concluded", code="concluded")


def check_words(words: str, field: str) -> str:
    """Return what was said without blanks around it. Raises BadReview (no_words) where it is nothing."""
    if not words.strip():
        raise BadReview("say in a few words what was found", code="no_words", field=field)
    return words.strip()


def reminder_of(due_on: dt.date, today: dt.date) -> str:
    """Return which reminder is due on a day: ``soon`` from NOTICE_DAYS working days before the last day on, ``late``
    from the day after it; empty before.
    """
    if today > due_on:
        return "late"
    return "soon" if today >= working_day_before(due_on, NOTICE_DAYS) else ""
