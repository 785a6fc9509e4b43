"""Identifiers: random keys for rows and the code a resident keeps."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import uuid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, so that a code survives handwriting. Source: https://www.crockford.com/base32.html"""

ONLY_ONE = uuid.UUID(int=1)
"""The key of a row of which there is at most one: of two who make it at once only one can."""

CODE_LENGTH = 12
"""Characters of an access code: 12 x 5 bits = 60 bits, too many to guess through a throttled form."""

ONE_TIME_LENGTH = 16
"""Characters of a code that opens something by itself, without a number beside it: 16 x 5 bits = 80 bits."""

PLACE_LENGTH = 22
"""Characters of a place's code in a printed address: 110 bits. Ours: nobody guesses it, and it can still be typed."""

_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_id() -> uuid.UUID:
    """A random row key (UUID version 4)."""
    return uuid.uuid4()


def access_code(secret: str, seed: uuid.UUID) -> str:
    """The access code of one filing, 12 characters without hyphens.

    Derived from the office's secret and the filing's own random id, so that sending the same form twice shows the same
    code although only its hash is stored.
    """
    digest = hmac.new(secret.encode(), b"interesant:access-code:v1\0" + seed.bytes, hashlib.sha256).digest()
    return _letters(int.from_bytes(digest[:8], "big"), CODE_LENGTH)


def one_time_code(secret: str, seed: uuid.UUID) -> str:
    """The code of an invitation or a recovery, 16 characters without hyphens, derived like an access code.

    Whoever has the secret can derive it again from the id: a mail can be written although only the hash is kept.
    """
    digest = hmac.new(secret.encode(), b"interesant:one-time-code:v1\0" + seed.bytes, hashlib.sha256).digest()
    return _letters(int.from_bytes(digest[:10], "big"), ONE_TIME_LENGTH)


def random_code() -> str:
    """A code nobody can derive, 16 characters without hyphens."""
    return _letters(secrets.randbits(5 * ONE_TIME_LENGTH), ONE_TIME_LENGTH)


def place_code() -> str:
    """A code nobody can derive, for an address that is printed: 22 characters, digits and small letters."""
    return _letters(secrets.randbits(5 * PLACE_LENGTH), PLACE_LENGTH).lower()


def read_place_code(text: str) -> str:
    """A place's code as somebody typed it from a poster, read generously."""
    return typed_code(text).lower()


def spoken_code(code: str) -> str:
    """The code in groups of four, as it is printed: ``7QK4-M2XD-9TBR``."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def typed_code(text: str) -> str:
    """What a person typed, read generously: case, spaces, hyphens and the lookalikes O, I, L do not matter."""
    return re.sub(r"[\s\-–]+", "", text).upper().translate(_LOOKALIKES)


def one_time_hash(code: str) -> str:
    """SHA-256 (hex) of a one-time code; 80 random bits need no salt."""
    return hashlib.sha256(b"interesant:one-time-code-hash:v1\0" + code.encode()).hexdigest()


def code_hash(code: str, owner: uuid.UUID) -> str:
    """SHA-256 (hex) of a code, bound to the case it opens."""
    return hashlib.sha256(b"interesant:access-code-hash:v1\0" + owner.bytes + code.encode()).hexdigest()


def _letters(number: int, length: int) -> str:
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(length))
