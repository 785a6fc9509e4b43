"""Finding what tells who somebody is in words nobody checked: PESEL, NIP, account and telephone numbers, e-mail.

It finds what has a form; it cannot find a name or an address. What looks like a telephone number is taken for one:
too much hidden is mended by whoever may see the original, too little by nobody.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final


class Trace(enum.StrEnum):
    """What was found, in the order in which one is preferred where two overlap."""

    EMAIL = "email"
    ACCOUNT = "account"
    PESEL = "pesel"
    NIP = "nip"
    PHONE = "phone"


@dataclass(frozen=True)
class Found:
    """One of them, from ``start`` up to ``end`` of the text."""

    trace: Trace
    start: int
    end: int


@dataclass(frozen=True)
class Screened:
    """A text as it may be shown, and what was hidden in it."""

    text: str
    hidden: tuple[Trace, ...]


PESEL_WEIGHTS: Final = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
"""Source: art. 15 of the act of 24.09.2010 on the population register; weights of the check digit as published by the
ministry."""

CENTURIES: Final = {0: 1900, 2: 2000, 4: 2100, 6: 2200, 8: 1800}
"""What is added to the month of birth. Source: the same."""

NIP_WEIGHTS: Final = (6, 5, 7, 2, 3, 4, 5, 6, 7)
"""Source: the act of 13.10.1995 on identification of taxpayers; check digit modulo 11."""

PHONE_STARTS: Final = frozenset(
    str(start)
    for first, last in (
        (12, 18), (22, 25), (29, 29), (32, 34), (39, 39), (41, 48), (50, 63), (65, 89), (91, 91), (94, 95),
    )
    for start in range(first, last + 1)
)  # fmt: skip
"""First two digits of nine. Source: the national numbering plan (area codes, mobile networks, 39 of networks without
a place, 70 and 80 of services)."""

_GAP: Final = "[ \u00a0\u202f-]?"
# An address begins where nothing of it stands before, or a long word would be tried anew from each of its letters.
_LOCAL: Final = r"(?<![\w.+%-])[\w.+%-]+"
_EMAIL: Final = re.compile(_LOCAL + r"\s?(?:@|[\[(](?:at|małpa)[\])])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_ACCOUNT: Final = re.compile(rf"(?<![0-9])(?:PL{_GAP})?([0-9](?:{_GAP}[0-9]){{25}})(?![0-9])", re.IGNORECASE)
_ELEVEN: Final = re.compile(rf"(?<![0-9])([0-9](?:{_GAP}[0-9]){{10}})(?![0-9])")
_TEN: Final = re.compile(rf"(?<![0-9])(?:PL{_GAP})?([0-9](?:{_GAP}[0-9]){{9}})(?![0-9])", re.IGNORECASE)
_NINE: Final = re.compile(
    r"(?<![0-9])(?:\(?(?:\+ ?|00 ?)?48\)?[ \u00a0\u202f-]{0,2})?\(?(?:\(?0)?"
    r"([0-9](?:[ \u00a0\u202f()-]{0,2}[0-9]){8}|[0-9]{3}\.[0-9]{3}\.[0-9]{3})(?![0-9])"
)
_GROUP: Final = re.compile("[0-9]+")


def is_pesel(digits: str) -> bool:
    """Whether eleven digits are a PESEL: the check digit fits, and the day of birth is one."""
    return _weighed(digits, PESEL_WEIGHTS, 10) == (10 - int(digits[10])) % 10 and _is_born(digits)


def is_nip(digits: str) -> bool:
    """Whether ten digits are a NIP: the check digit fits, and no three zeros begin it."""
    return not digits.startswith("000") and _weighed(digits, NIP_WEIGHTS, 11) == int(digits[9])


def is_account(digits: str) -> bool:
    """Whether 26 digits are a Polish account number. Source: ISO 13616 with ISO 7064 mod 97-10, ``PL`` as 2521."""
    return int(digits[2:] + "2521" + digits[:2]) % 97 == 1


def is_phone(written: str) -> bool:
    """Whether nine digits as written are a telephone number: they begin as one does, in groups of two or more."""
    groups = _GROUP.findall(written)
    return "".join(groups)[:2] in PHONE_STARTS and all(len(group) > 1 for group in groups)


def found_in(text: str) -> list[Found]:
    """All of them in the order of the text; none overlaps another."""
    found: list[Found] = []
    for one in _candidates(text):
        if all(one.end <= other.start or other.end <= one.start for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def screened(text: str, words: Mapping[Trace, str]) -> Screened:
    """The text with a word in place of everything found; ``words``: the word for each."""
    found, parts, at = found_in(text), [], 0
    for one in found:
        parts += [text[at : one.start], words[one.trace]]
        at = one.end
    return Screened("".join([*parts, text[at:]]), tuple(one.trace for one in found))


_NUMBERS: Final[tuple[tuple[Trace, re.Pattern[str], Callable[[str], bool]], ...]] = (
    (Trace.ACCOUNT, _ACCOUNT, lambda written: is_account(_digits(written))),
    (Trace.PESEL, _ELEVEN, lambda written: is_pesel(_digits(written))),
    (Trace.NIP, _TEN, lambda written: is_nip(_digits(written))),
    (Trace.PHONE, _NINE, is_phone),
)


def _candidates(text: str) -> Iterator[Found]:
    yield from (Found(Trace.EMAIL, address.start(), address.end()) for address in _EMAIL.finditer(text))
    for trace, pattern, is_one in _NUMBERS:
        match = pattern.search(text)
        while match is not None:
            is_right = is_one(match[1])
            if is_right:
                yield Found(trace, match.start(), match.end())
            # where it was none, another may begin inside it
            match = pattern.search(text, match.end() if is_right else match.start() + 1)


def _weighed(digits: str, weights: tuple[int, ...], modulus: int) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % modulus


def _is_born(digits: str) -> bool:
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    century = CENTURIES[month // 20 * 2]
    try:
        dt.date(century + year, month % 20, day)
    except ValueError:
        return False
    return True


def _digits(written: str) -> str:
    return "".join(_GROUP.findall(written))
