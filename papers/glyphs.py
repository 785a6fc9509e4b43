"""Which characters our fonts can draw. A paper that must be accessible may not hold an empty box (PDF/UA-1, 7.21.8)."""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parent / "fonts"
INSTEAD: Final = "\ufffd"
"""The sign of Unicode for "there was a character here that cannot be shown"."""

STANDS_FOR: Final = {"−": "–", "\u2011": "-", "≤": "<=", "≥": ">=", "≠": "<>", "∈": "in"}
"""What stands for a sign our fonts have no glyph for: of numbers, of words, of the formulas of definitions."""

_INVISIBLE: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f")
"""Hyphenation marks, joiners and selectors: nothing to draw, and nothing to complain of when they are left out."""

_SEGMENTS, _GROUPS = 4, 12
"""Formats of the table "cmap" we read: segments of 16 bits, groups of 32. Source: OpenType 1.9, "cmap"."""


@cache
def drawable() -> frozenset[int]:
    """The code points every one of our fonts has a glyph for."""
    return frozenset.intersection(*(_characters(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))))


def printable(text: str) -> str:
    """The text as it can be set: composed (NFC), without invisible signs, each sign without a glyph replaced by
    what stands for it, else by U+FFFD.

    Line breaks stay; other control characters become spaces.
    """
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_set(sign) for sign in composed if sign not in _INVISIBLE)


def unprintable(text: str) -> tuple[str, ...]:
    """The different signs of a text that cannot be printed, in the order they come."""
    composed = unicodedata.normalize("NFC", text)
    missing = [sign for sign in composed if sign not in _INVISIBLE and not _is_control(sign) and _set(sign) != sign]
    return tuple(dict.fromkeys(missing))


def _set(sign: str) -> str:
    if _is_control(sign):
        return sign if sign == "\n" else " "
    return sign if ord(sign) in drawable() else STANDS_FOR.get(sign, INSTEAD)


def _is_control(sign: str) -> bool:
    """Control, direction and format signs, and the separators of lines and paragraphs."""
    return unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp"}


def _characters(font: bytes) -> frozenset[int]:
    tables = dict(_tables(font))
    at = tables[b"cmap"]
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", font, at + 2)[0]):
        place = at + struct.unpack_from(">L", font, at + 4 + 8 * number + 4)[0]
        kind = struct.unpack_from(">H", font, place)[0]
        if kind == _SEGMENTS:
            found |= _of_segments(font, place)
        elif kind == _GROUPS:
            found |= _of_groups(font, place)
    return frozenset(found)


def _tables(font: bytes) -> list[tuple[bytes, int]]:
    count = struct.unpack_from(">H", font, 4)[0]
    return [struct.unpack_from(">4s4xL4x", font, 12 + 16 * number) for number in range(count)]


def _of_segments(font: bytes, at: int) -> set[int]:
    """Format 4. The last segment ends it with U+FFFF, which is no character."""
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 4 * count)
    offsets_at = at + 16 + 6 * count
    found: set[int] = set()
    for number, (start, end, delta) in enumerate(zip(starts, ends, deltas, strict=True)):
        offset_at = offsets_at + 2 * number
        offset = struct.unpack_from(">H", font, offset_at)[0]
        for code in range(start, min(end, 0xFFFE) + 1):
            index = struct.unpack_from(">H", font, offset_at + offset + 2 * (code - start))[0] if offset else code
            if (index + delta) & 0xFFFF if index or not offset else 0:
                found.add(code)
    return found


def _of_groups(font: bytes, at: int) -> set[int]:
    """Format 12."""
    count = struct.unpack_from(">L", font, at + 12)[0]
    found: set[int] = set()
    for number in range(count):
        start, end, glyph = struct.unpack_from(">3L", font, at + 16 + 12 * number)
        found.update(range(start if glyph else start + 1, end + 1))
    return found
