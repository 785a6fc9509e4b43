"""Keeping the words of cases in step with the cases: whoever writes a word writes its lexemes, in the same transaction.

A session notes which cases had words written and puts all their lexemes down at once before it commits. No action
knows of it, and none can forget it. Statements that go past the models (Core, other programs) are not seen; ``flask
cases index`` finds what they left.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

from sqlalchemy import (
    CompoundSelect,
    Executable,
    Select,
    String,
    Table,
    Text,
    event,
    inspect,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, UOWTransaction

from complaints.models.letters import ComplaintLetter
from complaints.models.personal import Complainant, ComplaintMatter, ComplaintNote
from complaints.models.register import Complaint
from complaints.models.steps import ComplaintStep
from complaints.models.words import ComplaintWords
from complaints.rules.search import VERSION, folded_words, lexemes_of, number_lexemes
from storage.base import Base

LETTER: Final[Mapping[type[Base], tuple[str, ...]]] = {
    Complaint: ("reply", "remedy_sought", "cause", "corrective"),
    ComplaintMatter: ("text",),
    ComplaintNote: ("text",),
    ComplaintStep: ("text",),
}
"""Words somebody may find a case by who may read them. Not a draft of an answer: it becomes a reply or nothing."""

PERSON: Final[Mapping[type[Base], tuple[str, ...]]] = {Complainant: ("name", "on_behalf_of")}
"""Words for those who may know who filed. Not how to reach them: contact data are looked at, never searched."""

OURS: Final[Mapping[type[Base], tuple[str, ...]]] = {ComplaintLetter: ("subject", "body", "enclosures")}
"""Words of our letters. They address whoever filed by name, so they are for those who may know who that is."""

REGISTER: Final = ("register", "number", "year", "sign", "external_number", "subject")
"""Words of the register itself."""

WATCHED: Final[Mapping[type[Base], frozenset[str]]] = {
    **{model: frozenset(columns) for model, columns in {**LETTER, **PERSON, **OURS}.items()},
    Complaint: frozenset((*LETTER[Complaint], *REGISTER)),
}

MOST_AT_ONCE: Final = 400
"""Cases read and written with the same statements: below the number of parameters every SQLite takes."""

_TOUCHED: Final = "cases with written words"
_ADDED: Final = "parts of cases just added"

Row = dict[str, Any]
"""A row of complaint_words."""


@dataclass
class Found:
    """What was found of a case: its facts in the register, words of its letter, names, words of our letters.

    ``facts``: as in REGISTER.
    """

    facts: tuple[Any, ...] | None = None
    letter: list[str | None] = field(default_factory=list)
    person: list[str | None] = field(default_factory=list)
    ours: list[str | None] = field(default_factory=list)

    def row(self, case_id: uuid.UUID) -> Row:
        """The row the case should have."""
        register, number, year, sign, foreign, subject = self.facts or ("", None, 0, None, None, "")
        of_register = number_lexemes(register, number, year, sign, foreign) | lexemes_of([subject, sign])
        names = frozenset(name for text in self.person for name in folded_words(text or ""))
        return {
            "complaint_id": case_id,
            "version": VERSION,
            "register": _joined(of_register),
            "letter": _joined(lexemes_of(self.letter)),
            "person": _joined(names | lexemes_of(self.ours)),
        }


def keep_words(session: Session) -> None:
    """Write the lexemes of the cases whose words this session wrote: by itself before it commits, else on demand."""
    session.flush()
    touched: set[uuid.UUID] = session.info.pop(_TOUCHED, set())
    added: dict[uuid.UUID, list[Base]] = session.info.pop(_ADDED, {})
    if not touched:
        return
    rows = [found.row(case_id) for case_id, parts in added.items() if (found := _found_in(parts)) is not None]
    known = sorted(touched - {row["complaint_id"] for row in rows})
    for start in range(0, len(known), MOST_AT_ONCE):
        rows += rows_of(session, known[start : start + MOST_AT_ONCE])
    write_rows(session, rows)


def index_added(session: Session, case_id: uuid.UUID, parts: Sequence[Base]) -> None:
    """Write the lexemes of a case whose parts, all of them, were just added past the flush. One statement.

    What is written of it afterwards is noted as ever. Within a savepoint a flush adds, and this has been noted.
    """
    if not session.in_nested_transaction():
        write_rows(session, [_found_of(parts).row(case_id)])


def rows_of(session: Session, case_ids: Sequence[uuid.UUID]) -> list[Row]:
    """The rows some cases should have, read from their words; none for what is no case. One statement."""
    found: dict[uuid.UUID, Found] = {}
    for case_id, part, words, *facts in session.execute(_question(case_ids)):
        case = found.setdefault(case_id, Found())
        if part == "register":
            case.facts = (*facts, words)
        else:
            getattr(case, part).append(words)
    return [case.row(case_id) for case_id, case in sorted(found.items()) if case.facts is not None]


def write_rows(session: Session, rows: Sequence[Row]) -> None:
    """Put rows into the index, over those that are there. One statement."""
    if not rows:
        return
    connection = session.connection()
    ordered = sorted(rows, key=lambda row: row["complaint_id"])  # two writers never wait for each other
    connection.execute(_PUT[connection.dialect.name], ordered)


def _put(dialect: Any) -> Executable:
    insert = dialect.insert(cast(Table, ComplaintWords.__table__)).inline()  # nobody asks for the key it is given
    new = {name: insert.excluded[name] for name in ("version", "register", "letter", "person")}
    return insert.on_conflict_do_update(index_elements=["complaint_id"], set_=new)  # type: ignore[no-any-return]


_PUT: Final = {"sqlite": _put(sqlite), "postgresql": _put(postgresql)}


def _question(case_ids: Sequence[uuid.UUID]) -> CompoundSelect[Any]:
    """Everything the index holds of some cases: which case, which part, the words, and with a subject its register."""
    wanted = select(Complaint.id).where(Complaint.id.in_(case_ids)).cte("wanted")
    facts = [getattr(Complaint, name) for name in REGISTER[:-1]]
    nothing = [sql_cast(null(), fact.type) for fact in facts]

    def part(model: type[Base], name: str, words: str, others: Sequence[Any]) -> Select[Any]:
        owner = _owner_column(model)
        column = sql_cast(getattr(model, words), Text)
        return select(owner, literal(name, String), column, *others).join(wanted, wanted.c.id == owner)

    asked = [part(Complaint, "register", "subject", facts)]
    for name, models in (("letter", LETTER), ("person", PERSON), ("ours", OURS)):
        asked += [part(model, name, words, nothing) for model, columns in models.items() for words in columns]
    return union_all(*asked)


def _found_in(parts: Sequence[Base]) -> Found | None:
    """What was found in the parts of a case as a session added them; None where they are not all of it."""
    is_whole = any(isinstance(part, Complaint) for part in parts)
    if not is_whole or not all(inspect(part).persistent for part in parts):
        return None  # or taken back by a savepoint, or gone again: the database is asked
    return _found_of(parts)


def _found_of(parts: Sequence[Base]) -> Found:
    """What stands in all parts of a case."""
    found = Found()
    for part in parts:
        if isinstance(part, Complaint):
            found.facts = tuple(getattr(part, name) for name in REGISTER)
        found.letter += [getattr(part, name) for name in LETTER.get(type(part), ())]
        found.person += [getattr(part, name) for name in PERSON.get(type(part), ())]
        found.ours += [getattr(part, name) for name in OURS.get(type(part), ())]
    return found


def _owner_column(model: type[Base]) -> Any:
    return Complaint.id if model is Complaint else model.complaint_id  # type: ignore[attr-defined]


def _joined(lexemes: frozenset[str]) -> str:
    return " ".join(sorted(lexemes))


@event.listens_for(Session, "after_flush")
def _note_written(session: Session, _context: UOWTransaction) -> None:
    """Note the cases whose words go to the database with this flush, and keep hold of what is new."""
    for part in session.new:
        if type(part) in WATCHED:
            case_id = _case_of(part)
            session.info.setdefault(_TOUCHED, set()).add(case_id)
            session.info.setdefault(_ADDED, {}).setdefault(case_id, []).append(part)
    for part in (*session.dirty, *session.deleted):
        columns = WATCHED.get(type(part), frozenset())
        state = inspect(part)
        if columns and (part in session.deleted or any(state.attrs[name].history.has_changes() for name in columns)):
            session.info.setdefault(_TOUCHED, set()).add(_case_of(part))


@event.listens_for(Session, "do_orm_execute")
def _note_many(executed: ORMExecuteState) -> None:
    """Note the cases an import adds with one statement for many; other statements for many erase, and say so apart."""
    if executed.is_insert and executed.bind_mapper is not None and executed.bind_mapper.class_ is Complaint:
        given: Any = executed.parameters or []
        rows = given if isinstance(given, list) else [given]
        executed.session.info.setdefault(_TOUCHED, set()).update(row["id"] for row in rows if "id" in row)


@event.listens_for(Session, "before_commit")
def _keep(session: Session) -> None:
    """At the end of the transaction, not of a savepoint."""
    if not session.in_nested_transaction():
        keep_words(session)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    """Nothing was written after all; what a savepoint took back is found not to be there."""
    if ended.nested:
        return
    session.info.pop(_TOUCHED, None)
    session.info.pop(_ADDED, None)


def _case_of(part: Any) -> uuid.UUID:
    case_id: uuid.UUID = part.id if isinstance(part, Complaint) else part.complaint_id
    return case_id
