"""What is taken in, under which limits, and what a file may be called. The content decides, never the name."""

from __future__ import annotations

import enum
import re
import unicodedata
from typing import Final

from kernel.errors import RuleBroken


class Kind(enum.StrEnum):
    """What a stored file is. The value is the extension of every name it is given out under."""

    JPEG = "jpg"
    PNG = "png"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    ODS = "ods"
    TEXT = "txt"


class FileState(enum.StrEnum):
    """Whether a stored file may be given out."""

    HELD = "held"
    AVAILABLE = "available"
    INFECTED = "infected"


MEDIA_TYPES: Final[dict[Kind, str]] = {
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
    Kind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    Kind.TEXT: "text/plain; charset=utf-8",
}
"""What a file is sent as. Source: the IANA registry of media types."""

IMAGES: Final = frozenset({Kind.JPEG, Kind.PNG})
"""What a browser may show instead of only saving it."""

FILES_PER_FORM: Final = 5
"""Ours: a letter with five enclosures is a thick one; more goes on paper or on a second form."""

FILES_PER_CASE: Final = 100
"""Ours: a case with more is kept in the archive, not on one page."""

MEGABYTE: Final = 1024 * 1024

LONGEST_NAME: Final = 120
"""Ours: characters of a name with its extension; 255 bytes, what file systems take, hold it in any script."""

LONGEST_NAME_BYTES: Final = 240
"""Ours: under the 255 bytes of ext4 and NTFS, with room for "(1)"."""

NAMELESS: Final = "plik"
"""Ours: what a file is called whose own name had nothing in it."""

_LAST_SUFFIX: Final = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")
_MORE_SUFFIXES: Final = re.compile(
    r"\.(jpe?g|png|gif|webp|heic|pdf|docx?|docm|xlsx?|xlsm|odt|ods|txt|csv|html?|svg|xml|js|exe|scr|com|bat|cmd|ps1|"
    r"vbs|lnk|msi|jar|zip|rar|7z|php)$",
    re.IGNORECASE,
)
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
"""Names Windows keeps for devices. Source: Microsoft, "Naming Files, Paths, and Namespaces"."""


class FileRefused(RuleBroken):
    """The file is not taken in. ``code`` says why, ``facts`` hold what the sentence needs: name, limit."""

    code = "file_refused"


def clean_name(given: str, kind: Kind) -> str:
    """The name a file is shown and given out under: one line, no path, no control or direction signs, and the extension
    of what the file is.

    >>> clean_name("../../faktura.pdf.exe", Kind.PDF)
    'faktura.pdf'
    """
    name = unicodedata.normalize("NFC", given.replace("\\", "/")).rsplit("/", 1)[-1]
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] not in "CZ" or sign == " ")
    name = re.sub(r'[<>:"|?*%\s]+', " ", name).strip(" .")
    stem = _LAST_SUFFIX.sub("", name)
    while _MORE_SUFFIXES.search(stem):
        stem = _MORE_SUFFIXES.sub("", stem)
    return _fitting(stem.strip(" .") or NAMELESS, f".{kind.value}")


def _fitting(stem: str, extension: str) -> str:
    """The stem, shortened to the longest name, and its extension."""
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    stem = stem[: LONGEST_NAME - len(extension)]
    while len((stem + extension).encode()) > LONGEST_NAME_BYTES:
        stem = stem[:-1]
    return (stem.rstrip(" .") or NAMELESS) + extension
