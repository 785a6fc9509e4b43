"""Checks of the seals over the record: is there a key that can sign, is the last seal of today."""

from __future__ import annotations

import datetime as dt
from typing import Final

from ledger.keys import KeyTrouble, load_key
from ledger.queries import head
from ledger.seal_queries import begun_keys, last_seal
from operations.health.checks.work import hours
from operations.health.finding import Finding, Look, fine, late, neutral, soon

SEAL_AGE: Final = dt.timedelta(hours=26)
"""Ours: the daily seal, with two hours for a worker that was busy and for the change to summer time."""

TROUBLES: Final = {
    "missing": "record_seal.key_missing",
    "open": "record_seal.key_open",
    "unfit": "record_seal.key_unfit",
    "refused": "record_seal.key_refused",
}
"""What a trouble with the key is called here."""


def record_seal(look: Look) -> Finding:
    """The key is there, nobody else's and the present one, and no entry is older than a day without a seal."""
    with look.reading() as session:
        end, last, known = head(session), last_seal(session), begun_keys(session)
    if end is None:
        return neutral("record_seal.no_office")
    file = look.settings.seal_key_file
    if not file:
        return soon("record_seal.no_key")
    try:
        key = load_key(file)
    except KeyTrouble as trouble:
        return late(TROUBLES[trouble.code], file=file)
    if known and known[-1].fingerprint != key.fingerprint:
        return late("record_seal.other_key", file=file, key=known[-1].fingerprint[:16])
    if last is None:
        return soon("record_seal.none")
    age = look.clock.now() - last.sealed_at
    is_new_unsealed = end.leaf > last.size + 1
    if is_new_unsealed and age > SEAL_AGE:
        return late("record_seal.old", number=last.number, hours=hours(age))
    return fine("record_seal.fine", number=last.number, hours=hours(age))
