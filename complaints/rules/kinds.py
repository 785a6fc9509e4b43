"""Kinds of complaint, their channels and outcomes."""

from __future__ import annotations

import enum
from typing import Final

from kernel.errors import RuleBroken


class Kind(enum.StrEnum):
    """What a complaint is in law. *Sprawa* is a service case imported from another system: no complaint at all."""

    SKARGA = "skarga"
    WNIOSEK = "wniosek"
    SPRAWA = "sprawa"


LEGAL_KINDS: Final = (Kind.SKARGA, Kind.WNIOSEK)
"""The kinds that people file here (Dział VIII KPA)."""

REGISTER: Final = "SW"
"""The register of skargi and wnioski (art. 254 KPA; complaints regulation): one numbering a year for both."""


class Channel(enum.StrEnum):
    """How a complaint came in.

    Source of the lawful ones: § 5 of the complaints regulation (Dz.U. 2002 nr 5 poz. 46).
    """

    WEB = "web"
    PAPER = "paper"
    EMAIL = "email"
    ORAL = "oral"
    EDELIVERY = "edelivery"
    PHONE = "phone"
    COUNTER = "counter"
    OTHER = "other"


DESK_CHANNELS: Final = (Channel.PAPER, Channel.ORAL, Channel.EMAIL, Channel.EDELIVERY, Channel.COUNTER)
"""What a clerk can enter: a telephone call is no lawful channel for a skarga, its caller is invited to a protocol."""


class Outcome(enum.StrEnum):
    """How a complaint was settled."""

    ZASADNA = "zasadna"
    CZESCIOWO_ZASADNA = "czesciowo_zasadna"
    BEZZASADNA = "bezzasadna"
    UWZGLEDNIONY = "uwzgledniony"
    CZESCIOWO_UWZGLEDNIONY = "czesciowo_uwzgledniony"
    NIEUWZGLEDNIONY = "nieuwzgledniony"
    ZALATWIONA = "zalatwiona"


OUTCOMES: Final[dict[Kind, tuple[Outcome, ...]]] = {
    Kind.SKARGA: (Outcome.ZASADNA, Outcome.CZESCIOWO_ZASADNA, Outcome.BEZZASADNA),
    Kind.WNIOSEK: (Outcome.UWZGLEDNIONY, Outcome.CZESCIOWO_UWZGLEDNIONY, Outcome.NIEUWZGLEDNIONY),
    Kind.SPRAWA: (Outcome.ZALATWIONA,),
}


class WrongOutcome(RuleBroken):
    """The outcome does not belong to this kind. ``facts``: kind, outcome."""

    code = "wrong_outcome"


def check_outcome(kind: Kind | str, outcome: Outcome | str) -> Outcome:
    """The outcome, if a complaint of this kind can be settled so; raises WrongOutcome."""
    if outcome not in OUTCOMES[Kind(kind)]:
        raise WrongOutcome(field="outcome", kind=str(kind), outcome=str(outcome))
    return Outcome(outcome)


def legal_notice(kind: Kind | str, outcome: Outcome | str | None) -> str:
    """The article whoever filed is to be told about with an unfavourable outcome; empty where there is none.

    Source: art. 238 § 1 KPA (a refused skarga is answered with the instruction of art. 239), art. 246 § 1 KPA (a
    wniosek settled otherwise than wished may be followed by a skarga).
    """
    if kind == Kind.SKARGA and outcome == Outcome.BEZZASADNA:
        return "239"
    if kind == Kind.WNIOSEK and outcome in (Outcome.NIEUWZGLEDNIONY, Outcome.CZESCIOWO_UWZGLEDNIONY):
        return "246"
    return ""
