"""How departments may be renamed and closed, and which department of today a closed one became. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from kernel.errors import RuleBroken
from office.rules import is_valid_on

Key = TypeVar("Key", bound=Hashable)


class BadStructure(RuleBroken):
    """The office cannot be ordered so; ``code`` says why."""

    code = "bad_structure"


@dataclass(frozen=True)
class Validity:
    """From which day to which (both included, None: open) something is in force."""

    from_on: dt.date
    to_on: dt.date | None = None

    def on(self, day: dt.date) -> bool:
        """Whether it is in force on a day."""
        return is_valid_on(self.from_on, self.to_on, day)


@dataclass(frozen=True)
class Closing:
    """What is decided about a department that ends. ``newest_on``: the youngest thing that happened in it."""

    last_on: dt.date
    department: Validity
    newest_on: dt.date
    successor: Validity | None
    is_own_successor: bool
    is_only_one: bool


def check_closing(closing: Closing, today: dt.date) -> None:
    """Refuse a closing that contradicts what happened, or would leave nobody responsible.

    Raises BadStructure: already_closed, only_department, last_day_to_come (the day must be over, so that nothing more
    can come in on it), closed_before_opened, closed_before_newest, own_successor, no_such_successor (closed itself, or
    not yet there on the day after).
    """
    if closing.department.to_on is not None:
        raise BadStructure(code="already_closed", day=closing.department.to_on)
    if closing.is_only_one:
        raise BadStructure(code="only_department")
    if closing.last_on >= today:
        raise BadStructure(field="last", code="last_day_to_come", today=today)
    if closing.last_on < closing.department.from_on:
        raise BadStructure(field="last", code="closed_before_opened", day=closing.department.from_on)
    if closing.last_on < closing.newest_on:
        raise BadStructure(field="last", code="closed_before_newest", day=closing.newest_on)
    if closing.is_own_successor:
        raise BadStructure(field="successor", code="own_successor")
    _check_successor(closing.successor, closing.last_on + dt.timedelta(days=1))


def _check_successor(successor: Validity | None, day: dt.date) -> None:
    if successor is not None and (successor.to_on is not None or successor.from_on > day):
        raise BadStructure(field="successor", code="no_such_successor", day=day)


def check_renaming(names: Iterable[dt.date], from_on: dt.date, today: dt.date) -> None:
    """Refuse a new name that would begin in the future, or not after the newest name began.

    Raises BadStructure: name_from_to_come, name_before_newest.
    """
    newest = max(names)
    if from_on > today:
        raise BadStructure(field="since", code="name_from_to_come", today=today)
    if from_on <= newest:
        raise BadStructure(field="since", code="name_before_newest", day=newest)


def name_on(names: Iterable[tuple[dt.date, str]], day: dt.date) -> str:
    """The name in force on a day; before the first one began, the first."""
    ordered = sorted(names)
    begun = [name for since, name in ordered if since <= day]
    return begun[-1] if begun else ordered[0][1]


def todays(successors: Mapping[Key, Key | None]) -> dict[Key, Key]:
    """From each closed department to the department of today that took over, through as many steps as there were.

    ``successors`` names the successor of every closed department (None: it had none). A department whose line ends in a
    closed one without successor, or in a circle, belongs to the last of that line, and in a circle to itself.
    """
    found: dict[Key, Key] = {}
    for closed in successors:
        end = _end_of(closed, successors)
        if end != closed:
            found[closed] = end
    return found


def _end_of(start: Key, successors: Mapping[Key, Key | None]) -> Key:
    seen, at = {start}, start
    while (after := successors.get(at)) is not None:
        if after in seen:
            return start
        seen.add(after)
        at = after
    return at
