"""What stands on a poster: one sentence in three languages, so that everybody finds their own."""

from __future__ import annotations

from typing import Final

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from surveys.rules.definition import LANGUAGES

INVITES: Final = _l("Proszę zeskanować kod i ocenić obsługę. To anonimowe i trwa 30 sekund.")
ADDRESS: Final = _l("albo wpisać adres:")
PICTURE: Final = _l("Kod QR z adresem ankiety:")
CREST: Final = _l("Herb:")
TITLE: Final = _l("Ocena obsługi")


def in_all(words: object) -> list[tuple[str, str]]:
    """Words in every language of the surveys: language and text, Polish first."""
    return [(lang, in_one(words, lang)) for lang in LANGUAGES]


def in_one(words: object, lang: str) -> str:
    """Words in one language."""
    with force_locale(lang):
        return str(words)
