"""Outcomes the law knows, with their basis, for the page on which an office adds finer words of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class LegalOutcome:
    """An outcome by its code in the register of complaints, the kind it belongs to, and the article behind it."""

    code: str
    kind: str
    basis: str


PETITIONS: Final = "art. 13 ust. 1 ustawy o petycjach"

OUTCOMES: Final = (
    LegalOutcome("zasadna", "skarga", "art. 237 § 3, 238 § 1 KPA"),
    LegalOutcome("czesciowo_zasadna", "skarga", "art. 237 § 3, 238 § 1 KPA"),
    LegalOutcome("bezzasadna", "skarga", "art. 238 § 1, 239 § 1 KPA"),
    LegalOutcome("uwzgledniony", "wniosek", "art. 244 § 2, 247 KPA"),
    LegalOutcome("czesciowo_uwzgledniony", "wniosek", "art. 244 § 2, 247 KPA"),
    LegalOutcome("nieuwzgledniony", "wniosek", "art. 246 § 1, 247 KPA"),
    LegalOutcome("uwzgledniona", "petycja", PETITIONS),
    LegalOutcome("czesciowo_uwzgledniona", "petycja", PETITIONS),
    LegalOutcome("nieuwzgledniona", "petycja", PETITIONS),
)
"""Source: Dział VIII KPA; petitions act. The rules of the register; an office cannot add one, only words within one."""
