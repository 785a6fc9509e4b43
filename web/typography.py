"""No-break spaces where Polish, English and Ukrainian typography wants them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from markupsafe import Markup

NO_BREAK: Final = "\u00a0"
JOINER: Final = "\u2060"
"""Word joiner: no width, and no line may break there."""

_UNITS: Final = (
    "%|zł|s|min|h|kB|MB|px|pkt|r|lat|lata|rok|roku|dni|dzień|dnia|dniach|minut|minuty|godzin|godziny|sekund|sekundy"
    "|miesiąc|miesiące|miesięcy|znaków|znaki|osób|osoby|spraw|sprawy|odpowiedzi"
    "|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia"
    "|days|day|minutes|hours|months|cases|characters|January|February|March|April|May|June|July|August|September"
    "|October|November|December"
    "|днів|дні|день|хвилин|годин|місяців|справ|знаків"
    "|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"
)
_COMMON: Final = (
    (re.compile(rf"(?<=[\d%)s]) (?=(?:{_UNITS})(?!\w))"), NO_BREAK),  # after a number, or the place of one
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NO_BREAK),
    (re.compile(r" (?=[–—](?:\s|$))"), NO_BREAK),
    (re.compile(r"(?<=\d)–(?=\d)"), f"{JOINER}–{JOINER}"),
    (re.compile(r"(?<!\d)(\d\d)-(?=\d{3}(?!\d))"), rf"\1{JOINER}-{JOINER}"),  # a postal code
    (re.compile(r"(?<!\w)([eEеЕ])-(?=\w)"), rf"\1-{JOINER}"),  # e-mail
    (re.compile(r"(?<=§) (?=\d)|(?<=\d) (?=§)"), NO_BREAK),
)
_OF_LANGUAGE: Final = {
    "pl": (
        (re.compile(r"(?<![\w%])([aiouwzAIOUWZ]) (?=\S)"), rf"\1{NO_BREAK}"),
        (re.compile(r"(?<!\w)((?:art|ust|poz|ul|al|pl|tel|godz|str)\.|nr|lit\.|pkt|ust\.) (?=\S)"), rf"\1{NO_BREAK}"),
    ),
    "en": ((re.compile(r"(?<!\w)(art\.|Art\.|no\.|a|I) (?=\S)"), rf"\1{NO_BREAK}"),),
    "uk": (
        (re.compile(r"(?<![\w%])([аеєийіоуявзжбАЕЄЙІОУЯВЗ]) (?=\S)"), rf"\1{NO_BREAK}"),
        (re.compile(r"(?<!\w)((?:ст|п|вул|тел|ч)\.|№) (?=\S)"), rf"\1{NO_BREAK}"),
    ),
}
_TAG: Final = re.compile(r"(<[^>]*>)")


@lru_cache(maxsize=4_096)
def typeset(text: str, lang: str) -> str:
    """The text with its no-break spaces: after one-letter words, between number and unit, around §, before a dash."""
    for pattern, replacement in (*_COMMON, *_OF_LANGUAGE.get(lang, ())):
        text = pattern.sub(replacement, text)
    return text


def typeset_any(value: object, lang: str) -> str:
    """The same for whatever a template holds; in markup only what stands between the tags is touched."""
    if isinstance(value, Markup):
        parts = _TAG.split(str(value))
        return Markup("".join(part if at % 2 else typeset(part, lang) for at, part in enumerate(parts)))  # noqa: S704
    return typeset(str(value), lang)


def typesetting(translate: Callable[..., str], lang: Callable[[], str]) -> Callable[..., str]:
    """A gettext function whose translations come out typeset, so that templates need not ask for it."""

    def translated(*arguments: object) -> str:
        return typeset(translate(*arguments), lang())

    return translated
