"""What a file really is: first bytes, then its structure. A name or a declared type is never asked."""

from __future__ import annotations

from pathlib import Path

from attachments.content import images, pdf, plain, zipped
from attachments.rules import FileRefused, Kind

HEAD_BYTES = 4096
"""Ours: enough for every signature and for the first line of a text."""


def look(path: Path) -> Kind | None:
    """The kind of a file that is taken in; None for an image, which becomes one of ours by being drawn anew.

    Raises FileRefused for everything else, with the reason.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if images.is_image(head):
        return None
    if head.startswith(pdf.SIGNATURE):
        return pdf.checked(path)
    if head.startswith(zipped.SIGNATURE):
        return zipped.checked(path)
    _refuse_known(head)
    return plain.checked(path)


def _refuse_known(head: bytes) -> None:
    """Better words for what people send in good faith and we do not take."""
    if head[4:8] == b"ftyp":
        is_picture = head[8:12] in {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}
        raise FileRefused(code="file_heic" if is_picture else "file_kind")
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise FileRefused(code="file_old_office")  # OLE2: .doc, .xls, and every encrypted .docx
