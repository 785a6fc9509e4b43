"""Secrets that must be read again: encrypted with a key derived from the program's own, so that a stolen copy of the
database alone opens nothing. Fernet (AES-128-CBC with HMAC-SHA-256) under a key from HKDF (RFC 5869)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import TYPE_CHECKING

from kernel.errors import RuleBroken

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class KeyChanged(RuleBroken):
    """What was encrypted cannot be read: the program's key is not the one it was encrypted with."""

    code = "key_changed"


def sealed(secret_key: str, text: str) -> str:
    """The text, encrypted."""
    return _box(secret_key).encrypt(text.encode()).decode("ascii")


def opened(secret_key: str, token: str) -> str:
    """What was encrypted. Raises KeyChanged when the key is another one, or the text was damaged."""
    from cryptography.fernet import InvalidToken

    try:
        return _box(secret_key).decrypt(token.encode("ascii")).decode()
    except InvalidToken:
        raise KeyChanged from None


def asked_for(secret_key: str, typed: str) -> str:
    """A keyed digest (hex) of a login or an address, to be compared and never to be read."""
    text = b"interesant:asked-for:v1\0" + typed.strip().casefold().encode()
    return hmac.new(secret_key.encode(), text, hashlib.sha256).hexdigest()


@lru_cache(maxsize=4)
def _box(secret_key: str) -> Fernet:
    from cryptography.fernet import Fernet  # loaded where a second factor is asked for, not at every start
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(SHA256(), length=32, salt=None, info=b"interesant:second-factor:v1").derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
