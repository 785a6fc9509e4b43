"""Bodies outside the office that cases are passed to or come from."""

from __future__ import annotations

import enum
from typing import Final


class BodyKind(enum.StrEnum):
    """What an outside body is in the order of competences. Source: art. 229 KPA, PPSA."""

    COUNCIL = "council"
    WOJEWODA = "wojewoda"
    SKO = "sko"
    RIO = "rio"
    COURT = "court"
    PROSECUTOR = "prosecutor"
    POLICE = "police"
    INSPECTION = "inspection"
    MUNICIPALITY = "municipality"
    COUNTY = "county"
    VOIVODESHIP = "voivodeship"
    MINISTRY = "ministry"
    OTHER = "other"


DEFAULTS: Final = (
    (BodyKind.COUNCIL, "Rada Gminy (Miejska)"),
    (BodyKind.WOJEWODA, "Wojewoda"),
    (BodyKind.SKO, "Samorządowe Kolegium Odwoławcze"),
    (BodyKind.RIO, "Regionalna Izba Obrachunkowa"),
)
"""Whom art. 229 KPA makes competent beside the office itself; the office writes the full names and addresses."""
