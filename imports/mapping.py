"""The parts every mapping has: how the file is written and how its times are to be read."""

from __future__ import annotations

import codecs
import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from imports.errors import BadMapping
from imports.sections import Section, load_toml

MAPPING_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
"""A mapping's name is the source its records are known by for ever, so it is short and plain."""

Fold = Literal["first", "second", "refuse"]


@dataclass(frozen=True)
class FileShape:
    """How the file is written down."""

    encoding: str = "utf-8"
    delimiter: str | None = None
    """None: found out from the header."""
    nothing: frozenset[str] = frozenset({""})
    """Values that mean "no value"."""
    sheet: str | int | None = None
    """The sheet of a workbook by its name, or its number from 1; None: the first that is not hidden."""


@dataclass(frozen=True)
class TimeShape:
    """How dates and times are written."""

    zone: dt.tzinfo
    zone_name: str
    """The zone of times without an offset, and of the foreign office's own days."""
    formats: tuple[str, ...]
    """strptime formats, or "iso"; tried in this order. One without an hour gives a day and no moment."""
    ambiguous: Fold = "first"
    """An hour that came twice when the clocks went back: which of the two, or refuse the row."""


def load_mapping(name_or_path: str, shipped: Path) -> Section:
    """A shipped mapping by its name, or the mapping in a file (a name with ``.toml`` or a slash).

    Raises BadMapping (no_such_mapping_name) naming the shipped ones.
    """
    if name_or_path.endswith(".toml") or "/" in name_or_path or "\\" in name_or_path:
        return load_toml(Path(name_or_path))
    path = shipped / f"{name_or_path}.toml"
    if not MAPPING_NAME.fullmatch(name_or_path) or not path.is_file():
        raise BadMapping(code="no_such_mapping_name", name=name_or_path, known=", ".join(shipped_names(shipped)))
    return load_toml(path)


def shipped_names(shipped: Path) -> list[str]:
    """Names of the mappings that come with the product."""
    return sorted(path.stem for path in shipped.glob("*.toml"))


def read_name(section: Section) -> str:
    """The mapping's own name: lower-case letters, digits, hyphen, underscore, at most 60."""
    name = section.text("name")
    if not MAPPING_NAME.fullmatch(name):
        raise BadMapping(code="bad_name", where=section.where("name"), value=name)
    return name


def read_file_shape(section: Section) -> FileShape:
    """The [file] table."""
    encoding = section.optional_text("encoding") or "utf-8"
    try:
        encoding = codecs.lookup(encoding).name
    except LookupError:
        raise BadMapping(code="unknown_encoding", where=section.where("encoding"), value=encoding) from None
    delimiter = section.one_of("delimiter", (",", ";", "tab", "|", "auto"), "auto")
    nothing = frozenset({"", *section.texts("nothing")})
    sheet = section.text_or_integer("sheet")
    section.finish()
    return FileShape(encoding, {"tab": "\t", "auto": None}.get(delimiter, delimiter), nothing, sheet)


def read_time_shape(section: Section) -> TimeShape:
    """The [time] table."""
    zone_name = section.optional_text("zone") or "Europe/Warsaw"
    try:
        zone: dt.tzinfo = dt.UTC if zone_name == "UTC" else ZoneInfo(zone_name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadMapping(code="unknown_zone", where=section.where("zone"), value=zone_name) from None
    formats = section.texts("formats") or ("iso",)
    for shape in formats:
        _check_format(section, shape)
    ambiguous = cast(Fold, section.one_of("ambiguous", ("first", "second", "refuse"), "first"))
    section.finish()
    return TimeShape(zone, zone_name, formats, ambiguous)


def _check_format(section: Section, shape: str) -> None:
    """A format must be readable and give back the day it wrote: otherwise it lacks the day, the month or the year."""
    if shape == "iso":
        return
    sample = dt.datetime(2026, 11, 21, 13, 45, tzinfo=dt.UTC)
    try:
        again = dt.datetime.strptime(sample.strftime(shape), shape)  # noqa: DTZ007 - only the day is looked at
    except ValueError:
        again = None
    if again is None or again.date() != sample.date():
        raise BadMapping(code="bad_format", where=section.where("formats"), value=shape)
