"""Plain text: UTF-8 that can be printed, and no language a browser or a shell would carry out."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Final

from attachments.rules import FileRefused, Kind
from attachments.shelf import CHUNK

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_CODE: Final = re.compile(r"\s*(<[!?a-z]|#!|%!|%PDF-|@echo|\{\\rtf|MIME-Version:|-----BEGIN)", re.IGNORECASE)
"""How markup, scripts, PostScript, RTF, saved mails and keys begin."""


def checked(path: Path) -> Kind:
    """Raises FileRefused for anything that is no plain text in UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    is_first = True
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError:
                raise FileRefused(code="file_kind") from None
            if _CONTROL.search(text) or (is_first and _CODE.match(text)):
                raise FileRefused(code="file_kind")
            is_first = False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise FileRefused(code="file_kind") from None
    return Kind.TEXT
