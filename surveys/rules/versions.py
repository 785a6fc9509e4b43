"""The way of a version: draft, approved, published, retired; and the places it can be published at. Pure."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Set
from typing import Final

from kernel.errors import Forbidden, RuleBroken
from surveys.rules.submission import APPROVED, DRAFT, PUBLISHED, RETIRED


class VersionMove(enum.StrEnum):
    """What can be done with a version."""

    CHANGE = "change"
    APPROVE = "approve"
    REOPEN = "reopen"
    RELEASE = "release"
    RETIRE = "retire"
    DISCARD = "discard"


GONE: Final = "gone"
"""A draft that was discarded: its row is no longer there."""

MOVES: Final[dict[tuple[str, VersionMove], str]] = {
    (DRAFT, VersionMove.CHANGE): DRAFT,
    (DRAFT, VersionMove.APPROVE): APPROVED,
    (DRAFT, VersionMove.DISCARD): GONE,
    (APPROVED, VersionMove.REOPEN): DRAFT,
    (APPROVED, VersionMove.RELEASE): PUBLISHED,
    (PUBLISHED, VersionMove.RELEASE): PUBLISHED,
    (PUBLISHED, VersionMove.RETIRE): RETIRED,
}
"""Every allowed move: from a state by a move to a state. Ours: what was published is never changed, only retired."""


class IllegalVersionMove(RuleBroken):
    """The move does not lead on from this state. ``facts``: state and move."""

    code = "illegal_version_move"


class SameEyes(Forbidden):
    """Whoever wrote a version does not approve it."""

    code = "same_eyes"


class BadPublication(RuleBroken):
    """The days of a publication do not fit: they begin in the past, or end before they begin."""

    code = "bad_publication"


class PlaceKind(enum.StrEnum):
    """What a version is published for, from the widest to the narrowest."""

    OFFICE = "office"
    DEPARTMENT = "department"
    SERVICE = "service"
    DESK = "desk"
    AFTER_A_CASE = "after_a_case"
    """No place: asked of whoever filed a case that was settled, and of nobody else."""


RANK: Final = {kind: rank for rank, kind in enumerate(PlaceKind)}
"""The narrower place counts more: a desk before a service before a department before the office."""


def after(state: str, move: VersionMove) -> str:
    """The state a move leads to. Raises IllegalVersionMove with both."""
    try:
        return MOVES[state, move]
    except KeyError:
        raise IllegalVersionMove(state=state, move=move.value) from None


def check_second_person(editors: Set[str], approver: str) -> None:
    """Four eyes: nobody approves a version they began or changed. Raises SameEyes."""
    if approver in editors:
        raise SameEyes


def check_days(from_on: dt.date, to_on: dt.date | None, today: dt.date) -> None:
    """A publication begins today or later and has at least one day. Raises BadPublication."""
    if from_on < today:
        raise BadPublication(field="from_on", code="begins_in_the_past")
    if to_on is not None and to_on < from_on:
        raise BadPublication(field="to_on", code="ends_before")


def check_end(from_on: dt.date, to_on: dt.date, today: dt.date) -> None:
    """The last day is today or later; the day before the first takes back what has not begun. Raises BadPublication."""
    if to_on < today:
        raise BadPublication(field="to_on", code="ends_in_the_past")
    if to_on < from_on - dt.timedelta(days=1):
        raise BadPublication(field="to_on", code="ends_before")
