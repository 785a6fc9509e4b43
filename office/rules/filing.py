"""How long files are kept: categories of the filing plan (JRWA).

Source: rozporządzenie Prezesa Rady Ministrów z 18.01.2011 (Dz.U. 2011 nr 14 poz. 67), § 2 and annex 1; categories after
art. 3 of the act of 14.07.1983 on the national archives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

FOR_EVER: Final = "A"
CATEGORY: Final = re.compile(r"A|(?P<letters>BE?)(?P<years>[1-9]\d?)")
"""A: kept for ever. B5: five full years, then destroyed. BE10: ten years, then the archive decides."""


def is_category(text: str) -> bool:
    """Whether a text is a category one can keep files by."""
    return CATEGORY.fullmatch(text) is not None


def kept_years(category: str) -> int | None:
    """Full calendar years after the end of a case; None: for ever. Raises ValueError for what is no category."""
    found = CATEGORY.fullmatch(category)
    if found is None:
        raise ValueError(f"{category!r} is no category of files")
    return int(found["years"]) if found["years"] else None


def deletable_after_years(category: str) -> int | None:
    """After how many years a case may be deleted without asking anybody; None: never by itself.

    Never for A, whatever else is set; never for BE, where the state archive looks first.
    """
    found = CATEGORY.fullmatch(category)
    if found is None or found["letters"] != "B":
        return None
    return int(found["years"])


@dataclass(frozen=True)
class DefaultClass:
    """A class an office begins with. ``kinds``: the kinds of case it serves."""

    symbol: str
    title: str
    category: str
    kinds: tuple[str, ...] = ()


DEFAULTS: Final = (
    DefaultClass("1510", "Skargi i wnioski załatwiane bezpośrednio", "A", ("skarga", "wniosek")),
    DefaultClass("1511", "Skargi i wnioski przekazane do załatwienia według właściwości", "B2"),
    DefaultClass("152", "Petycje, postulaty i inicjatywy obywateli", "A", ("petycja",)),
    DefaultClass("1431", "Udostępnianie informacji publicznej", "B5"),
    DefaultClass("1710", "Kontrole zewnętrzne", "A"),
    DefaultClass("1711", "Kontrole wewnętrzne", "A"),
)
"""Source: JRWA of municipalities (annex 2 of the regulation). Ours: where the plan leaves room, the longer period; the
archivist confirms each before anything is ever deleted by it."""
