"""Identifiers: random keys for rows and the code a resident keeps."""

from __future__ import annotations

import hashlib
import hmac
import re
import uuid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, so that a code survives handwriting. Source: https://www.crockford.com/base32.html"""

CODE_LENGTH = 12
"""Characters of an access code: 12 x 5 bits = 60 bits, too many to guess through a throttled form."""

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
    number = int.from_bytes(digest[:8], "big")
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(CODE_LENGTH))


def spoken_code(code: str) -> str:
    """The code in groups of four, as it is printed: ``7QK4-M2XD-9TBR``."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def typed_code(text: str) -> str:
    """What a person typed, read generously: case, spaces, hyphens and the lookalikes O, I, L do not matter."""
    return re.sub(r"[\s\-–]+", "", text).upper().translate(_LOOKALIKES)


def code_hash(code: str, owner: uuid.UUID) -> str:
    """SHA-256 (hex) of a code, bound to the case it opens."""
    return hashlib.sha256(b"interesant:access-code-hash:v1\0" + owner.bytes + code.encode()).hexdigest()
