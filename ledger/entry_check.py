"""Whether one entry is right, and right behind the one before it. Pure: a row and a trail, no database.

A million entries are walked in half a minute, so everything here is written for that: the canonical form is proved by
writing the parsed text again, and looked at closely only where it holds more than plain ASCII.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Protocol

from ledger.actions import moment_text
from ledger.canonical import ENTRY_PREFIX, FORMAT_VERSION, GENESIS_HASH, MAX_INTEGER, canonical
from ledger.tags import Tag, known_tags

PARTS: Final[dict[str, type]] = {
    "format": int,
    "office": str,
    "stream": str,
    "position": int,
    "leaf": int,
    "tag": str,
    "recorded_at": str,
    "effective_on": str,
    "actor": str,
    "reason": str,
    "data": dict,
    "previous": str,
}
"""The parts of an entry and what each is."""


class Row(Protocol):
    """The columns of an entry, as the database holds them: SQLite keeps a moment as text, and every letter counts."""

    @property
    def leaf(self) -> int: ...
    @property
    def stream(self) -> str: ...
    @property
    def position(self) -> int: ...
    @property
    def tag(self) -> str: ...
    @property
    def recorded_at(self) -> str | dt.datetime: ...
    @property
    def canonical(self) -> str: ...
    @property
    def previous_hash(self) -> str: ...
    @property
    def hash(self) -> str: ...


UNREADABLE: Final = "its columns cannot be read"


@dataclass
class Trail:
    """What the entries so far leave to compare the next one with."""

    office: str | None
    leaf: int = 0
    hash: str = GENESIS_HASH
    recorded_at: str = ""
    positions: dict[str, int] = field(default_factory=dict)
    tags: Mapping[str, Tag] = field(default_factory=known_tags)


def fault(row: Row, trail: Trail) -> str | None:
    """Why an entry is wrong; None where it is right, and then the trail ends with it."""
    if row.leaf != trail.leaf + 1:
        return f"entry {trail.leaf + 1} is missing; the next one found is {row.leaf}"
    text = row.canonical
    if type(text) is not str:
        return UNREADABLE
    if hashlib.sha256(ENTRY_PREFIX + text.encode()).hexdigest() != row.hash:
        return "its text does not give its hash"
    content = _parsed(text)
    if content is None:
        return "its text is not in canonical form"
    if not _is_shaped(content):
        return f"its shape is not that of format {FORMAT_VERSION}"
    return _fault_in_content(row, content, trail)


def _fault_in_content(row: Row, content: dict[str, Any], trail: Trail) -> str | None:
    stream, position = row.stream, trail.positions.get(row.stream, 0) + 1
    moment = content["recorded_at"]
    if not (
        content["office"] == trail.office
        and content["previous"] == row.previous_hash == trail.hash
        and content["leaf"] == row.leaf
        and content["stream"] == stream
        and content["position"] == row.position == position
        and content["tag"] == row.tag
        and _is_moment(moment, row.recorded_at)
        and moment >= trail.recorded_at
        and _is_day(content["effective_on"])
        and fits(content, trail.tags)
    ):
        return _reason(row, content, trail, position)
    trail.leaf, trail.hash, trail.recorded_at = row.leaf, row.hash, moment
    trail.positions[stream] = position
    return None


def _reason(row: Row, content: dict[str, Any], trail: Trail, position: int) -> str:
    """Which of it is wrong; asked once in a walk."""
    checks = {
        "it belongs to another office": content["office"] == trail.office,
        "it does not follow its predecessor": content["previous"] == row.previous_hash == trail.hash,
        "its leaf number differs from its text": content["leaf"] == row.leaf,
        "its stream differs from its text": content["stream"] == row.stream,
        "its position leaves a gap in its stream": content["position"] == row.position == position,
        "its tag differs from its text": content["tag"] == row.tag,
        "its moment differs from its text": _is_moment(content["recorded_at"], row.recorded_at),
        "its moment is before that of its predecessor": content["recorded_at"] >= trail.recorded_at,
        "its effective day is no date": _is_day(content["effective_on"]),
    }
    return next((why for why, is_right in checks.items() if not is_right), "its data do not fit its tag")


def _parsed(text: str) -> Any:
    """The content of a canonical text; None where it is not canonical (``ledger.canonical`` says what that is)."""
    try:
        content, _end = _READ(text)  # what stands behind it makes another text than the one written again
        is_canonical = (_WRITE(content) if text.isascii() else canonical(content)) == text
    except (ValueError, RecursionError):
        return None
    return content if is_canonical else None


def _no_float(text: str) -> float:
    raise ValueError(f"an entry holds no float: {text}")


def _integer(text: str) -> int:
    number = int(text)
    if abs(number) > MAX_INTEGER:
        raise ValueError(f"an entry holds integers up to 2^53 - 1, not {text}")
    return number


_READ: Final = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float, parse_int=_integer).raw_decode
_WRITE: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode
"""ASCII is in NFC, so its keys and texts are what they have to be once the same bytes come out again."""


def _is_shaped(content: Any) -> bool:
    if not isinstance(content, dict) or tuple(content) != _NAMES:
        return False
    return content["format"] == FORMAT_VERSION and tuple(map(type, content.values())) == _KINDS


_NAMES: Final = tuple(sorted(PARTS))
"""The parts in the order of a canonical text."""
_KINDS: Final = tuple(PARTS[name] for name in _NAMES)
"""And the kind of each."""


def _is_moment(text: str, column: str | dt.datetime) -> bool:
    """Whether a column holds the moment of a text: SQLite keeps naive UTC with a blank, PostgreSQL knows moments."""
    if type(column) is str:
        return text == f"{column}Z".replace(" ", "T", 1) and column[10:11] == " "
    return isinstance(column, dt.datetime) and column.tzinfo is not None and text == moment_text(column)


def fits(content: dict[str, Any], tags: Mapping[str, Tag]) -> bool:
    """Whether the data have the keys of a version of their tag."""
    tag = tags.get(content["tag"])
    return tag is not None and content["data"].keys() in tag.shapes


@lru_cache(maxsize=5_000)
def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
