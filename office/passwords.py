"""Passwords: argon2id, with the library's defaults (RFC 9106, second recommended option)."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from office.rules.passwords import normalised_password


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    """A hash nobody's password fits, so that an unknown login takes as long as a known one."""
    return _hasher().hash("nobody has this password")


def hashed(password: str) -> str:
    """The argon2id hash to store."""
    return _hasher().hash(normalised_password(password))


def is_right(stored: str | None, password: str) -> bool:
    """Whether the password fits; takes the same time when there is no such person, or one without a password yet."""
    try:
        return _hasher().verify(stored or _nobody(), normalised_password(password)) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False
