"""The journal of erasures: what was erased, outside the database, so that no restore brings it back.

A file with a line of JSON for each erasure, only ever added to: ids, moments and places in the record, never personal
data. It follows from the record, so it is caught up from there whenever something may be missing.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.actions.erase import erase_again
from complaints.events import ComplaintTag
from complaints.models import Complaint, keep_words
from complaints.rules.erasing import Basis
from complaints.rules.retention import Tombstone
from kernel.clock import Clock
from ledger.models import LedgerEntry, LedgerHead
from operations.backup.trouble import BackupTrouble
from surveys.actions import erase_words_again
from surveys.events import SurveyTag

NAME = "erasures.jsonl"


@dataclass(frozen=True)
class Erasure:
    """One line. ``leaf`` and ``hash`` are those of its entry in the record, ``erased_at`` its moment.

    ``rule`` and ``batch``: of a case whose time was over, see rules.retention.Tombstone; lines of before have none.
    ``words``: of words of a survey, their commitment; then ``complaint`` and ``basis`` are empty.
    """

    office: str
    complaint: str
    basis: str
    erased_at: str
    leaf: int
    hash: str
    rule: str | None = None
    batch: str | None = None
    words: str | None = None

    @property
    def tombstone(self) -> Tombstone | None:
        """What an erasure by time says beside its basis."""
        return Tombstone(self.rule, self.batch) if self.rule and self.batch else None


def read_journal(path: Path) -> list[Erasure]:
    """All erasures of a journal; none where there is no file.

    A last line that was cut off in the middle is left out: it will be written again. Raises BackupTrouble for any other
    line that cannot be read, because what it said must not be forgotten.
    """
    if not path.exists():
        return []
    *lines, rest = path.read_bytes().split(b"\n")
    if rest:
        lines.append(rest)
    found = []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(_read(line))
        except (ValueError, TypeError):
            if line is not rest:
                raise BackupTrouble(f"Line {number} of {path} cannot be read; mend it before you go on.") from None
    return found


def catch_up(session: Session, path: Path) -> int:
    """Add the erasures of the record that the journal does not have yet; how many. Durable when it returns."""
    known = {erasure.hash for erasure in read_journal(path)}
    missing = [erasure for erasure in _recorded(session) if erasure.hash not in known]
    if missing:
        _append(path, missing)
    return len(missing)


def erase_again_what_was_erased(session: Session, clock: Clock, journal: list[Erasure]) -> int:
    """After a restore: erase every case and all words of the journal that came back; how many.

    Whatever the order of backups and erasures was: a case that is erased already, or is not there, is passed over.
    """
    office = session.execute(select(LedgerHead.office_id)).scalar_one()
    count = 0
    for erasure in (one for one in journal if one.office == str(office)):
        reason = f"erased before the restore, {erasure.erased_at}, entry {erasure.leaf} {erasure.hash}"
        if erasure.words:
            count += erase_words_again(session, clock, erasure.words, reason)
            continue
        complaint = session.get(Complaint, uuid.UUID(erasure.complaint))
        if complaint is not None:
            count += erase_again(session, clock, complaint, Basis(erasure.basis), reason, erasure.tombstone)
    keep_words(session)  # the caller's transaction ends without the session's own commit
    return count


def _recorded(session: Session) -> Iterator[Erasure]:
    tags = (ComplaintTag.ERASED.text, SurveyTag.WORDS_ERASED.text)
    query = select(LedgerEntry).where(LedgerEntry.tag.in_(tags)).order_by(LedgerEntry.leaf)
    for entry in session.scalars(query):
        content = json.loads(entry.canonical)
        words = content["data"].get("words")
        yield Erasure(
            office=content["office"],
            complaint="" if words else content["stream"].removeprefix("complaint:"),
            basis="" if words else content["data"]["basis"],
            erased_at=content["recorded_at"],
            leaf=entry.leaf,
            hash=entry.hash,
            rule=content["data"].get("rule"),
            batch=content["data"].get("batch"),
            words=words,
        )


def _read(line: bytes) -> Erasure:
    found = json.loads(line)
    if not isinstance(found, dict):
        raise TypeError("not a line of a journal")
    erasure = Erasure(**found)
    if erasure.words:
        bytes.fromhex(erasure.words)
        return erasure
    uuid.UUID(erasure.complaint)
    Basis(erasure.basis)
    return erasure


def _append(path: Path, erasures: list[Erasure]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+b", buffering=0) as file:
        content = file.read()
        if not content.endswith(b"\n"):
            file.truncate(content.rfind(b"\n") + 1)  # the line that was cut off; it comes again with the others
        file.write("".join(json.dumps(asdict(erasure)) + "\n" for erasure in erasures).encode())
        os.fsync(file.fileno())
