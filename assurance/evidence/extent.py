"""What somebody asks evidence for, and which cases that is."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.queries.status import by_number
from ledger.models import LedgerEntry
from office.models import Department

MONTH, CASES, SAMPLE = "month", "cases", "sample"
SAMPLE_PREFIX: Final = b"interesant:sample:v1\0"
MOST_CASES: Final = 2_000
"""Ours: more is no sample, and a month holds all of them."""
STREAM: Final = "complaint:"


class NoEvidence(Exception):
    """There can be no such bundle; the message is one sentence for whoever asked. ``facts``: what it speaks of."""

    def __init__(self, code: str, message: str, **facts: Any) -> None:
        self.code, self.facts = code, facts
        super().__init__(message)


@dataclass(frozen=True)
class Extent:
    """A month (2026-10), or cases by their numbers, or a sample: so many of every department, drawn with a seed."""

    kind: str
    month: str = ""
    numbers: tuple[str, ...] = ()
    size: int = 25
    seed: int = 1


@dataclass(frozen=True)
class Chosen:
    """The cases of a bundle by their ids, in their order; ``pools``: from which ones of a department they were drawn.

    With a month it is every case of the record.
    """

    ids: tuple[str, ...] = ()
    pools: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Made:
    """A bundle that was written: what its entry in the record says. ``manifest``: the hash of its manifest."""

    extent: Extent
    leaf: int
    cases: tuple[str, ...]
    letters: int
    manifest: str
    key: str | None


def choose(session: Session, extent: Extent, leaf: int) -> Chosen:
    """The cases an extent speaks of, among those the record held at a leaf. Raises NoEvidence."""
    if extent.kind == MONTH:
        return Chosen()
    chosen = _named(session, extent.numbers, leaf) if extent.kind == CASES else _drawn(session, extent, leaf)
    if not chosen.ids:
        raise NoEvidence("no_cases", "There is no case to make a bundle of.")
    if len(chosen.ids) > MOST_CASES:
        raise NoEvidence("too_many", f"A bundle takes at most {MOST_CASES} cases; take a month.", limit=MOST_CASES)
    return chosen


def draw(ids: Sequence[str], size: int, seed: int) -> list[str]:
    """The ids with the smallest SHA-256 of seed and id, at most ``size``.

    The same record and seed give the same sample, on any machine and in any program; nobody chooses it.
    """

    def order(case: str) -> bytes:
        return hashlib.sha256(SAMPLE_PREFIX + f"{seed}\0{case}".encode()).digest()

    return sorted(ids, key=order)[:size]


def _named(session: Session, numbers: Sequence[str], leaf: int) -> Chosen:
    recorded = _recorded(session, leaf)
    ids = []
    for number in dict.fromkeys(numbers):
        found = by_number(session, number) or _imported(session, number)
        if found is None or str(found.id) not in recorded:
            raise NoEvidence("unknown_case", f"There is no case {number} in the record.", number=number)
        ids.append(str(found.id))
    return Chosen(tuple(sorted(ids)))


def _imported(session: Session, number: str) -> Complaint | None:
    """The case with this number in the system it came from, where only one has it."""
    found = session.scalars(select(Complaint).where(Complaint.external_number == number).limit(2)).all()
    return found[0] if len(found) == 1 else None


def _drawn(session: Session, extent: Extent, leaf: int) -> Chosen:
    recorded = _recorded(session, leaf)
    of_department: dict[str, list[str]] = {}
    for case, code in session.execute(
        select(Complaint.id, Department.code).outerjoin(Department, Department.id == Complaint.department_id)
    ):
        if str(case) in recorded:
            of_department.setdefault(code or "none", []).append(str(case))
    pools = tuple({"department": code, "cases": sorted(of_department[code])} for code in sorted(of_department))
    ids = {case for pool in pools for case in draw(pool["cases"], extent.size, extent.seed)}
    return Chosen(tuple(sorted(ids)), pools)


def _recorded(session: Session, leaf: int) -> frozenset[str]:
    """The ids of the cases whose first entry stands at a leaf or before it."""
    first = select(LedgerEntry.stream).where(LedgerEntry.position == 1, LedgerEntry.leaf <= leaf)
    streams = session.scalars(first.where(LedgerEntry.stream >= STREAM, LedgerEntry.stream < "complaint;"))
    return frozenset(str(uuid.UUID(stream.removeprefix(STREAM))) for stream in streams)
