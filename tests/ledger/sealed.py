"""Seals for tests: keys without files, and sealing in one line."""

from __future__ import annotations

from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kernel.clock import Clock
from kernel.permissions import SYSTEM
from ledger.keys import SealKey
from ledger.models import LedgerSeal
from ledger.sealing import make_seal
from storage.session import Storage


@cache
def key_of(word: str = "first") -> SealKey:
    """A key made from a word, the same in every run."""
    private = Ed25519PrivateKey.from_private_bytes(word.encode().ljust(32, b"."))
    return SealKey(private.public_key().public_bytes_raw(), private)


def seal(storage: Storage, clock: Clock, key: SealKey | None = None) -> LedgerSeal:
    """Seal in a transaction of its own."""
    with storage.writing() as session:
        return make_seal(session, clock, SYSTEM, key or key_of())
