"""Finding out in which encoding a file probably is, to say so; it is never changed behind the mapping's back."""

from __future__ import annotations

import codecs
from itertools import islice
from pathlib import Path
from typing import Final

from imports.errors import BadFile

SAMPLE_BYTES: Final = 1_000_000
"""How much of the file is looked at before it is read."""

NULS_OF_UTF16: Final = 0.2
"""Share of NUL bytes above which text without a byte order mark is taken for UTF-16 (Latin text has about a half)."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_POLISH: Final = {name: "ąęćłńóśźżĄĘĆŁŃÓŚŹŻ".encode(name) for name in ("cp1250", "iso8859-2")}


def check_encoding(path: Path, encoding: str) -> str:
    """The codec to open the file with, once its beginning is seen not to contradict the mapping's encoding.

    UTF-8 may begin with a byte order mark. Raises BadFile: wrong_encoding (with the line where it
    shows and what the file looks like).
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    if _contradicts(sample, encoding):
        raise wrong_encoding(path, encoding, sample)
    return "utf-8-sig" if encoding == "utf-8" else encoding


def wrong_encoding(path: Path, encoding: str, sample: bytes | None = None) -> BadFile:
    """The refusal of a file that cannot be in the encoding of the mapping."""
    line, around = _bad_lines(path, encoding)
    probable = probable_encoding(sample or around)
    return BadFile(code="wrong_encoding", name=path.name, expected=encoding, probable=probable, line=line)


def probable_encoding(sample: bytes) -> str:
    """The encoding a text most probably has: by its byte order mark, its NUL bytes, valid UTF-8, its Polish letters."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if sample.count(b"\0") > NULS_OF_UTF16 * max(len(sample), 1):
        high_byte_first = sample[::2].count(b"\0") > sample[1::2].count(b"\0")
        return "utf-16-be" if high_byte_first else "utf-16-le"
    if _is_utf8(sample):
        return "utf-8"
    return max(_POLISH, key=lambda name: sum(sample.count(byte) for byte in _POLISH[name]))


def _contradicts(sample: bytes, encoding: str) -> bool:
    probable, expected = _family(probable_encoding(sample)), _family(encoding)
    if probable == expected:
        return False
    if probable == "utf-8":
        return expected in ("utf-16", "utf-32") or not sample.isascii()
    return probable in ("utf-16", "utf-32") or expected.startswith("utf-")


def _family(encoding: str) -> str:
    return "-".join(encoding.split("-")[:2]) if encoding.startswith("utf-") else encoding


def _is_utf8(sample: bytes) -> bool:
    """Whether it is valid UTF-8; a character cut in two by the end of the sample does not count against it."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=len(sample) < SAMPLE_BYTES)
    except UnicodeDecodeError:
        return False
    return True


def _bad_lines(path: Path, encoding: str) -> tuple[int, bytes]:
    """The number of the first line that cannot be read so, with it and what follows; line 1 if each line can."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode(encoding)
            except UnicodeError:
                return number, line + b"".join(islice(file, 1000))
    return 1, b""
