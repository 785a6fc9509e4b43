"""Numbers and signs in the index: marked, so that a case is never found by a number that only stands in its letter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from complaints.rules.kinds import Register
from complaints.rules.search.folding import squeezed

_LETTERS = "|".join(register.value for register in Register)
_NUMBER = re.compile(rf"(?:({_LETTERS})[\s.]*)?([0-9]{{1,9}})(?:\s*/\s*([0-9]{{4}}))?")


@dataclass(frozen=True)
class TypedNumber:
    """Lexemes of a text that may be a number or sign; ``is_certain``: it is a number and nothing else."""

    lexemes: tuple[str, ...]
    is_certain: bool


def number_lexemes(
    register: str, number: int | None, year: int, sign: str | None, foreign: str | None
) -> frozenset[str]:
    """What a case is found by exactly: ``no214``, ``no214y2026``, ``pno3y2026``, its sign and foreign number."""
    found = set()
    if number is not None:
        found |= {f"no{number}", f"no{number}y{year}", f"{register.lower()}no{number}y{year}"}
    if sign:
        found.add("sg" + squeezed(sign))
    if foreign:
        found.add("xt" + squeezed(foreign))
    return frozenset(found)


def typed_number(text: str) -> TypedNumber:
    """What a typed text asks for if it is a number (``214``, ``0214 / 2026``, ``P 3/2026``) or a sign."""
    whole = squeezed(text)
    found = _NUMBER.fullmatch(text.strip().upper())
    if found is None or (found[1] and not found[3]):
        return TypedNumber(("sg" + whole, "xt" + whole) if whole else (), is_certain=False)
    register, number, year = (found[1] or "").lower(), int(found[2]), found[3]
    ours = f"{register}no{number}" + (f"y{year}" if year else "")
    return TypedNumber((ours,) if register else (ours, "xt" + whole), is_certain=True)
