"""Reading seals and their keys."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.events import LedgerTag
from ledger.frontier import Frontier, Node, frontier_of, leaf_hash
from ledger.models import LedgerEntry, LedgerSeal
from ledger.seals import Anchor, NotASeal, anchor_of, parts_of

KEYS: str = "ledger:keys"
"""The stream of the keys."""
SEALS: str = "ledger:seals"
"""The stream of the seals."""
BATCH = 10_000
"""Hashes read at a time: about two megabytes."""


@dataclass(frozen=True)
class BegunKey:
    """A key of the record: its fingerprint, the raw public key in hex, and the entry that began it."""

    fingerprint: str
    public_key: str
    leaf: int
    begun_at: dt.datetime


@dataclass(frozen=True)
class SealMark:
    """What a report prints of a seal: whoever has the paper can compare."""

    number: int
    size: int
    root: str
    sealed_at: dt.datetime


def last_mark(session: Session, upto_leaf: int | None = None) -> SealMark | None:
    """The mark of the newest seal, of those over no later entry than a leaf; None when there is none. One statement."""
    query = select(LedgerSeal).order_by(LedgerSeal.number.desc()).limit(1)
    if upto_leaf is not None:
        query = query.where(LedgerSeal.size <= upto_leaf)
    seal = session.scalars(query).one_or_none()
    if seal is None:
        return None
    return SealMark(seal.number, seal.size, parts_of(seal.canonical)["root"], seal.sealed_at)


def last_seal(session: Session) -> LedgerSeal | None:
    """The newest seal, None when there is none."""
    return session.scalars(select(LedgerSeal).order_by(LedgerSeal.number.desc()).limit(1)).one_or_none()


def latest_seals(session: Session, limit: int) -> list[LedgerSeal]:
    """The newest seals first, at most ``limit``."""
    return list(session.scalars(select(LedgerSeal).order_by(LedgerSeal.number.desc()).limit(limit)))


def seal_over(session: Session, leaf: int) -> LedgerSeal | None:
    """The first seal over an entry, None while none covers it."""
    query = select(LedgerSeal).where(LedgerSeal.size >= leaf).order_by(LedgerSeal.size, LedgerSeal.number).limit(1)
    return session.scalars(query).one_or_none()


def begun_keys(session: Session) -> list[BegunKey]:
    """The keys of the record, the present one last."""
    query = select(LedgerEntry.leaf, LedgerEntry.recorded_at, LedgerEntry.canonical)
    found = session.execute(query.where(LedgerEntry.tag == LedgerTag.KEY_BEGUN.text).order_by(LedgerEntry.leaf))
    keys = [(json.loads(text)["data"], leaf, at) for leaf, at, text in found]
    return [BegunKey(data["key"], data["public_key"], leaf, at) for data, leaf, at in keys]


def anchor_for(session: Session, seal: LedgerSeal) -> Anchor:
    """What is kept of a seal outside. Raises NotASeal when its key is none of the record."""
    for key in begun_keys(session):
        if key.fingerprint == seal.key:
            return anchor_of(seal.canonical, key.public_key, seal.signature)
    raise NotASeal(f"the key of seal {seal.number} is none of the record")


def entry_hashes(session: Session, after: int, until: int) -> Iterator[bytes]:
    """The hashes of the entries ``after`` + 1 to ``until``, in order: the data of the leaves."""
    query = select(LedgerEntry.hash).where(LedgerEntry.leaf > after, LedgerEntry.leaf <= until)
    with closing(session.execute(query.order_by(LedgerEntry.leaf), execution_options={"yield_per": BATCH})) as found:
        for rows in found.partitions():
            yield from (bytes.fromhex(row[0]) for row in rows)


def frontier_under(session: Session, size: int) -> Frontier:
    """The peaks of the newest seal over at most ``size`` entries; empty where there is none whose peaks give its root.

    Whoever changed the peaks of a seal gains nothing: they are only used when they lead to what was signed.
    """
    query = select(LedgerSeal).where(LedgerSeal.size <= size).order_by(LedgerSeal.size.desc()).limit(1)
    seal = session.scalars(query).one_or_none()
    if seal is None:
        return Frontier()
    try:
        frontier = frontier_of(seal.size, seal.peaks)
        is_right = frontier.root().hex() == parts_of(seal.canonical)["root"]
    except ValueError:
        is_right = False
    return frontier if is_right else Frontier()


def nodes_between(session: Session, known: Frontier, until: int) -> Iterable[Node]:
    """The tree over ``until`` entries as nodes: the peaks that are known, then the leaves behind them."""
    leaves = entry_hashes(session, known.size, until)
    return chain(known.nodes(), (Node(1, leaf_hash(data)) for data in leaves))
