"""The cases of a bundle: how each deadline was counted, and the letters as they were sent."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.evidence.archive import Archive
from assurance.evidence.extent import Chosen
from assurance.evidence.record import End
from attachments.models import StoredFile
from attachments.shelf import Shelf
from complaints.actions.letter_checks import committed_parts
from complaints.events import ComplaintTag
from complaints.models import Complaint, ComplaintLetter
from complaints.queries.replay import replayed_cases
from complaints.rules.course import Course, told_in_time
from complaints.rules.kinds import PASSED_ON, Register
from complaints.rules.letters import LetterState
from complaints.rules.moves import Move
from complaints.rules.replay import CaseReplay
from complaints.rules.verdicts import Dates, verdict
from kernel.clock import local_day
from kernel.errors import RuleBroken
from ledger.queries import entries_of

NOTICES: Final = (Move.DELAY, Move.EXTEND)
MayRead = Callable[[Complaint], bool]
"""Whether whoever makes the bundle may read the words of a case."""


def write_workings(session: Session, archive: Archive, end: End, chosen: Chosen) -> list[dict[str, Any]]:
    """Write how each deadline was counted; with chosen cases their rows come back for the index."""
    wanted, kept = frozenset(chosen.ids), []

    def rows() -> Iterator[dict[str, Any]]:
        for told in replayed_cases(session, end.leaf):
            if not wanted or str(told.case_id) in wanted:
                row = working(str(told.case_id), told.case, end.moment)
                if wanted:
                    kept.append(row)
                yield row

    archive.lines("cases/deadlines.jsonl", rows())
    return kept


def working(case_id: str, case: CaseReplay, moment: dt.datetime) -> dict[str, Any]:
    """A case with its dates, the rule behind them, each skipped day by name, each notice, and the verdict."""
    course = _course(case)
    return {
        "case": case_id,
        "number": _number(case),
        "kind": case.kind,
        "received_on": _text(case.received_on),
        "last_day": _text(case.due_on),
        "settled_on": _text(case.settled_on),
        "left_on": _text(case.left_on),
        "outcome": case.outcome,
        "noticed_on": _text(course.noticed_on if course else None),
        "verdict": verdict(_dates(case, course), local_day(moment), moment).value,
        "rule": course.main.rule.id if course else None,
        "rule_version": course.main.rule.version if course else None,
        "source": course.main.rule.source if course else None,
        "starts_on": _text(course.main.term.starts_on if course else None),
        "raw_end": _text(course.raw_end_on if course else None),
        "warn_on": _text(course.warn_on if course else None),
        "skipped": [[_text(one.date), one.why] for one in course.main.skipped] if course else [],
        "notices": _notices(case, course) if course else [],
    }


def _number(case: CaseReplay) -> str:
    """As people know it: ``214/2026``, ``P 3/2026``; an imported case by its number there."""
    if case.register is None:
        return case.external_number or ""
    prefix = "" if case.register == Register.COMPLAINTS else f"{case.register} "
    return f"{prefix}{case.number}/{case.year}"


def _course(case: CaseReplay) -> Course | None:
    """The dates today's rules give, where they are the ones the case is judged by."""
    try:
        found = case.course
    except RuleBroken:
        return None
    return found if found is not None and found.due_on == case.due_on else None


def _dates(case: CaseReplay, course: Course | None) -> Dates:
    return Dates(
        due_on=case.due_on,
        warn_on=course.warn_on if course else None,
        settled_on=case.settled_on,
        left_on=case.left_on,
        due_at=case.due_at,
        settled_at=case.settled_at,
        noticed_on=course.noticed_on if course else None,
        owed_nothing=case.left_how == Move.LEAVE and case.kind in PASSED_ON,
    )


def _notices(case: CaseReplay, course: Course) -> list[dict[str, Any]]:
    counting = {(step.on, step.until) for step in told_in_time(case.inputs, course.main)}
    return [
        {
            "move": step.move.value,
            "on": _text(step.on),
            "until": _text(step.until),
            "in_time": (step.on, step.until) in counting or step == course.extension,
            "moves_the_day": step == course.extension,
        }
        for step in case.steps
        if step.move in NOTICES
    ]


def _text(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def write_letters(session: Session, archive: Archive, shelf: Shelf, end: End, chosen: Chosen, may_read: MayRead) -> int:
    """Write the letters and answers of the cases as they were sent, where the reader may know them; how many."""
    rows: list[dict[str, Any]] = []
    for case_id in chosen.ids:
        complaint = session.get_one(Complaint, uuid.UUID(case_id))
        is_open = may_read(complaint)
        for entry in entries_of(session, f"complaint:{case_id}"):
            if entry.leaf > end.leaf:
                break
            if entry.tag == ComplaintTag.SETTLED.text:
                rows.append(_answer(archive, complaint, entry.leaf, is_open))
        rows += [
            _letter(session, archive, shelf, letter, leaf, is_open) for letter, leaf in _sent(session, case_id, end)
        ]
    archive.lines("letters/letters.jsonl", rows)
    return sum(not row["withheld"] for row in rows)


def _sent(session: Session, case_id: str, end: End) -> list[tuple[ComplaintLetter, int]]:
    """The letters of a case that were sent up to the end, each with the entry that says so."""
    query = select(ComplaintLetter).where(ComplaintLetter.complaint_id == uuid.UUID(case_id))
    letters = {str(one.id): one for one in session.scalars(query.where(ComplaintLetter.state == LetterState.SENT))}
    found = []
    for entry in entries_of(session, f"complaint:{case_id}"):
        if entry.tag == ComplaintTag.LETTER_SENT.text and entry.leaf <= end.leaf:
            letter = letters.get(_data_of(entry.canonical)["letter"])
            if letter is not None:
                found.append((letter, entry.leaf))
    return found


def _letter(
    session: Session, archive: Archive, shelf: Shelf, letter: ComplaintLetter, leaf: int, is_open: bool
) -> dict[str, Any]:
    if not (is_open and letter.salt):
        return _withheld(str(letter.id), leaf)
    text = f"letters/{letter.id}.json"
    archive.value(text, {"committed": committed_parts(letter)})
    file = session.get(StoredFile, letter.file_id) if letter.file_id else None
    path = shelf.path_of(file.digest) if file else None
    paper = f"letters/{letter.id}.pdf" if path is not None and path.is_file() else None
    if paper is not None and path is not None:
        archive.add(paper, path.read_bytes())
    return {
        "letter": str(letter.id), "leaf": leaf, "withheld": False, "salt": letter.salt, "text": text, "paper": paper,
    }  # fmt: skip


def _answer(archive: Archive, complaint: Complaint, leaf: int, is_open: bool) -> dict[str, Any]:
    name = f"answer:{complaint.id}"
    if not (is_open and complaint.reply_salt and complaint.reply is not None):
        return _withheld(name, leaf)
    text = f"letters/answer-{complaint.id}.json"
    archive.value(text, {"committed": complaint.reply})
    return {"letter": name, "leaf": leaf, "withheld": False, "salt": complaint.reply_salt, "text": text, "paper": None}


def _withheld(name: str, leaf: int) -> dict[str, Any]:
    return {"letter": name, "leaf": leaf, "withheld": True, "salt": None, "text": None, "paper": None}


def _data_of(canonical: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(canonical)["data"]
    return data
