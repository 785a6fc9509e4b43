"""Folding: capital and small, with and without marks, Latin and Ukrainian letters become the same plain word.

What comes out holds only ``a`` to ``z`` and ``0`` to ``9``: neither database has an opinion of its own about that.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

LONGEST: Final = 60
"""Signs of a word that count. Ours: longer than any word people write, shorter than what an index refuses."""

_WORD: Final = re.compile(r"[^\W_]+(?:['’ʼ][^\W\d_]+)*")
"""Letters and digits; an apostrophe inside belongs to a Ukrainian word."""

_COMPOUND: Final = re.compile(r"[^\W_]+(?:[./:–-][^\W_]+)+")

_APOSTROPHES: Final = re.compile("['’ʼ]")

LETTERS: Final = {
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ı": "i",
    "ø": "o",
    "œ": "oe",
    "æ": "ae",
    "þ": "th",
    "ŧ": "t",
    "ß": "ss",
}
"""Latin letters without a decomposition of their own."""

UKRAINIAN: Final = {
    **dict(zip("абвгґдезиіклмнопрстуф", "abvhgdezyiklmnoprstuf", strict=True)),
    "є": "ie",
    "ж": "zh",
    "ї": "i",
    "й": "i",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "iu",
    "я": "ia",
    "ь": "",
    # Russian and Belarusian letters, for names in other documents
    "ы": "y",
    "э": "e",
    "ё": "e",
    "ъ": "",
    "ў": "u",
}
"""Source: Cabinet of Ministers of Ukraine, resolution 55 of 27 January 2010, the spelling of Ukrainian passports.

Deviation: letters at the beginning of a word (``ye``, ``yi``, ``y``, ``yu``, ``ya``) are spelt as inside it and *зг* as
``zh``, so that a word is the same wherever it stands; whoever types the passport's spelling is folded alike (_INITIAL).
"""

_INITIAL: Final = re.compile(r"^y(?=[aeiu])")
"""The passport's ``Yevhen`` and ``Yuliia`` beside our ``Ievhen`` and ``Iuliia``; no Polish word begins so."""


def fold(word: str) -> str:
    """One word in plain small letters and digits; a letter of another script is spelt by its number in Unicode."""
    small = unicodedata.normalize("NFC", word).casefold()
    plain = "".join(_plain(letter) for letter in small)
    return _INITIAL.sub("i", plain)[:LONGEST]


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter if letter.isalnum() else ""
    if letter in LETTERS:
        return LETTERS[letter]
    if letter in UKRAINIAN:
        return UKRAINIAN[letter]
    parts = "".join(part for part in unicodedata.normalize("NFKD", letter) if part.isascii() and part.isalnum())
    return parts.lower() or (f"u{ord(letter):x}" if letter.isalnum() else "")


def words(text: str) -> Iterator[str]:
    """The words and numbers of a text as they stand there, apostrophes taken out."""
    for found in _WORD.finditer(unicodedata.normalize("NFC", text)):
        yield _APOSTROPHES.sub("", found[0])


def folded_words(text: str) -> frozenset[str]:
    """The words of a text, folded and not stemmed: for names."""
    return frozenset(fold(word) for word in words(text)) - {""}


def squeezed(text: str) -> str:
    """A number or sign in one piece: ``OR.1511.12.2026`` and ``or 1511 12 2026`` are the same."""
    return "".join(fold(word) for word in words(text))[:LONGEST]


def compounds(text: str) -> Iterator[str]:
    """Signs and numbers of several parts (``A-7``, ``PO.5310.12.2025``), each squeezed into one piece."""
    for found in _COMPOUND.finditer(text):
        if any(letter.isdigit() for letter in found[0]):
            yield squeezed(found[0])
