"""Looking into a PDF as far as these tests need it: its objects in plain text, without a reader of our own."""

from __future__ import annotations

import re
import zlib


def plain(pdf: bytes) -> str:
    """All objects and streams of a PDF, inflated, one after the other (Latin-1)."""
    found = [pdf]
    for start in re.finditer(rb"stream\r?\n", pdf):
        try:
            found.append(zlib.decompressobj().decompress(pdf[start.end() :]))
        except zlib.error:
            continue  # a stream that is not packed: it stands in the file as it is
    return b"\n".join(found).decode("latin-1")


def count(pdf: bytes, role: str) -> int:
    """How many elements of a role (H1, P, Table, TH, Figure ...) the structure tree has."""
    return len(re.findall(rf"/S\s*/{role}\b", plain(pdf)))


def pages(pdf: bytes) -> int:
    """How many pages it has."""
    return len(re.findall(r"/Type\s*/Page\b", plain(pdf)))


def says(pdf: bytes, text: str) -> bool:
    """Whether a string stands in the file: in its metadata, or as a title or other words (UTF-16)."""
    return text in plain(pdf).encode("latin-1").decode("utf-8", "replace") or _escaped(text) in plain(pdf)


def _escaped(text: str) -> str:
    return ("\ufeff" + text).encode("utf-16-be").decode("latin-1")


def is_accessible(pdf: bytes) -> bool:
    """Whether the file claims PDF/UA-1, is tagged, shows its title and says its language. A claim: the typesetter
    refuses to write it where its own checks fail, and a validator is the judge."""
    words = plain(pdf)
    wanted = (
        r"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=\"1\"",
        r"/MarkInfo\s*<<[^>]*/Marked\s+true",
        r"/DisplayDocTitle\s+true",
        r"/Lang\s*\(",
        r"/StructTreeRoot\b",
    )
    return all(re.search(each, words) for each in wanted)


def spoken(pdf: bytes) -> str:
    """The language the file says it is in."""
    found = re.search(r"/Lang\s*\((\w+)\)", plain(pdf))
    return found.group(1) if found else ""
