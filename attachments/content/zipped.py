"""Office files: archives with the right parts in them, whole, without programs, and of a size that can be unpacked."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from attachments.rules import MEGABYTE, FileRefused, Kind
from attachments.shelf import CHUNK
from kernel.zip_files import UNREADABLE, open_zip

SIGNATURE: Final = b"PK\x03\x04"
END_SIGNATURE: Final = b"PK\x05\x06"
END_BYTES: Final = 22 + 65_535
"""The end record and its longest comment. Source: PKWARE APPNOTE 6.3.10, section 4.3.16."""

MOST_PARTS: Final = 2_000
"""Ours: a thick document has some hundred parts."""

MOST_UNPACKED: Final = 150 * MEGABYTE
"""Ours: a table of a million cells unpacks to about 100 MB."""

MOST_RATIO: Final = 200
"""Ours: times; office XML packs 10 to 50 times, a bomb a thousand times."""

LARGEST_INDEX: Final = 2 * MEGABYTE
"""Ours: the part that lists the others, read as XML."""

_OOXML: Final = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": Kind.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": Kind.XLSX,
}
"""Source: ECMA-376 part 1, sections 11.3.10 and 12.3.23."""

_ODF: Final = {
    b"application/vnd.oasis.opendocument.text": Kind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Kind.ODS,
}
"""Source: OASIS OpenDocument 1.3 part 2, section 3.3."""

_PROGRAM: Final = re.compile(
    r"(^|/)(vbaproject|vbadata|oleobject|activex|macrosheets?|basic|scripts)|\.(exe|dll|js|vbs|jar|swf|class|bat|cmd|ps1)$",
    re.IGNORECASE,
)
"""Parts that hold programs or objects of other programs."""


def checked(path: Path) -> Kind:
    """Raises FileRefused for an archive that is no plain office file, is damaged, encrypted, a bomb, or has macros."""
    try:
        with path.open("rb") as file, open_zip(file) as archive:
            parts = archive.infolist()
            _check_frame(path, archive, parts)
            kind = _kind(archive, parts)
            _unpack_for_trial(archive, parts)
    except (*UNREADABLE, KeyError) as error:
        raise FileRefused(code="file_damaged") from error
    return kind


def _check_frame(path: Path, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Nothing before, nothing behind, no encryption, no strange names, no bomb by its own account."""
    size = path.stat().st_size
    if archive.comment or min((part.header_offset for part in parts), default=0) != 0:
        raise FileRefused(code="file_two_kinds")
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused(code="file_encrypted")
    names = [part.filename for part in parts]
    if len(names) != len(set(names)) or any(_is_odd(name) for name in names):
        raise FileRefused(code="file_damaged")
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * size:
        raise FileRefused(code="file_bomb")


def _is_odd(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")


def _kind(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> Kind:
    names = {part.filename for part in parts}
    reader: Callable[[zipfile.ZipFile], Kind]
    if parts and parts[0].filename == "mimetype":
        reader = _odf
    elif "[Content_Types].xml" in names:
        reader = _ooxml
    else:
        raise FileRefused(code="file_archive")
    kind = reader(archive)
    if any(_PROGRAM.search(name) for name in names):
        raise FileRefused(code="file_macros")
    return kind


def _ooxml(archive: zipfile.ZipFile) -> Kind:
    types = {element.get("ContentType", "") for element in _xml(archive, "[Content_Types].xml").iter()}
    if any("macroenabled" in name.lower() or "vbaproject" in name.lower() for name in types):
        raise FileRefused(code="file_macros")
    found = [kind for name, kind in _OOXML.items() if name in types]
    if len(found) != 1:
        raise FileRefused(code="file_kind")
    return found[0]


def _odf(archive: zipfile.ZipFile) -> Kind:
    part = archive.getinfo("mimetype")
    if part.file_size > 100 or part.compress_type != zipfile.ZIP_STORED:
        raise FileRefused(code="file_damaged")
    kind = _ODF.get(archive.read(part))
    if kind is None:
        raise FileRefused(code="file_kind")
    manifest = _xml(archive, "META-INF/manifest.xml")
    if any(str(element.tag).endswith("}encryption-data") for element in manifest.iter()):
        raise FileRefused(code="file_encrypted")
    return kind


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
    if archive.getinfo(name).file_size > LARGEST_INDEX:
        raise FileRefused(code="file_bomb")
    try:
        root: Element = fromstring(archive.read(name), forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise FileRefused(code="file_damaged") from error
    return root


def _unpack_for_trial(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Unpack everything into nothing: sums are checked, and a size that lied is found before anybody trusts it."""
    left = MOST_UNPACKED
    for part in parts:
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise FileRefused(code="file_bomb")
