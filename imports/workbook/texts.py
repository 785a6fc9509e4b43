"""The texts cells share, kept in a file beside memory: a workbook of 200 MB may have millions of them."""

from __future__ import annotations

import struct
from functools import lru_cache
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Final
from xml.sax.xmlreader import AttributesImpl

from imports.workbook.cells import unescaped
from imports.workbook.stream import Elements, Endless, fed

IN_MEMORY: Final = 20_000
"""Texts at the beginning that are kept in memory when short: words that come again and again were used first."""

SHORT: Final = 200
"""Characters; so that those in memory take some 10 MB at most."""

REMEMBERED: Final = 2_000
"""Texts read last from the file that stay in memory: at 32,767 characters each some 60 MB at the very worst."""

LONGEST: Final = 1024 * 1024
"""Ours: characters of one text. Excel keeps 32,767; somebody else's program may write more, nobody a million."""

_PLACE: Final = struct.Struct("<QQ")


class SharedTexts:
    """Numbered texts, from a part of a workbook. Use it as a context: its files vanish at the end."""

    def __init__(self) -> None:
        self._texts = TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._places = TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._end = 0
        self._first: list[str | None] = []
        self.count = 0
        self.read = lru_cache(REMEMBERED)(self._read)

    def __enter__(self) -> SharedTexts:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, _exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._texts.close()
        self._places.close()

    def fill(self, part: IO[bytes]) -> None:
        """Take in all texts of the part. Raises what ``stream.fed`` raises."""
        found = _Texts()
        for _piece in fed(part, found):
            for text in found.done:
                self._add(text)
            found.done.clear()
        self._texts.flush()
        self._places.flush()

    def text(self, number: int) -> str:
        """The text of a number. Raises IndexError where there is none."""
        if not 0 <= number < self.count:
            raise IndexError(number)
        kept = self._first[number] if number < IN_MEMORY else None
        return self.read(number) if kept is None else kept

    def _add(self, text: str) -> None:
        if self.count < IN_MEMORY:
            self._first.append(text if len(text) <= SHORT else None)
        raw = text.encode("utf-8", "replace")
        self._texts.write(raw)
        self._places.write(_PLACE.pack(self._end, len(raw)))
        self._end += len(raw)
        self.count += 1

    def _read(self, number: int) -> str:
        self._places.seek(number * _PLACE.size)
        start, length = _PLACE.unpack(self._places.read(_PLACE.size))
        self._texts.seek(start)
        return self._texts.read(length).decode()


class _Texts(Elements):
    """Collects ``si`` elements; what is written above words as a reading aid (``rPh``) is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self._pieces: list[str] = []
        self._length = 0
        self._is_text = False
        self._aids = 0

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        """An element begins."""
        if name == "si":
            self._pieces, self._length = [], 0
        elif name == "rPh":
            self._aids += 1
        self._is_text = name == "t" and not self._aids

    def characters(self, content: str) -> None:
        """A piece of text."""
        if self._is_text:
            self._pieces.append(content)
            self._length += len(content)
            if self._length > LONGEST:
                raise Endless

    def end(self, name: str) -> None:
        """An element ends."""
        self._is_text = False
        if name == "si":
            self.done.append(unescaped("".join(self._pieces)))
        elif name == "rPh":
            self._aids -= 1
