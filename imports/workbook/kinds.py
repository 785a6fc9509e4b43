"""What kind of file it is, by its content and never by its name, and a clear refusal of what is no table for us."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from imports.errors import BadFile
from kernel.zip_files import UNREADABLE, open_zip

ZIP: Final = b"PK\x03\x04"
"""First bytes of .xlsx, .ods and every other ZIP archive. Source: APPNOTE.TXT 4.3.7."""

OLE: Final = b"\xd0\xcf\x11\xe0"
"""First bytes of old .xls and of any Office file under a password. Source: [MS-CFB] 2.2."""

LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
"""The stream of an OLE file that holds a workbook under a password. Source: [MS-OFFCRYPTO] 2.3.4.4."""

MACROS: Final = b"macroEnabled"
"""In the list of contents of a workbook with macros (.xlsm). Source: [MS-OFFMACRO2] 2.2.1.9."""

STRICT: Final = b"http://purl.oclc.org/ooxml/"
"""Names of a workbook saved as "Strict Open XML", which no common library reads. Source: ISO/IEC 29500-1."""

CHUNK_BYTES: Final = 1024 * 1024


def is_workbook(path: Path) -> bool:
    """Whether a file is an .xlsx workbook (True) or to be read as text (False).

    Raises BadFile for what only looks like one: old_workbook (.xls), locked_workbook (password), macro_workbook
    (.xlsm), binary_workbook (.xlsb), open_document (.ods), strict_workbook, broken_workbook, not_workbook.
    """
    with path.open("rb") as file:
        head = file.read(len(OLE))
    if head == OLE:
        raise BadFile(code="locked_workbook" if _holds(path, LOCKED) else "old_workbook", name=path.name)
    if not head.startswith(ZIP):
        return False
    try:
        with path.open("rb") as file, open_zip(file) as archive:
            trouble = _trouble(archive)
    except zipfile.BadZipFile:
        trouble = "not_workbook"
    except UNREADABLE:
        trouble = "broken_workbook"
    if trouble:
        raise BadFile(code=trouble, name=path.name)
    return True


def _trouble(archive: ZipFile) -> str | None:
    names = set(archive.namelist())
    if "mimetype" in names and _start(archive, "mimetype").startswith(b"application/vnd.oasis.opendocument"):
        return "open_document"
    if "xl/workbook.bin" in names:
        return "binary_workbook"
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        return "not_workbook"
    if MACROS in _start(archive, "[Content_Types].xml"):
        return "macro_workbook"
    return "strict_workbook" if STRICT in _start(archive, "xl/workbook.xml") else None


def _start(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(CHUNK_BYTES)


def _holds(path: Path, mark: bytes) -> bool:
    """Whether a mark stands anywhere in a file, looked for piece by piece."""
    before = b""
    with path.open("rb") as file:
        while piece := file.read(CHUNK_BYTES):
            if mark in before + piece:
                return True
            before = piece[-len(mark) :]
    return False
