"""Reading one value: a date or a moment, a meaning out of a list, a text of bounded length."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from imports.errors import BadValue
from imports.mapping import TimeShape

EARLIEST: Final = dt.date(1900, 1, 1)
LATEST: Final = dt.date(2100, 12, 31)
"""What lies outside was mistyped (year 0017, 2919) or is a number read as a date."""

ANYTHING_ELSE: Final = "*"
"""In a table of meanings: what every value not listed stands for."""


class DateText(str):
    """A date or moment in ISO 8601 known to be one: a date cell of a workbook, whatever the mapping's formats."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class When:
    """A point in time as far as the file tells it: always the day, the moment only where a time was written.

    The day is the date in the mapping's own zone, because the foreign office's day is its own.
    """

    day: dt.date
    at: dt.datetime | None = None
    """Aware, UTC."""
    was_ambiguous: bool = False
    """Whether the clocks showed this time twice that night, so that one of the two had to be chosen."""


def read_when(text: str, shape: TimeShape) -> When:
    """Read a date or a moment in one of the mapping's formats; a DateText needs none of them.

    Raises BadValue: bad_time (no format fits), implausible_day, no_such_time (skipped when the clocks went forward),
    ambiguous_time (where the mapping refuses those).
    """
    for pattern in ("iso",) if isinstance(text, DateText) else shape.formats:
        found = _parsed(text, pattern)
        if found is not None:
            return _placed(found, shape)
    raise BadValue(code="bad_time", value=text, formats=", ".join(shape.formats))


def read_meaning(text: str, meanings: Mapping[str, str]) -> str:
    """What a foreign value means here; raises BadValue (unknown_value) where the mapping does not say."""
    meaning = meanings.get(text, meanings.get(ANYTHING_ELSE))
    if meaning is None:
        raise BadValue(code="unknown_value", value=text, known=", ".join(meanings))
    return meaning


def read_text(text: str, longest: int) -> str:
    """A text of at most so many characters; raises BadValue (too_long)."""
    if len(text) > longest:
        raise BadValue(code="too_long", longest=longest, length=len(text))
    return text


def _parsed(text: str, pattern: str) -> dt.datetime | dt.date | None:
    try:
        if pattern != "iso":
            found = dt.datetime.strptime(text, pattern)  # noqa: DTZ007 - _placed gives it the mapping's zone
            return found if _has_hours(pattern) else found.date()
        return dt.date.fromisoformat(text) if len(text) == len("2026-11-21") else dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def _has_hours(pattern: str) -> bool:
    return any(mark in pattern for mark in ("%H", "%I", "%T", "%X", "%c"))


def _placed(found: dt.datetime | dt.date, shape: TimeShape) -> When:
    if not EARLIEST <= dt.date(found.year, found.month, found.day) <= LATEST:
        raise BadValue(code="implausible_day", value=str(found), first=EARLIEST.year, last=LATEST.year)
    if not isinstance(found, dt.datetime):
        return When(found)
    if found.tzinfo is not None:
        return When(found.astimezone(shape.zone).date(), found.astimezone(dt.UTC))
    return _in_zone(found, shape)


def _in_zone(naive: dt.datetime, shape: TimeShape) -> When:
    """A time without offset in the mapping's zone, with a look at the two nights when the clocks change."""
    local = naive.replace(tzinfo=shape.zone)
    if shape.zone is dt.UTC:
        return When(naive.date(), local)
    at = local.astimezone(dt.UTC)
    if local.utcoffset() == local.replace(fold=1).utcoffset():
        return When(naive.date(), at)
    if at.astimezone(shape.zone).replace(tzinfo=None) != naive:
        raise BadValue(code="no_such_time", value=str(naive), zone=shape.zone_name)
    if shape.ambiguous == "refuse":
        raise BadValue(code="ambiguous_time", value=str(naive), zone=shape.zone_name)
    chosen = local.replace(fold=int(shape.ambiguous == "second"))
    return When(naive.date(), chosen.astimezone(dt.UTC), was_ambiguous=True)
