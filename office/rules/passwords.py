"""Which passwords are good enough: long, not what everybody tries first, not made of one's own name.

Source: NIST SP 800-63B-4, 3.1.1.2: length counts, every character is allowed, nothing else is asked, nothing expires.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

SHORTEST_PASSWORD: Final = 15
"""Characters. Source: NIST SP 800-63B-4, 3.1.1.2 (15 where the password may be the only factor)."""

LONGEST_PASSWORD: Final = 256
"""Characters. Source: NIST SP 800-63B-4, 3.1.1.2 (at least 64). Ours: 256, a whole paragraph."""

SHORTEST_OWN_PART: Final = 8
"""Characters that must remain without the words everybody knows. Source: NIST SP 800-63B-4, 3.1.1.2 (never below 8)."""

SHORTEST_WORD: Final = 4
"""Characters a word of context needs to be looked for. Ours: shorter ones stand in every sentence."""

LONGEST_UNIT: Final = 8
"""Characters of something repeated over and over that makes no password. Ours: a word typed twice is one word."""

FEWEST_SIGNS: Final = 5
"""Different characters. Ours: fewer is a pattern, not a sentence."""

COMMON: Final = Path(__file__).parent / "data" / "common-passwords.txt.gz"
"""19,640 passwords that everybody tries first, all in lower case. Its licence lies beside it."""

RUNS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "aąbcćdeęfghijklłmnńoóprsśtuwyzźż",
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "01234567890",
    "1234567890-=",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
)
"""Alphabets and rows of keys that fingers walk along."""

_STEPS: Final = frozenset(pair for run in RUNS for line in (run, run[::-1]) for pair in pairwise(line))


def normalised_password(password: str) -> str:
    """The password in one form, however it was typed: NFKC. Two keyboards may build one letter in two ways.

    Source: NIST SP 800-63B-4, 3.1.1.2.
    """
    return unicodedata.normalize("NFKC", password)


def weakness(password: str, words: Iterable[str] = ()) -> str | None:
    """Why a password is not good enough, as a stable code; None when it is.

    ``words``: what everybody knows about the person and the place (login, name, name of the office).
    Codes: short_password, long_password, repeated_password, sequence_password, common_password, own_words_password.
    """
    text = normalised_password(password)
    if len(text) < SHORTEST_PASSWORD:
        return "short_password"
    if len(text) > LONGEST_PASSWORD:
        return "long_password"
    text = text.casefold()
    if is_repeated(text):
        return "repeated_password"
    if is_sequence(text):
        return "sequence_password"
    if is_common(text):
        return "common_password"
    return "own_words_password" if is_made_of(text, words) else None


def is_repeated(text: str) -> bool:
    """Whether a few characters are typed over and over: ``aaaaaaaaaaaaaaa``, ``hasłohasłohasło``."""
    periods = range(1, min(LONGEST_UNIT, len(text) // 2) + 1)
    return len(set(text)) < FEWEST_SIGNS or any(text[period:] == text[:-period] for period in periods)


def is_sequence(text: str) -> bool:
    """Whether at least three of four steps walk along an alphabet or a row of keys: ``abcdefghijklmno``."""
    pairs = list(pairwise(text))
    return 4 * sum(pair in _STEPS for pair in pairs) >= 3 * len(pairs)


def is_common(text: str) -> bool:
    """Whether it stands in the list, or is one of its words with nothing but digits and signs around it."""
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
    return bool({text, core} & common_passwords())


def is_made_of(text: str, words: Iterable[str]) -> bool:
    """Whether too little is left of the password without the words everybody knows."""
    known = {part for word in (*words, "interesant") for part in re.split(r"[\W_]+", word.casefold())}
    for word in sorted(known, key=lambda word: (-len(word), word)):
        if len(word) >= SHORTEST_WORD:
            text = text.replace(word, "")
    return len(text) < SHORTEST_OWN_PART


@cache
def common_passwords() -> frozenset[str]:
    """The list, read once (about 2 MB of memory)."""
    with gzip.open(COMMON, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines)
