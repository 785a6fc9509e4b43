"""ZIP files made by strangers: opened only when their members lie inside, and every way in which one can be damaged."""

from __future__ import annotations

import struct
import zipfile
import zlib
from os import SEEK_END
from typing import IO, Final

UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # a method or a version of ZIP that Python cannot read
    RuntimeError,  # an encrypted member
    ValueError,
    OverflowError,
)
"""What Python raises on a damaged ZIP opened by :func:`open_zip`; an OSError is the disk's."""

PACKED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def open_zip(file: IO[bytes]) -> zipfile.ZipFile:
    """An archive for reading, from an open binary file that can seek.

    Raises one of UNREADABLE. A directory may place a member before the beginning or behind the end, or name a packing
    no document uses: Python meets the damage only as an OSError of the seek or of bz2, which would pass for a fault
    of the disk, so both are refused here. Source: ISO/IEC 21320-1 (stored and deflated members only).
    """
    archive = zipfile.ZipFile(file)
    size = file.seek(0, SEEK_END)
    for member in archive.infolist():
        if not 0 <= member.header_offset < size:
            raise zipfile.BadZipFile("a member lies outside of the file")
        if member.compress_type not in PACKED:
            raise NotImplementedError("a member is packed in a way no document is")
    return archive
