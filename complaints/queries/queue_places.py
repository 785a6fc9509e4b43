"""The order of the queue, in stretches that an index holds each, and places in it.

A place is the key of a row: whoever asks for what follows it gets there at once, however deep it is, and nothing is
shown twice or left out because somebody filed or settled a case meanwhile.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, UnaryExpression, bindparam, tuple_

from complaints.models import Complaint
from complaints.queries.queue_filter import IN_STATE, QueueFilter
from complaints.queries.standing import is_open

KEY: Final = re.compile(r"([a-z])\.(\d{8}|-)\.(\d{1,17})\.([0-9a-f]{32})", re.ASCII)
LAST: Final = "end"
"""The place behind the last row."""

EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Stretch:
    """A part of the list: its letter in a key, its condition, the day it is ordered by (None: there is none)."""

    letter: str
    where: tuple[ColumnElement[bool], ...]
    day: Any
    is_latest_first: bool = False

    @property
    def columns(self) -> tuple[Any, ...]:
        """What its rows are ordered by: the day, then the moment of registration; the id decides between equals."""
        rest = (Complaint.registered_at, Complaint.id)
        return rest if self.day is None else (self.day, *rest)

    def falls(self, *, is_forward: bool) -> bool:
        """Whether its rows are read from the highest value down."""
        return self.is_latest_first is is_forward

    def order(self, *, is_forward: bool) -> list[UnaryExpression[Any]]:
        """The order to read it in."""
        return in_order(self.columns, falls=self.falls(is_forward=is_forward))

    def beyond(self, place: Place, *, is_forward: bool) -> ColumnElement[bool]:
        """Only what comes after a place (before it, backwards)."""
        values = place.values if self.day is None else (place.day, *place.values)
        bound = tuple_(
            *(bindparam(None, value, column.type) for value, column in zip(values, self.columns, strict=True))
        )
        own = tuple_(*self.columns)
        return own < bound if self.is_latest_first is is_forward else own > bound


def in_order(columns: Sequence[Any], *, falls: bool) -> list[UnaryExpression[Any]]:
    """What a statement is ordered by, so that all columns rise or all fall."""
    return [column.desc() if falls else column.asc() for column in columns]


class Place(NamedTuple):
    """Where a row stands: the letter of its stretch, and the values it is ordered by."""

    letter: str
    day: dt.date | None
    registered_at: dt.datetime
    id: uuid.UUID

    @property
    def values(self) -> tuple[dt.datetime, uuid.UUID]:
        """What orders the rows of a day."""
        return self.registered_at, self.id

    @property
    def order(self) -> tuple[dt.date, dt.datetime, str]:
        """What sorts rows of a stretch as the database does."""
        return self.day or dt.date.min, self.registered_at, self.id.hex

    @property
    def key(self) -> str:
        """The place as a word of an address: ``d.20261123.1795248000000000.`` and the id."""
        day = "-" if self.day is None else f"{self.day:%Y%m%d}"
        return f"{self.letter}.{day}.{(self.registered_at - EPOCH) // dt.timedelta(microseconds=1)}.{self.id.hex}"


def stretches(wanted: QueueFilter) -> Sequence[Stretch]:
    """The parts of the list somebody asked for: open cases by their last day, then the closed ones, latest first."""
    due, undated = (
        Stretch("d", (is_open(), Complaint.due_on.is_not(None)), Complaint.due_on),
        Stretch("u", (is_open(), Complaint.due_on.is_(None)), None),
    )
    settled = Stretch("s", (IN_STATE["settled"](),), Complaint.settled_on, is_latest_first=True)
    left = Stretch("l", (IN_STATE["left"](),), Complaint.left_on, is_latest_first=True)
    if wanted.due:
        return [due]
    if wanted.is_of_open:
        return [due, undated]
    return {"settled": [settled], "left": [left]}.get(wanted.state, [due, undated, settled, left])


def read_place(key: str, within: Sequence[Stretch]) -> Place | None:
    """The place behind a word of an address; None where it is no place of this list."""
    found = KEY.fullmatch(key)
    stretch = next((one for one in within if found and one.letter == found[1]), None)
    if found is None or stretch is None or (found[2] == "-") is not (stretch.day is None):
        return None
    try:
        day = None if stretch.day is None else dt.datetime.strptime(found[2], "%Y%m%d").replace(tzinfo=dt.UTC).date()
        registered_at = EPOCH + dt.timedelta(microseconds=int(found[3]))
    except (ValueError, OverflowError):
        return None
    return Place(found[1], day, registered_at, uuid.UUID(found[4]))
