"""Kinds of complaint, their registers and channels."""

from __future__ import annotations

import enum
from typing import Final


class Kind(enum.StrEnum):
    """What a filing is in law. *Sprawa* is a service case imported from another system: no complaint at all.

    Source: art. 127, 141, 37, 227, 241 KPA; art. 2 of the petitions act (Dz.U. 2018 poz. 870).
    """

    SKARGA = "skarga"
    WNIOSEK = "wniosek"
    PETYCJA = "petycja"
    ODWOLANIE = "odwolanie"
    ZAZALENIE = "zazalenie"
    PONAGLENIE = "ponaglenie"
    SPRAWA = "sprawa"


LEGAL_KINDS: Final = tuple(kind for kind in Kind if kind is not Kind.SPRAWA)
"""The kinds with a term of their own here."""

SETTLED_HERE: Final = (Kind.SKARGA, Kind.WNIOSEK, Kind.PETYCJA)
"""What this office answers itself; the others it passes on with the files."""

PASSED_ON: Final = (Kind.ODWOLANIE, Kind.ZAZALENIE, Kind.PONAGLENIE)
"""What another body decides: this office passes it on with files (art. 133, 144, 37 § 4 KPA)."""


class Register(enum.StrEnum):
    """A register: one numbering a year. Source: art. 254 KPA; art. 8 of the petitions act."""

    COMPLAINTS = "SW"  # skargi and wnioski
    PETITIONS = "P"
    APPEALS = "O"  # odwołania, zażalenia, ponaglenia


REGISTER_OF: Final[dict[Kind, Register]] = {
    Kind.SKARGA: Register.COMPLAINTS,
    Kind.WNIOSEK: Register.COMPLAINTS,
    Kind.PETYCJA: Register.PETITIONS,
    Kind.ODWOLANIE: Register.APPEALS,
    Kind.ZAZALENIE: Register.APPEALS,
    Kind.PONAGLENIE: Register.APPEALS,
}


def number_words(register: str, year: int, number: int | None, external_number: str | None) -> str:
    """The number people know a case by: ``214/2026``, ``P 3/2026``; an imported case has a foreign one."""
    if number is None:
        return external_number or ""
    prefix = "" if register == Register.COMPLAINTS else f"{register} "
    return f"{prefix}{number}/{year}"


class Channel(enum.StrEnum):
    """How a filing came in.

    Source of the lawful ones: § 5 of the complaints regulation (Dz.U. 2002 nr 5 poz. 46), art. 63 KPA, art. 4 of the
    petitions act.
    """

    WEB = "web"
    PAPER = "paper"
    EMAIL = "email"
    ORAL = "oral"
    EDELIVERY = "edelivery"
    PHONE = "phone"
    COUNTER = "counter"
    OTHER = "other"


PUBLIC_KINDS: Final = (Kind.SKARGA, Kind.WNIOSEK, Kind.PETYCJA)
"""What residents can file by the unsigned web form; the others need a signature (art. 63 § 1 KPA)."""

DESK_CHANNELS: Final = (Channel.PAPER, Channel.ORAL, Channel.EMAIL, Channel.EDELIVERY, Channel.COUNTER)
"""What a clerk can enter: a telephone call is no lawful channel for anything, its caller is invited to a protocol."""


SENT_BY: Final = (Channel.PAPER, Channel.EDELIVERY, Channel.EMAIL, Channel.COUNTER)
"""How the office's own letters go out."""


class Councillor(enum.StrEnum):
    """Who filed or forwarded it, where that gives a right to hear in 14 days. Source: art. 237 § 2 KPA."""

    NOBODY = ""
    MP = "mp"
    SENATOR = "senator"
    COUNCILLOR = "councillor"
