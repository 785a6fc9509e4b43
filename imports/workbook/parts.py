"""The parts of a workbook: limits on what they may unpack to, and which are read as a stream."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element
from zipfile import ZipFile, ZipInfo

from defusedxml.ElementTree import fromstring

from imports.errors import BadFile
from imports.workbook.formats import DateFormats, read_formats

LARGEST_RATIO: Final = 150
"""Ours: how many times larger than packed a large part may be. The most uniform sheet we could make packs 1:40, a
deliberate bomb 1:1,000."""

LARGE_BYTES: Final = 64 * 1024 * 1024
"""Below this a part is never called a bomb: it does no harm."""

LARGEST_BYTES: Final = 16 * 1024**3
"""Ours: no part may unpack to more; a full sheet (1,048,576 rows) of thirty columns unpacks to about a tenth of it."""

LARGEST_SMALL_BYTES: Final = 32 * 1024 * 1024
"""Ours: parts that are read whole (list of sheets, styles). Excel allows 65,490 styles, some 10 MB."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of the workbook: the name people see, the part it is kept in."""

    name: str
    part: str
    is_visible: bool


@dataclass(frozen=True)
class Contents:
    """What is known of a workbook before its cells are read."""

    sheets: tuple[Sheet, ...]
    texts_part: str | None
    """The part with the texts that cells share."""
    formats: DateFormats


def read_contents(path: Path, archive: ZipFile) -> Contents:
    """The sheets, formats and calendar of a workbook.

    Raises BadFile (bomb); ValueError, KeyError and the like, also of defusedxml, where its parts are damaged.
    """
    for part in archive.infolist():
        if _is_bomb(part):
            raise BadFile(code="bomb", name=path.name)
    workbook = _tree(archive, "xl/workbook.xml")
    targets = {
        link.attrib["Id"]: (link.attrib["Type"].rpartition("/")[2], _target(link.attrib["Target"]))
        for link in _named(_tree(archive, "xl/_rels/workbook.xml.rels"), "Relationship")
    }
    parts = dict(targets.values())
    settings = next(_named(workbook, "workbookPr"), None)
    styles = parts.get("styles")
    return Contents(
        sheets=tuple(_sheets(workbook, targets)),
        texts_part=parts.get("sharedStrings"),
        formats=read_formats(
            _tree(archive, styles) if styles else None,
            is_1904=settings is not None and settings.get("date1904") in {"1", "true"},
        ),
    )


def _sheets(workbook: Element, targets: dict[str, tuple[str, str]]) -> Iterator[Sheet]:
    """The sheets in their order; charts on sheets of their own are left out."""
    for sheet in _named(workbook, "sheet"):
        link = next(value for name, value in sheet.attrib.items() if name.endswith("}id"))
        kind, target = targets[link]
        if kind == "worksheet":
            yield Sheet(sheet.attrib["name"], target, sheet.get("state", "visible") == "visible")


def _tree(archive: ZipFile, name: str) -> Element:
    if archive.getinfo(name).file_size > LARGEST_SMALL_BYTES:
        raise ValueError(name)
    found: Element = fromstring(archive.read(name), forbid_dtd=True)
    return found


def _named(tree: Element, name: str) -> Iterator[Element]:
    return (element for element in tree.iter() if element.tag.rpartition("}")[2] == name)


def _target(target: str) -> str:
    """The name of a part as the workbook's list of relations tells it: from the root, or from its own folder."""
    return target[1:] if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def chosen(path: Path, sheets: tuple[Sheet, ...], wanted: str | int | None) -> Sheet:
    """The sheet of a name or number (from 1), or the first one that is not hidden. Raises BadFile (no_such_sheet)."""
    visible = [sheet for sheet in sheets if sheet.is_visible] or list(sheets)
    if wanted is None and visible:
        return visible[0]
    if isinstance(wanted, int) and 1 <= wanted <= len(sheets):
        return sheets[wanted - 1]
    named = [sheet for sheet in sheets if sheet.name.strip() == wanted]
    if not named:
        known = ", ".join(sheet.name for sheet in sheets[:60])
        raise BadFile(code="no_such_sheet", name=path.name, sheet=wanted, known=known)
    return named[0]


def _is_bomb(part: ZipInfo) -> bool:
    """Whether a part would unpack to something out of proportion; more than it declares is never unpacked."""
    is_large = part.file_size > LARGE_BYTES
    return part.file_size > LARGEST_BYTES or (is_large and part.file_size > LARGEST_RATIO * part.compress_size)
