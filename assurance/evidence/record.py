"""The record's part of a bundle: entries, proofs, seals, keys, batches of survey responses."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assurance.evidence.archive import Archive
from assurance.evidence.extent import STREAM, NoEvidence
from assurance.evidence.tree import Tree
from ledger.actions import moment_text
from ledger.events import LedgerTag
from ledger.frontier import Frontier
from ledger.models import LedgerEntry, LedgerHead, LedgerSeal
from surveys.events import SurveyTag
from surveys.queries import commitments_of

EXPORTED: Final = "assurance:evidence:export"
FOLLOWS: Final = (EXPORTED, LedgerTag.SEAL_MADE.text)
"""Entries that tell of a bundle or a seal itself: at the end of the record a bundle leaves them out, so that the same
record gives the same bundle, however often."""
AT_ONCE: Final = 5_000
STREAMS_AT_ONCE: Final = 200


@dataclass(frozen=True)
class End:
    """Where the record of a bundle ends. ``moment``: the one its figures speak of."""

    office: str
    leaf: int
    hash: str
    moment: dt.datetime

    @property
    def written_moment(self) -> str:
        """As the record writes it."""
        return moment_text(self.moment)


def end_of(session: Session, as_of: dt.datetime | None) -> End:
    """The end a bundle made now has, or one as of an earlier moment. Raises NoEvidence.

    The moment is that of the seal over exactly these entries, where there is one: until then nothing else was recorded.
    """
    head = session.scalars(select(LedgerHead)).one_or_none()
    if head is None or head.leaf == 0:
        raise NoEvidence("no_record", "Nothing is recorded yet, so there is nothing to prove.")
    last = _last_entry(session, as_of)
    if last is None:
        raise NoEvidence("before_the_record", "The record begins later than that moment.")
    if as_of is not None:
        if as_of > head.recorded_at:
            raise NoEvidence("after_the_record", "The record ends before that moment; nobody knows what will be in it.")
        return End(str(head.office_id), last.leaf, last.hash, as_of)
    seal = session.scalars(select(LedgerSeal).where(LedgerSeal.size == last.leaf)).first()
    return End(str(head.office_id), last.leaf, last.hash, seal.sealed_at if seal else last.recorded_at)


def _last_entry(session: Session, as_of: dt.datetime | None) -> LedgerEntry | None:
    query = select(LedgerEntry).order_by(LedgerEntry.leaf.desc()).limit(1)
    if as_of is not None:
        return session.scalars(query.where(LedgerEntry.recorded_at <= as_of)).one_or_none()
    sealed = session.scalar(select(LedgerSeal.size).order_by(LedgerSeal.number.desc()).limit(1)) or 0
    meant = query.where(LedgerEntry.tag.not_in(FOLLOWS) | (LedgerEntry.leaf <= sealed))
    return session.scalars(meant).one_or_none()


def newer_than_last_seal(session: Session) -> bool:
    """Whether anything but seals and exports was recorded since the last seal."""
    sealed = session.scalar(select(LedgerSeal.size).order_by(LedgerSeal.number.desc()).limit(1)) or 0
    newer = select(LedgerEntry.leaf).where(LedgerEntry.leaf > sealed, LedgerEntry.tag.not_in(FOLLOWS)).limit(1)
    return session.scalar(newer) is not None


def write_all(session: Session, archive: Archive, end: End) -> str:
    """Write every entry; the root over them (hex)."""
    tree = Frontier()
    query = select(LedgerEntry.hash, LedgerEntry.canonical).where(LedgerEntry.leaf <= end.leaf)

    def lines() -> Iterator[bytes]:
        for digest, text in _rows(session, query.order_by(LedgerEntry.leaf)):
            tree.add_data([bytes.fromhex(digest)])
            yield f"{digest} {text}\n".encode()

    archive.stream("record/entries.txt", lines())
    return tree.root().hex()


def write_streams(session: Session, archive: Archive, end: End, cases: Sequence[str]) -> str:
    """Write the entries of some cases, each with the proof that it is in the record; the root (hex)."""
    hashes = select(LedgerEntry.hash).where(LedgerEntry.leaf <= end.leaf).order_by(LedgerEntry.leaf)
    tree = Tree(bytes.fromhex(row[0]) for row in _rows(session, hashes))
    entries = sorted(_of_streams(session, end, cases))
    archive.stream("record/entries.txt", (f"{digest} {text}\n".encode() for _leaf, digest, text in entries))
    archive.lines(
        "record/proofs.jsonl", ({"leaf": leaf, "path": _hex(tree.inclusion(leaf - 1))} for leaf, *_ in entries)
    )
    grown = [{"number": one.number, "path": _hex(tree.consistency(one.size))} for one in _seals(session, end)]
    archive.value("seals/consistency.json", {"seals": grown})
    return tree.root().hex()


def _of_streams(session: Session, end: End, cases: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    for start in range(0, len(cases), STREAMS_AT_ONCE):
        streams = [f"{STREAM}{case}" for case in cases[start : start + STREAMS_AT_ONCE]]
        query = select(LedgerEntry.leaf, LedgerEntry.hash, LedgerEntry.canonical)
        for row in session.execute(query.where(LedgerEntry.stream.in_(streams), LedgerEntry.leaf <= end.leaf)):
            yield row[0], row[1], row[2]


def write_seals(session: Session, archive: Archive, end: End) -> int:
    """Write the seals over these entries, and all keys the record tells of; how many seals."""
    seals = _seals(session, end)
    archive.lines("seals/seals.jsonl", ({"canonical": one.canonical, "signature": one.signature} for one in seals))
    archive.lines("seals/keys.jsonl", _keys(session))
    return len(seals)


def key_fingerprints(session: Session) -> list[str]:
    """The keys of the record, the present one last."""
    return [row["key"] for row in _keys(session)]


def _keys(session: Session) -> list[dict[str, Any]]:
    query = select(LedgerEntry.canonical).where(LedgerEntry.tag == LedgerTag.KEY_BEGUN.text).order_by(LedgerEntry.leaf)
    return [json.loads(text)["data"] for text in session.scalars(query)]


def _seals(session: Session, end: End) -> Sequence[LedgerSeal]:
    return session.scalars(select(LedgerSeal).where(LedgerSeal.size <= end.leaf).order_by(LedgerSeal.number)).all()


def write_batches(session: Session, archive: Archive, end: End) -> int:
    """Write the commitments of survey responses, batch by batch; of the time only date and hour."""
    query = select(LedgerEntry.leaf, LedgerEntry.recorded_at).where(
        LedgerEntry.tag == SurveyTag.RESPONSES_SEALED.text, LedgerEntry.leaf <= end.leaf
    )
    batches = session.execute(query.order_by(LedgerEntry.leaf)).all()
    rows = (
        {"leaf": leaf, "hour": moment_text(at)[:13], "commitments": commitments_of(session, leaf)}
        for leaf, at in batches
    )
    return archive.lines("survey/batches.jsonl", rows)


def _rows(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    found = session.execute(query, execution_options={"yield_per": AT_ONCE})
    for rows in found.partitions():
        yield from rows


def _hex(hashes: Iterable[bytes]) -> list[str]:
    return [one.hex() for one in hashes]
