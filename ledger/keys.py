"""The key that signs seals: Ed25519 (RFC 8032), in a file that only its owner can read, never in the database."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:  # loaded where a seal is made or checked, not at every start
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PUBLIC_KEY_BYTES: Final = 32
"""Source: RFC 8032, section 5.1.5."""
SIGNATURE_BYTES: Final = 64
"""Source: RFC 8032, section 5.1.6."""
LARGEST_FILE: Final = 4096
"""Ours: bytes; a key of this kind has 119."""
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class KeyTrouble(Exception):
    """The file of a key cannot be used; the message is one sentence that says what to do.

    ``code``: none (no file is named), missing, open (others can read it), unfit (it holds something else), refused.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True)
class SealKey:
    """A private key. Only what it is known by is ever shown."""

    public: bytes
    _private: Ed25519PrivateKey = field(repr=False, compare=False)

    @property
    def fingerprint(self) -> str:
        """By what people compare it."""
        return fingerprint(self.public)

    def sign(self, message: bytes) -> bytes:
        """The signature of a message, 64 bytes."""
        return self._private.sign(message)


def fingerprint(public: bytes) -> str:
    """SHA-256 (hex) of the raw public key."""
    return hashlib.sha256(public).hexdigest()


_P = 2**255 - 19
_Y8 = 2707385501144840649318225287225658788936804267575313519463743609750303402022
"""The y of a point of order 8 on edwards25519; the other is its negative."""
SMALL_ORDER = frozenset(
    (y | sign << 255).to_bytes(32, "little") for y in (0, 1, _P - 1, _P, _P + 1, _Y8, _P - _Y8) for sign in (0, 1)
)
"""Every encoding of the eight points of small order (RFC 8032, section 5.1.7; RFC 7748, section 6.1)."""


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether this key signed this message. A key of small order signs nothing: its signatures fit any message."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if len(public) != PUBLIC_KEY_BYTES or len(signature) != SIGNATURE_BYTES or public in SMALL_ORDER:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def load_key(name: str | Path) -> SealKey:
    """The key in a file. Raises KeyTrouble when there is none, others can read it, or it is of another kind."""
    path = Path(name)
    if not name:
        raise KeyTrouble(
            "none", "No key is set: make one with flask ledger new-key FILE and name it in INTERESANT_SEAL_KEY_FILE."
        )
    try:
        found = path.stat()
        content = path.read_bytes() if stat.S_ISREG(found.st_mode) and found.st_size <= LARGEST_FILE else b""
    except FileNotFoundError:
        raise KeyTrouble("missing", f"There is no file {path}: make a key with flask ledger new-key {path}.") from None
    except OSError as error:
        raise KeyTrouble("refused", f"The key in {path} cannot be read ({error.strerror}).") from None
    if os.name != "nt" and found.st_mode & OTHERS:
        raise KeyTrouble(
            "open",
            f"Other users of this machine can read the key in {path}: chmod 600 {path}, and rotate it if they did.",
        )
    return _key_in(content, path)


def _key_in(content: bytes, path: Path) -> SealKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        found: Any = load_pem_private_key(content, password=None)
    except TypeError:
        raise KeyTrouble("unfit", f"The key in {path} has a password; the worker needs one without.") from None
    except (ValueError, UnsupportedAlgorithm):
        found = None
    if not isinstance(found, Ed25519PrivateKey):
        raise KeyTrouble(
            "unfit", f"{path} holds no Ed25519 private key (PEM, PKCS#8): make one with flask ledger new-key."
        )
    return SealKey(found.public_key().public_bytes_raw(), found)


def new_key(path: Path) -> SealKey:
    """Make a key in a new file that only its owner can read. Raises KeyTrouble when the file is there already."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    private = Ed25519PrivateKey.generate()
    content = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyTrouble("refused", f"{path} is there already, and a key is never overwritten.") from None
    except OSError as error:
        raise KeyTrouble("refused", f"No key can be written to {path} ({error.strerror}).") from None
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return SealKey(private.public_key().public_bytes_raw(), private)
