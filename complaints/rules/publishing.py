"""What must not stand in a published petition: whoever filed it, by name, address, e-mail or telephone.

Source: art. 4 section 3 and art. 8 section 1 of the petitions act (the name only with consent, everything else never).
"""

from __future__ import annotations

import re
from typing import Final

SHORTEST_NAME: Final = 3
"""Ours: shorter parts of a name (*de*, *El*) are ordinary syllables."""

SHORTEST_NUMBER: Final = 7
"""Ours: digits of a telephone number; fewer are a date or an amount."""

LONGEST_ENDING: Final = 4
"""Letters of the longest ending a Polish name takes beyond its stem. Ours: Nowak-owi, Kowalsk-iego."""

SHORTEST_STREET: Final = 4
"""Ours: letters of a word that tells one street from another (*Maja*); shorter are *al*, *II* and the like."""

LONG_WORD: Final = 5
"""Ours: words from here on lose two letters for their stem, shorter ones one."""

_PREFIX: Final = re.compile(r"^(?:ulica|ul|aleja|aleje|al|osiedle|os|plac|pl)\b\.?\s*")
_HOUSE: Final = re.compile(r"(?P<street>\d*[^\d]*[^\W\d_][^\d]*)\s(?P<house>\d+[a-z]?)(?!\w)")
_WORD: Final = re.compile(r"\w+")


def personal_words(
    text: str, name: str, address: str, email: str, phone: str, on_behalf_of: str = ""
) -> tuple[str, ...]:
    """The words of a text that say who filed it, as they stand in the details; empty where there is none.

    A part of the name counts as a whole word in any case of its letters; declined forms of Polish names share their
    stem and are looked for by it. A street counts with its house number only, declined or not, with *ul.* or without.
    ``on_behalf_of``: in whose interest it is filed, name and address in one.
    """
    lower = text.casefold()
    words = set(_WORD.findall(lower))
    names = _WORD.findall(f"{name} {_without_places(on_behalf_of)}")
    found = [part for part in names if _names(part.casefold(), words)]
    found += [part for part in _places(f"{address}\n{on_behalf_of}") if _points_to(part, lower)]
    if email.strip() and email.strip().casefold() in lower:
        found.append(email.strip())
    digits = re.sub(r"\D", "", phone)[-9:]
    if len(digits) >= SHORTEST_NUMBER and digits in re.sub(r"[\s()+-]", "", text):
        found.append(phone.strip())
    return tuple(dict.fromkeys(found))


def _names(part: str, words: set[str]) -> bool:
    """Whether a part of a name stands there, itself or with the endings names take: Nowak, Nowaka, Nowakowi."""
    if len(part) < SHORTEST_NAME:
        return False
    stem = part.rstrip("aeiouyąęó") if len(part) > SHORTEST_NAME else part
    if len(stem) < SHORTEST_NAME:
        return part in words
    return any(word.startswith(stem) and len(word) - len(stem) <= LONGEST_ENDING for word in words)


def _places(address: str) -> list[str]:
    """Parts of an address that point to a house: those with a number that is no postal code."""
    parts = [part.strip() for part in re.split(r"[,\n]", address)]
    return [part for part in parts if re.search(r"[^\W\d_]", part) and re.search(r"\s\d", part) and not _is_town(part)]


def _without_places(words: str) -> str:
    """A name written together with its address, without the parts that are an address."""
    kept = [part for part in re.split(r"[,\n]", words) if not re.search(r"\d", part)]
    return " ".join(kept)


def _points_to(place: str, lower: str) -> bool:
    """Whether a house stands in a text: its street by the stem of its longest last word, and its number."""
    plain = place.casefold()
    if plain in lower:
        return True
    read = _HOUSE.match(_PREFIX.sub("", plain))
    words = [word for word in _WORD.findall(read["street"]) if len(word) >= SHORTEST_STREET] if read else []
    if read is None or not words:
        return False
    stem = re.escape(_street_stem(words[-1]))
    house = rf"\b{stem}\w{{0,{LONGEST_ENDING}}}(?:\s+\w{{1,3}}\.?)?\s+{read['house']}(?!\w)"
    return re.search(house, lower) is not None


def _street_stem(word: str) -> str:
    """A word without what changes when it is declined: Lipowa and Lipowej, Maja and Maju."""
    return word[:-2] if len(word) >= LONG_WORD else word[:-1]


def _is_town(part: str) -> bool:
    return re.match(r"\d{2}-\d{3}\b", part) is not None
