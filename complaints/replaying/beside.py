"""What lies beside the words of a case, against its entries: letters of the office, files, what is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from complaints.actions.letter_checks import committed_parts
from complaints.replaying.rows import CaseRows
from complaints.replaying.texts import CHANGED, GONE, UNTOLD, Fault, one_text, said_by
from complaints.rules.words import CaseWords, LetterWords
from ledger.replays import commits, shown


def faults_beside(words: CaseWords, rows: CaseRows) -> Iterator[Fault]:
    """Everything that differs."""
    yield from _letters(words, rows)
    yield from _attachments(words, rows)
    yield from _publication(words, rows)
    yield from one_text("the scan of the petition", words.scan, rows.scan, lambda row: row.digest)


def _letters(words: CaseWords, rows: CaseRows) -> Iterator[Fault]:
    here = {str(row.id): row for row in rows.letters}
    for key in sorted(words.letters.keys() | here.keys()):
        told, row = words.letters.get(key), here.get(key)
        if told is None or row is None:
            yield f"letter {key}", GONE if row is None else UNTOLD
        else:
            yield from ((f"letter {key}", why) for why in _letter(told, row))


def _letter(told: LetterWords, row: Any) -> Iterator[str]:
    for column, value in told.facts.items():
        here = getattr(row, column)
        same = said_by(value, here) if column.endswith("_by_id") else _plain(here) == value
        if not same:
            yield f"{column} is {shown(here)} here and {shown(value)} by its entries"
    if told.is_erased:
        if row.salt or row.body or row.subject or row.addressee or row.enclosures or row.file_id is not None:
            yield "its words were erased, but something stands there"
        return
    if not commits(row.salt, committed_parts(row), told.text):
        yield CHANGED
    if (row.file_id is None) != (told.paper is None):
        yield "its file is gone" if row.file_id is None else "it has a file, and was not sent"
    elif told.paper is not None and not commits(row.salt, row.digest, told.paper):
        yield "its file is not the one that was sent"


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | None) else str(value)


def _attachments(words: CaseWords, rows: CaseRows) -> Iterator[Fault]:
    here = {str(row.id): row for row in rows.attachments}
    for key in sorted(words.attachments.keys() | here.keys()):
        told, row = words.attachments.get(key), here.get(key)
        if told is None or row is None:
            yield f"attachment {key}", GONE if row is None else UNTOLD
        elif (row.kind, row.size) != (told["kind"], told["size"]) or not commits(
            row.salt, [row.digest, row.name, row.note], told["file"]
        ):
            yield f"attachment {key}", "file, name or note are not what was recorded"


def _publication(words: CaseWords, rows: CaseRows) -> Iterator[Fault]:
    what, told, row = "what is published of the petition", words.publication, rows.publication
    if told is None or row is None:
        if told is not row:
            yield what, GONE if row is None else UNTOLD
        return
    for name in ("subject", "text", "answer"):
        text = getattr(row, name)
        if bool(text) != (told[name] is not None) or (text and not commits(row.salt, text, told[name])):
            yield what, f"its {name} is not what was recorded"
    if "named" in told and row.is_named != told["named"]:
        yield what, "whether it names who filed it is not what was recorded"
    if (row.hidden_on is not None) != words.is_hidden:
        yield what, "it can be read, but was taken down" if words.is_hidden else "it is hidden, which no entry says"
