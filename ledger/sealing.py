"""Making seals and changing their key."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any, Final

from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import Actor
from ledger.actions import End, append, lock_end, moment_text
from ledger.canonical import canonical
from ledger.events import LedgerTag, SealMade
from ledger.keys import KeyTrouble, SealKey, load_key
from ledger.models import LedgerSeal
from ledger.seal_queries import KEYS, SEALS, BegunKey, begun_keys, entry_hashes, frontier_under, last_seal
from ledger.seals import FORMAT, KEY_PREFIX, NO_SEAL, message_of, parts_of, seal_hash
from storage.telling import tell

log: Final = logging.getLogger(__name__)


class SealRefused(Exception):
    """A seal or another key is refused; the message is one sentence that says what to do."""


def make_seal(session: Session, clock: Clock, actor: Actor, key: SealKey) -> LedgerSeal:
    """Seal all entries there are, the one written last in this transaction too, and record it in one entry.

    The end of the chain is locked first, so that no entry slips in. Where nothing but the last seal's own entry was
    recorded since, that seal is given back. The first seal of all begins the key. Raises SealRefused when the key is
    not the present one.
    """
    session.flush()
    lock_end(session)
    last = last_seal(session)
    _check_key(session, clock, actor, key)
    end = lock_end(session)  # it is ours since above; the first key may have moved it
    if last is not None and end.leaf == last.size + 1 and last.key == key.fingerprint:
        return last
    seal = _sealed(session, clock, key, end, last)
    session.add(seal)
    session.flush()
    _record(session, clock, actor, seal)
    tell(session, clock, SealMade(seal.number, seal.size))
    return seal


def seal_if_possible(session: Session, clock: Clock, actor: Actor, key_file: str) -> LedgerSeal | None:
    """Seal what was just recorded, in the same transaction; None, and a line in the log, when there is no right key.

    For whoever publishes something: that a key is missing is no reason not to publish.
    """
    try:
        return make_seal(session, clock, actor, load_key(key_file))
    except (KeyTrouble, SealRefused) as refused:
        log.warning("no seal was made: %s", refused)
        return None


def rotate_key(session: Session, clock: Clock, actor: Actor, key: SealKey, new: SealKey) -> None:
    """Let another key sign from now on; the present one signs it. Raises SealRefused."""
    session.flush()
    lock_end(session)
    known = begun_keys(session)
    if not known:
        raise SealRefused("There is no seal yet, so no key to change: name the new file in INTERESANT_SEAL_KEY_FILE.")
    if known[-1].fingerprint != key.fingerprint:
        raise SealRefused(_not_present(key, known[-1]))
    if new.fingerprint in {each.fingerprint for each in known}:
        raise SealRefused("That key signed seals of this record before; make a new one with flask ledger new-key.")
    _begin(session, clock, actor, new, previous=key)


def _check_key(session: Session, clock: Clock, actor: Actor, key: SealKey) -> None:
    known = begun_keys(session)
    if not known:
        _begin(session, clock, actor, key, previous=None)
    elif known[-1].fingerprint != key.fingerprint:
        raise SealRefused(_not_present(key, known[-1]))


def _not_present(key: SealKey, present: BegunKey) -> str:
    return (
        f"The key {key.fingerprint[:16]} is not the present one of this record, {present.fingerprint[:16]}: let "
        "INTERESANT_SEAL_KEY_FILE name the present one, or change it with flask ledger rotate-key --to FILE."
    )


def _begin(session: Session, clock: Clock, actor: Actor, key: SealKey, *, previous: SealKey | None) -> None:
    signed = previous.sign(KEY_PREFIX + key.public).hex() if previous else None
    data = {
        "key": key.fingerprint,
        "public_key": key.public.hex(),
        "previous": previous.fingerprint if previous else None,
        "signature": signed,
    }
    append(session, clock, actor, LedgerTag.KEY_BEGUN, KEYS, data, clock.today())


def _sealed(session: Session, clock: Clock, key: SealKey, end: End, last: LedgerSeal | None) -> LedgerSeal:
    frontier = frontier_under(session, end.leaf)
    frontier.add_data(entry_hashes(session, frontier.size, end.leaf))
    sealed_at: dt.datetime = max(end.recorded_at, clock.now())
    parts: dict[str, Any] = {
        "format": FORMAT,
        "office": str(end.office_id),
        "number": last.number + 1 if last else 1,
        "size": end.leaf,
        "root": frontier.root().hex(),
        "head": end.hash,
        "sealed_at": moment_text(sealed_at),
        "previous": last.hash if last else NO_SEAL,
        "key": key.fingerprint,
    }
    text = canonical(parts)
    return LedgerSeal(
        number=parts["number"],
        size=end.leaf,
        sealed_at=sealed_at,
        key=key.fingerprint,
        canonical=text,
        hash=seal_hash(text),
        signature=key.sign(message_of(text)).hex(),
        peaks=frontier.text(),
    )


def _record(session: Session, clock: Clock, actor: Actor, seal: LedgerSeal) -> None:
    data = {"number": seal.number, "size": seal.size, "root": parts_of(seal.canonical)["root"], "seal": seal.hash}
    append(session, clock, actor, LedgerTag.SEAL_MADE, SEALS, data, clock.today())
