"""Reasons the law knows for ending a case without an answer, as a table: which kind, which article, what must be so."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

from complaints.rules.kinds import Kind


class Basis(enum.StrEnum):
    """Why a case ends without an answer, or goes its way elsewhere."""

    NO_NAME = "reg_8_1"
    NOT_EXPLAINED = "reg_8_2"
    PETITION_WITHOUT_AUTHOR = "pet_7_1"
    PETITION_NOT_MENDED = "pet_7_2"
    PETITION_AGAIN = "pet_12"
    PLAIN_EMAIL = "kpa_63_1"
    NOT_MENDED = "kpa_64_2"
    NO_ADDRESS = "kpa_64_1"
    TOO_EARLY = "kpa_37_3a"
    IN_PARTYS_CASE = "kpa_233"
    IN_RUNNING_CASE = "kpa_234"
    IN_ENDED_CASE = "kpa_235"
    COURT_OR_PROSECUTOR = "kpa_240"


@dataclass(frozen=True)
class BasisRule:
    """A basis: the kinds it serves, the move it belongs to, its article, and what has to be so (``asks``).

    ``asks``: "unanswered_call" (the called person's term has lapsed), "anonymous" (name or address is missing), "email"
    (it came by plain e-mail), "early" (the term it urges has not lapsed); empty: the office's own finding, in words.
    """

    basis: Basis
    kinds: frozenset[Kind]
    move: str
    source: str
    asks: str = ""


_DZIAL_VIII: Final = frozenset({Kind.SKARGA, Kind.WNIOSEK})
_PETYCJA: Final = frozenset({Kind.PETYCJA})
_PODANIA: Final = frozenset({Kind.ODWOLANIE, Kind.ZAZALENIE, Kind.PONAGLENIE})
_SKARGA: Final = frozenset({Kind.SKARGA})

BASES: Final[tuple[BasisRule, ...]] = (
    BasisRule(Basis.NO_NAME, _DZIAL_VIII, "leave", "§ 8 ust. 1 rozporządzenia w sprawie skarg i wniosków", "anonymous"),
    BasisRule(
        Basis.NOT_EXPLAINED,
        _DZIAL_VIII,
        "leave",
        "§ 8 ust. 2 rozporządzenia w sprawie skarg i wniosków",
        "unanswered_call",
    ),
    BasisRule(Basis.PETITION_WITHOUT_AUTHOR, _PETYCJA, "leave", "art. 7 ust. 1 ustawy o petycjach", "anonymous"),
    BasisRule(Basis.PETITION_NOT_MENDED, _PETYCJA, "leave", "art. 7 ust. 2 ustawy o petycjach", "unanswered_call"),
    BasisRule(Basis.PETITION_AGAIN, _PETYCJA, "leave", "art. 12 ust. 1 ustawy o petycjach"),
    BasisRule(Basis.PLAIN_EMAIL, _PODANIA, "leave", "art. 63 § 1 KPA", "email"),
    BasisRule(Basis.NOT_MENDED, _PODANIA, "leave", "art. 64 § 2 KPA", "unanswered_call"),
    BasisRule(Basis.NO_ADDRESS, _PODANIA, "leave", "art. 64 § 1 KPA", "anonymous"),
    BasisRule(Basis.TOO_EARLY, frozenset({Kind.PONAGLENIE}), "leave", "art. 37 § 3a KPA", "early"),
    BasisRule(Basis.IN_PARTYS_CASE, _SKARGA, "divert", "art. 233 KPA"),
    BasisRule(Basis.IN_RUNNING_CASE, _SKARGA, "divert", "art. 234 KPA"),
    BasisRule(Basis.IN_ENDED_CASE, _SKARGA, "divert", "art. 235 KPA"),
    BasisRule(Basis.COURT_OR_PROSECUTOR, _SKARGA, "divert", "art. 240 KPA"),
)


def bases_for(kind: Kind | str, move: str) -> tuple[BasisRule, ...]:
    """The bases of a move for a kind, in the order of the table."""
    return tuple(rule for rule in BASES if rule.move == move and Kind(kind) in rule.kinds)
