"""A poster with a QR code, on A4 for a wall or A6 for a table: who asks, what for, the code, the address below it."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Any

from papers.setting import drawn
from papers.text import line, words


class PosterSize(enum.StrEnum):
    """How large: a sheet for a wall, a card for a table."""

    POSTER = "poster"
    CARD = "card"


@dataclass(frozen=True)
class PosterFacts:
    """All that stands on a poster. Sentences come ready, each with its language; the first is the large one.

    ``qr``: the code as SVG of ours; ``qr_alt``: its words for whoever does not see it. ``crest``: a PNG.
    """

    size: PosterSize
    office: str
    title: str
    place: str
    department: str
    invites: tuple[tuple[str, str], ...]
    typed: tuple[tuple[str, str], ...]
    address: str
    qr: str
    qr_alt: str
    made_at: dt.datetime
    crest: bytes = b""
    crest_alt: str = ""


def render_poster(facts: PosterFacts) -> bytes:
    """The poster as PDF/UA-1, one page; the same facts always give the same bytes."""
    data: dict[str, Any] = {
        "lang": "pl",
        "title": words(facts.title),
        "office": line(facts.office, "pl"),
        "place": line(facts.place, "pl"),
        "department": line(facts.department, "pl"),
        "invites": [{"lang": lang, "text": line(text, lang)} for lang, text in facts.invites],
        "typed": [{"lang": lang, "text": line(text, lang)} for lang, text in facts.typed],
        "address": words(facts.address),
        "qr": facts.qr,
        "qr_alt": words(facts.qr_alt),
        "crest_alt": words(facts.crest_alt),
        "is_card": facts.size is PosterSize.CARD,
    }
    return drawn("poster", data, facts.made_at, facts.crest)
