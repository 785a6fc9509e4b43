"""Kinds of outside bodies, in words."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from office.rules.bodies import BodyKind

BODY_KINDS: Final = {
    BodyKind.COUNCIL.value: _l("rada gminy (miasta)"),
    BodyKind.WOJEWODA.value: _l("wojewoda"),
    BodyKind.SKO.value: _l("samorządowe kolegium odwoławcze"),
    BodyKind.RIO.value: _l("regionalna izba obrachunkowa"),
    BodyKind.COURT.value: _l("sąd"),
    BodyKind.PROSECUTOR.value: _l("prokuratura"),
    BodyKind.POLICE.value: _l("Policja"),
    BodyKind.INSPECTION.value: _l("inspekcja, straż, służba"),
    BodyKind.MUNICIPALITY.value: _l("inna gmina"),
    BodyKind.COUNTY.value: _l("powiat"),
    BodyKind.VOIVODESHIP.value: _l("samorząd województwa"),
    BodyKind.MINISTRY.value: _l("organ centralny"),
    BodyKind.OTHER.value: _l("inny organ"),
}
