"""Addresses and numbers of institutions: what one looks like, so that a slip is seen at once."""

from __future__ import annotations

import re
from typing import Final

POSTCODE: Final = re.compile(r"(?<!\d)\d{2}-\d{3}(?!\d)")
"""A Polish postal code. Source: Poczta Polska, the five-digit code written NN-NNN."""

EMAIL: Final = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\".]+(\.[^\s@,;<>\".]+)+")
"""Something before and after one @, a dot in what comes after. Ours: whether it exists shows only when mail is sent."""

EDELIVERY: Final = re.compile(r"AE:PL-\d{5}-\d{5}-[A-Z]{5}-\d{2}")
"""An address for electronic delivery. Source: Baza Adresów Elektronicznych (act of 18.11.2020, art. 2 pkt 1)."""

WEB: Final = re.compile(r"https?://[^\s/?#@]+\.[^\s/?#@]{2,}([/?#]\S*)?")
"""A web address with its scheme and no password in it."""

NIP_WEIGHTS: Final = (6, 5, 7, 2, 3, 4, 5, 6, 7)
"""Source: act of 13.10.1995 on the identification of taxpayers; the tenth digit is the sum of these modulo 11."""

REGON_WEIGHTS: Final = {9: (8, 9, 2, 3, 4, 5, 6, 7), 14: (2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8)}
"""Source: rozporządzenie RM z 30.11.2015, Dz.U. poz. 2009, annex 1; the last digit: the sum modulo 11, 10 as 0."""


def is_email(text: str) -> bool:
    """Whether a text looks like one e-mail address."""
    return EMAIL.fullmatch(text) is not None


def is_web_address(text: str) -> bool:
    """Whether a text looks like a web address."""
    return WEB.fullmatch(text) is not None


def is_edelivery(text: str) -> bool:
    """Whether a text looks like an address for electronic delivery, for example ``AE:PL-12345-67890-ABCDE-12``."""
    return EDELIVERY.fullmatch(text) is not None


def has_postcode(text: str) -> bool:
    """Whether a postal code stands somewhere in an address."""
    return POSTCODE.search(text) is not None


def is_nip(text: str) -> bool:
    """Whether ten digits are a tax number; hyphens and spaces do not count."""
    digits = _digits(text)
    if len(digits) != len(NIP_WEIGHTS) + 1:
        return False
    return _sum(digits, NIP_WEIGHTS) % 11 == digits[-1]


def is_regon(text: str) -> bool:
    """Whether nine or fourteen digits are a statistical number; hyphens and spaces do not count."""
    digits = _digits(text)
    weights = REGON_WEIGHTS.get(len(digits))
    return weights is not None and _sum(digits, weights) % 11 % 10 == digits[-1]


def _digits(text: str) -> list[int]:
    plain = re.sub(r"[\s-]", "", text)
    return [int(sign) for sign in plain] if re.fullmatch(r"[0-9]+", plain) else []


def _sum(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False))
