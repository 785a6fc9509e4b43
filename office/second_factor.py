"""Codes of the second factor: secrets, what a telephone shows, what it scans."""

from __future__ import annotations

import hashlib
import uuid


def new_secret() -> str:
    """A secret of 160 random bits, in base 32 as telephones want it. Source: RFC 4226, 4 (R6)."""
    import pyotp  # loaded where a second factor is asked for, not at every start

    return pyotp.random_base32()


def code_at(secret: str, counter: int) -> str:
    """The six digits a telephone shows in a time step. Source: RFC 4226, 5.3."""
    import pyotp

    return pyotp.OTP(secret).generate_otp(counter)


def scanned_address(secret: str, login: str, office: str) -> str:
    """What the QR code of the set-up page says to the telephone."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=office)


def recovery_hash(person_id: uuid.UUID, code: str) -> str:
    """SHA-256 (hex) of a code of the sheet, bound to its person. It has 80 random bits, too many to try."""
    return hashlib.sha256(b"interesant:recovery-code:v1\0" + person_id.bytes + code.encode()).hexdigest()
