"""What came in and what was written on a case, against its entries: who filed, the matter, notes, steps, the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from complaints.actions.answering import answer_of
from complaints.actions.filings import circumstances_of, person_of
from complaints.replaying.rows import CaseRows
from complaints.rules.erasing import ERASED
from complaints.rules.words import CaseWords, DraftWords, StepWords
from ledger.canonical import commitment
from ledger.replays import commits, shown

Fault = tuple[str, str]
"""What of the case, and why it differs."""
GONE = "an entry tells of it, but it is not there"
UNTOLD = "it is there, but no entry tells of it"
CHANGED = "it is not what was recorded: it does not give the commitment of its entry"


def faults_of_texts(words: CaseWords, rows: CaseRows) -> Iterator[Fault]:
    """Everything that differs, the first thing people would look at first."""
    yield from one_text("the complainant", words.complainant, rows.complainant, person_of)
    yield from _matter(words, rows)
    yield from _reply(words, rows)
    if rows.case.restricted_for != words.ground:
        here, there = shown(rows.case.restricted_for), shown(words.ground)
        yield "the ground of restriction", f"it is {here} here and {there} by its entries"
    yield from _notes(words, rows)
    for number, (told, row) in enumerate(zip(words.steps, rows.steps, strict=False), 1):
        yield from ((f"step {number} ({row.move})", why) for why in _step(told, row))
    yield from _draft(words.draft, rows.draft)


def one_text(what: str, told: str | None, row: Any, parts: Any) -> Iterator[Fault]:
    """A row there is at most one of: it is there if an entry says so, and gives its commitment."""
    if (row is None) != (told is None):
        yield what, GONE if row is None else UNTOLD
    elif row is not None and not commits(row.salt, parts(row), told):
        yield what, CHANGED


def said_by(actor: str, person_id: object) -> bool:
    """Whether the person of a row is the one an entry names as its actor."""
    return f"person:{person_id}" == actor if person_id is not None else not actor.startswith("person:")


def different(row: Any, told: Mapping[str, object], by: str) -> Iterator[str]:
    """Columns of codes, texts and ids that are not as told; ids are told as text."""
    for column, value in told.items():
        here = getattr(row, column)
        if (str(here) if here is not None else None) != value:
            yield f"{column} is {shown(here)} here and {shown(value)} by its {by}"


def _matter(words: CaseWords, rows: CaseRows) -> Iterator[Fault]:
    case = rows.case
    yield from one_text(
        "the letter with its subject", words.matter, rows.matter,
        lambda row: [case.subject, row.text, *circumstances_of(case)],
    )  # fmt: skip
    if words.is_erased and (case.subject != ERASED or case.remedy_sought):
        yield "the letter with its subject", "it was erased, but something stands there"


def _reply(words: CaseWords, rows: CaseRows) -> Iterator[Fault]:
    told: dict[str, str | None] = words.reply or {"reply": None, "cause": None, "corrective": None}
    for name, commits_to in told.items():
        text = getattr(rows.case, name)
        if (text is None) != (commits_to is None):
            yield f"the {name} of its answer", GONE if text is None else UNTOLD
        elif text is not None and not commits(rows.case.reply_salt, text, commits_to):
            yield f"the {name} of its answer", CHANGED


def _notes(words: CaseWords, rows: CaseRows) -> Iterator[Fault]:
    live = [row for row in rows.notes if row.salt or row.text]
    if len(rows.notes) - len(live) != words.erased_notes:
        yield "its notes", f"{len(rows.notes) - len(live)} of them are empty, and {words.erased_notes} were erased"
    made: Counter[str] = Counter()
    for row in live:
        found = _committed(row)
        if found not in words.notes:
            yield f"note {row.id}", CHANGED
        made[found] += 1
    if made != words.notes:
        yield "its notes", f"there are {made.total()}, and its entries tell of {words.notes.total()}"


def _committed(row: Any) -> str:
    """The commitment a note gives; empty where its salt is none of ours."""
    try:
        return commitment(row.salt, row.text) if bytes.fromhex(row.salt).hex() == row.salt else ""
    except ValueError:
        return ""


def _step(told: StepWords, row: Any) -> Iterator[str]:
    yield from different(row, told.facts, "entry")
    if not said_by(told.actor, row.person_id):
        yield "somebody else took it by its entry"
    if told.is_erased:
        if row.text or row.salt:
            yield "its reason was erased, but something stands there"
    elif told.text is None:
        if row.text:
            yield "it has a reason, and by its entry none"
    elif not commits(row.salt, row.text, told.text):
        yield f"its reason: {CHANGED}"


def _draft(told: DraftWords | None, row: Any) -> Iterator[Fault]:
    what = "the answer put forward"
    yield from one_text(what, told.text if told else None, row, answer_of)
    if told is None or row is None:
        return
    if row.outcome != told.outcome:
        yield what, f"its outcome is {shown(row.outcome)} here and {shown(told.outcome)} by its entry"
    if not said_by(told.drafted_by, row.drafted_by_id):
        yield what, "somebody else wrote it by its entry"
    if not said_by(told.approved_by or "nobody", row.approved_by_id):
        yield what, "who approved it is not the one its entries name"
