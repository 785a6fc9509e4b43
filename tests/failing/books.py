"""After the killing: whether every promise was kept, and nothing stands half-written."""

from __future__ import annotations

import json
import uuid
from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import Complainant, Complaint, ComplaintMatter, ComplaintNote, RegisterCounter
from ledger.models import LedgerEntry, LedgerHead
from ledger.verify import verify
from surveys.models import Answer, Response
from tests.failing.people import Promises
from tests.failing.serving import WARM

RECEIVED, NOTED, SETTLED = (f"complaints:complaint:{verb}" for verb in ("receive", "note", "settle"))


def check(session: Session, promises: Promises) -> None:
    """Assert all of it."""
    _record_is_whole(session)
    _filings_are_whole_and_kept(session, promises)
    _numbers_are_without_gaps(session)
    _ratings_are_whole_and_kept(session, promises)
    _steps_are_whole_and_kept(session, promises)


def _record_is_whole(session: Session) -> None:
    walk = verify(session)
    assert walk.broken is None
    head = session.execute(select(LedgerHead.leaf, LedgerHead.hash)).one()
    last = session.execute(select(LedgerEntry.leaf, LedgerEntry.hash).order_by(LedgerEntry.leaf.desc()).limit(1)).one()
    assert tuple(head) == tuple(last) == (walk.entries, walk.last_hash)


def _streams(session: Session, tag: str) -> Counter[str]:
    return Counter(session.scalars(select(LedgerEntry.stream).where(LedgerEntry.tag == tag)))


def _filings_are_whole_and_kept(session: Session, promises: Promises) -> None:
    cases = {case.id: case for case in session.scalars(select(Complaint))}
    people, matters = (
        set(session.scalars(select(Complainant.complaint_id))),
        set(session.scalars(select(ComplaintMatter.complaint_id))),
    )
    entries = _streams(session, RECEIVED)
    assert people == matters == cases.keys()
    assert entries == Counter(f"complaint:{case}" for case in cases)
    by_submission = {case.submission_id: case for case in cases.values()}
    assert len(by_submission) == len(cases)
    kept = {submission: by_submission[submission].register_number for submission in promises.filed}
    assert kept == promises.filed
    for submission in promises.sent & by_submission.keys():
        assert by_submission[submission].subject == f"Sprawa {submission}"
    told = {
        json.loads(text)["data"]["number"]
        for text in session.scalars(select(LedgerEntry.canonical).where(LedgerEntry.tag == RECEIVED))
    }
    assert told == {case.number for case in cases.values()}


def _numbers_are_without_gaps(session: Session) -> None:
    for register, year, last in session.execute(
        select(RegisterCounter.register, RegisterCounter.year, RegisterCounter.last)
    ):
        query = select(Complaint.number).where(Complaint.register == register, Complaint.year == year)
        assert sorted(number or 0 for number in session.scalars(query)) == list(range(1, last + 1))


def _ratings_are_whole_and_kept(session: Session, promises: Promises) -> None:
    query = select(Response.id, func.count(Answer.question)).outerjoin(Answer).group_by(Response.id)
    answers: dict[uuid.UUID, int] = dict(session.execute(query).all())
    assert set(answers.values()) <= {7}
    assert session.scalar(select(func.count()).select_from(Response).where(Response.leaf.is_(None))) == 0
    assert promises.rated <= answers.keys() <= promises.sent | {WARM}


def _steps_are_whole_and_kept(session: Session, promises: Promises) -> None:
    notes = list(session.execute(select(ComplaintNote.complaint_id, ComplaintNote.text)))
    assert _streams(session, NOTED) == Counter(f"complaint:{note.complaint_id}" for note in notes)
    texts = Counter(note.text for note in notes)
    assert set(texts.values()) <= {1}
    assert promises.noted <= texts.keys()
    settled = set(session.scalars(select(Complaint.id).where(Complaint.settled_on.is_not(None))))
    assert _streams(session, SETTLED) == Counter(f"complaint:{case}" for case in settled)
    assert promises.settled <= settled
