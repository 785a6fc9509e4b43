"""The words of cases against the record: who filed, letters, notes, reasons, answers, files, each by its commitment.

What was erased has no words any more; where some are there all the same, they are named too.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from attachments.models import StoredFile
from complaints.actions.answering import committed_answer
from complaints.actions.filings import circumstances_of, person_of
from complaints.actions.letter_checks import committed_parts
from complaints.events import ComplaintTag
from complaints.models import (
    Complainant,
    Complaint,
    ComplaintAttachment,
    ComplaintDraft,
    ComplaintLetter,
    ComplaintMatter,
    ComplaintNote,
    ComplaintStep,
    PetitionPublication,
)
from complaints.queries.replay import STREAM
from complaints.rules.letters import LetterState
from complaints.rules.moves import Move
from complaints.rules.replay import NO_STEPS
from ledger.canonical import commitment
from ledger.models import LedgerEntry
from ledger.replays import Difference, OnStep, Projection, Said, rows_in, said, tagged

FEW: Final = 500
"""Cases compared at a time: below the number of parameters every SQLite takes."""
STEPS: Final = frozenset(f"complaints:complaint:{move}" for move in Move if move not in NO_STEPS)
STEP: Final = ("body", "basis", "reference", "channel")
"""What the entry of a step says beside its words."""

Words = dict[str, Any]
"""By what it is, in words for people: the commitment, or the facts and the commitment."""


@dataclass
class _Told:
    """What the entries of a case say of its words."""

    words: Words = field(default_factory=dict)
    notes: set[str] = field(default_factory=set)
    steps: int = 0
    leaf: int = 0

    def take(self, one: Said) -> None:
        """One more entry."""
        self.leaf = one.leaf
        if one.tag in STEPS:
            self.steps += 1
            said_of = tuple(one.data[name] for name in STEP)
            self.words[f"step {self.steps}"] = (*said_of, one.data["text"])
        if one.tag in _TAKES:
            _TAKES[one.tag](self, one.data, one)
        if "text" in one.data and one.tag in _WITH_REASON and one.data["text"]:
            self.notes.add(one.data["text"])

    def erase(self) -> None:
        """Words and salts are gone; steps and letters stay without theirs."""
        kept = {key: (*value[:-1], None) for key, value in self.words.items() if key.startswith(("step ", "letter "))}
        self.words, self.notes = kept, set()


def _received(told: _Told, data: Mapping[str, Any], _one: Said) -> None:
    told.words["who filed it"], told.words["the letter it came with"] = data["complainant"], data["matter"]


def _settled(told: _Told, data: Mapping[str, Any], _one: Said) -> None:
    told.words["the answer"] = data["reply"]
    for name in ("cause", "corrective"):
        if data.get(name):
            told.words[f"the {name}"] = data[name]


def _sent(told: _Told, data: Mapping[str, Any], one: Said) -> None:
    facts = (data["template"], data["version"], data["channel"], data["privacy"], one.effective_on)
    told.words[f"letter {data['letter']}"] = (*facts, (data["text"], data["paper"]))


def _attached(told: _Told, data: Mapping[str, Any], _one: Said) -> None:
    told.words[f"file {data['attachment']}"] = (data["kind"], data["size"], data["file"])


def _drafted(told: _Told, data: Mapping[str, Any], _one: Said) -> None:
    told.words["the draft"] = (data["outcome"], data["reply"])


def _published(told: _Told, data: Mapping[str, Any], _one: Said) -> None:
    words = (data["subject"], data["text"], data["answer"])
    told.words["what is published"] = (True, data.get("named", False), words)


def _taken_down(told: _Told, _data: Mapping[str, Any], _one: Said) -> None:
    _open, *others = told.words["what is published"]
    told.words["what is published"] = (False, *others)


_TAKES: Final[dict[str, Callable[[_Told, Mapping[str, Any], Said], None]]] = {
    ComplaintTag.RECEIVED.text: _received,
    ComplaintTag.NOTED.text: lambda told, data, _one: told.notes.add(data["note"]),
    ComplaintTag.SETTLED.text: _settled,
    ComplaintTag.LETTER_SENT.text: _sent,
    ComplaintTag.ATTACHED.text: _attached,
    ComplaintTag.DRAFTED.text: _drafted,
    ComplaintTag.PUBLISHED.text: _published,
    ComplaintTag.TAKEN_DOWN.text: _taken_down,
    ComplaintTag.ERASED.text: lambda told, _data, _one: told.erase(),
}
_WITH_REASON: Final = frozenset({ComplaintTag.DESCRIBED.text, ComplaintTag.SIGNED.text})
"""Entries whose reason is kept as a note."""
TAGS: Final = frozenset({*_TAKES, *_WITH_REASON, *STEPS})


@dataclass
class _Here:
    """The words the tables hold of a case."""

    words: Words = field(default_factory=dict)
    notes: set[str] = field(default_factory=set)
    steps: int = 0


def _of_case(here: _Here, row: Any) -> None:
    for what, words in (("answer", row.reply), ("cause", row.cause), ("corrective", row.corrective)):
        if words is not None:
            here.words[f"the {what}"] = commitment(row.reply_salt or "", words)


def _of_person(here: _Here, row: Any) -> None:
    here.words["who filed it"] = commitment(row.salt, person_of(row))


def _of_matter(here: _Here, row: Any) -> None:
    here.words["the letter it came with"] = commitment(row.salt, [row.subject, row.text, *circumstances_of(row)])


def _of_note(here: _Here, row: Any) -> None:
    if row.text or row.salt:
        here.notes.add(commitment(row.salt, row.text))


def _of_step(here: _Here, row: Any) -> None:
    here.steps += 1
    words = commitment(row.salt, row.text) if row.text else None
    body = str(row.body_id) if row.body_id else None
    here.words[f"step {here.steps}"] = (body, row.basis, row.reference, row.channel, words)


def _of_letter(here: _Here, row: Any) -> None:
    facts = (row.template_id, row.template_version, row.channel, row.has_privacy, str(row.sent_on))
    has_words = bool(row.salt or row.body or row.digest)
    words = (commitment(row.salt, committed_parts(row)), commitment(row.salt, row.digest)) if has_words else None
    here.words[f"letter {row.id}"] = (*facts, words)


def _of_file(here: _Here, row: Any) -> None:
    here.words[f"file {row.id}"] = (row.kind, row.size, commitment(row.salt, [row.digest, row.name, row.note]))


def _of_draft(here: _Here, row: Any) -> None:
    here.words["the draft"] = (row.outcome, committed_answer(row))


def _of_publication(here: _Here, row: Any) -> None:
    words = [commitment(row.salt, one) if one else None for one in (row.subject, row.text, row.answer)]
    here.words["what is published"] = (row.hidden_on is None, row.is_named, tuple(words))


_NOT_ASKED: Final = frozenset({
    "person_id", "written_at", "recorded_at", "qualified_from", "qualified_to", "other_id", "happened_on", "until_on",
    "drafted_by_id", "drafted_at", "approved_by_id", "approved_at", "sent_by_id", "sent_at", "changed_at",
    "published_on", "added_by_id", "added_at", "person_key", "email_key", "row_version",
})  # fmt: skip
"""Columns that say nothing of the words; reading them would only take time."""


def _columns(model: Any, *others: Any) -> Select[Any]:
    """The columns of a table that say something of the words, and what else is asked for."""
    return select(*(column for column in model.__table__.columns if column.key not in _NOT_ASKED), *others)


def _asked() -> list[tuple[Select[Any], Any, Callable[[_Here, Any], None]]]:
    """What is read of each table, by which column a case is known there, and what it says."""
    file, case = StoredFile, Complaint
    matter = _columns(ComplaintMatter, case.subject, case.remedy_sought, case.happened_on, case.severity)
    files = _columns(ComplaintAttachment, file.digest, file.kind, file.size)
    letters = _columns(ComplaintLetter, file.digest).outerjoin(file, file.id == ComplaintLetter.file_id)
    answer: Any = select(case.id.label("complaint_id"), case.reply, case.reply_salt, case.cause, case.corrective)
    return [
        (answer, case.id, _of_case),
        (_columns(Complainant), Complainant.complaint_id, _of_person),
        (matter.join(case, case.id == ComplaintMatter.complaint_id), ComplaintMatter.complaint_id, _of_matter),
        (_columns(ComplaintNote), ComplaintNote.complaint_id, _of_note),
        (_columns(ComplaintStep).order_by(ComplaintStep.position), ComplaintStep.complaint_id, _of_step),
        (letters.where(ComplaintLetter.state == LetterState.SENT.value), ComplaintLetter.complaint_id, _of_letter),
        (files.join(file, file.id == ComplaintAttachment.file_id), ComplaintAttachment.complaint_id, _of_file),
        (_columns(ComplaintDraft), ComplaintDraft.complaint_id, _of_draft),
        (_columns(PetitionPublication), PetitionPublication.complaint_id, _of_publication),
    ]  # fmt: skip


def _differences(session: Session, on_step: OnStep) -> Iterator[Difference]:
    """Words that are not those the entries commit to, that are gone, or that no entry tells of."""
    last = uuid.UUID(int=0)
    while few := list(
        session.scalars(select(Complaint.id).where(Complaint.id > last).order_by(Complaint.id).limit(FEW))
    ):
        yield from _among(session, few)
        on_step(len(few))
        last = few[-1]


def _among(session: Session, few: list[uuid.UUID]) -> Iterator[Difference]:
    told: dict[str, _Told] = defaultdict(_Told)
    streams = LedgerEntry.stream.in_([f"{STREAM}{one}" for one in few])
    for one in said(session, streams & tagged(TAGS), by_stream=True):
        told[one.stream.removeprefix(STREAM)].take(one)
    here: dict[str, _Here] = defaultdict(_Here)
    for query, case_id, says in _asked():
        for row in session.execute(query.where(case_id.in_(few))):
            try:
                says(here[str(row.complaint_id)], row)
            except ValueError:
                yield Difference(f"case {row.complaint_id}", "the salt or the words of it cannot be read")
                return
    for case in map(str, few):
        yield from _compared(case, told[case], here[case])


def _compared(case: str, told: _Told, here: _Here) -> Iterator[Difference]:
    for what in _apart(told.words, here.words):
        yield Difference(f"case {case}, {what}", _why(what, told.words, here.words), told.leaf)
    if told.notes != here.notes:
        yield Difference(f"case {case}", "a note or a reason is another one, is gone, or stands in no entry", told.leaf)


def _apart(told: Words, here: Words) -> Iterable[str]:
    """Where they differ. A draft that went out as an answer is let go of with its case: its absence says nothing."""
    return [what for what in sorted(told.keys() | here.keys()) if told.get(what) != here.get(what) and not (
        what == "the draft" and what not in here
    )]  # fmt: skip


def _why(what: str, told: Words, here: Words) -> str:
    if what not in here:
        return "an entry tells of it, but it is not there"
    return "it is not what was recorded" if what in told else "it is there, but no entry tells of it"


MODELS: Final = (
    Complainant, ComplaintMatter, ComplaintNote, ComplaintStep, ComplaintLetter, ComplaintAttachment, ComplaintDraft,
    PetitionPublication, StoredFile,
)  # fmt: skip
REPLAYS: Final = (Projection("words", partial(rows_in, Complaint), _differences, MODELS),)
"""What the verification compares of the words of this room."""
