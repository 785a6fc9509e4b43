"""PDF: a head at the very first byte, an end, no encryption, and not an archive at the same time.

What runs inside a PDF cannot be judged without carrying it out; that is what the scanner and "download only" are for.
"""

from __future__ import annotations

import mmap
import re
from pathlib import Path
from typing import Final

from attachments.content.zipped import END_BYTES, END_SIGNATURE
from attachments.rules import FileRefused, Kind

SIGNATURE: Final = b"%PDF-"
_HEAD: Final = re.compile(rb"%PDF-[12]\.[0-9]")
_ENCRYPTED: Final = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
TAIL_BYTES: Final = 1024
"""Where the end mark may stand. Source: ISO 32000-1:2008, Annex H.3, implementation note 18."""


def checked(path: Path) -> Kind:
    """Raises FileRefused for a PDF that is cut off, encrypted, or an archive besides."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        size = len(content)
        if not _HEAD.match(content) or content.rfind(b"%%EOF", max(0, size - TAIL_BYTES)) < 0:
            raise FileRefused(code="file_damaged")
        if _ENCRYPTED.search(content):
            raise FileRefused(code="file_encrypted")
        if content.rfind(END_SIGNATURE, max(0, size - END_BYTES)) >= 0:
            raise FileRefused(code="file_two_kinds")
    return Kind.PDF
