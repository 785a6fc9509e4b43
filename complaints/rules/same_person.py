"""When two filings are taken to come from the same person: a key of what they wrote about themselves."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

_NOISE: Final = re.compile(r"[\W_]+")
_STREET: Final = re.compile(r"\b(ul|ulica|al|aleja|os|osiedle|pl|plac|m|mieszkanie|lok)\b")
"""Ours: the words of an address that one letter has and the next one leaves out."""


def person_key(name: str, address: str) -> str:
    """A key that is alike for the same name and address however they are written; empty where either is missing.

    Case, accents, signs, line ends, ``ul.`` and the order of name and surname make no difference. It stands beside the
    data it is made of and is erased with them.
    """
    who, where = sorted(_words(name)), _words(_STREET.sub(" ", _plain(address)))
    if not who or not where:
        return ""
    return hashlib.sha256(f"{' '.join(who)}|{' '.join(where)}".encode()).hexdigest()


def email_key(email: str) -> str:
    """An e-mail address as it is compared; empty for none."""
    return email.strip().lower()


def _words(text: str) -> list[str]:
    return [word for word in _NOISE.split(_plain(text)) if word]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(sign for sign in folded if not unicodedata.combining(sign))
