"""Which cases a typed text means: the one condition behind the search field, and what each reader may find by."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    column,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Boolean

from complaints.models import Complaint, ComplaintWords, HeldFiling
from complaints.queries.readable import knowable, readable
from complaints.rules.holding import read_list_number
from complaints.rules.search import VERSION, Term, terms_of, typed_number
from kernel.permissions import Actor, Permission
from storage.searching import INDEX


class Reach(enum.IntEnum):
    """How far a search reaches into a case: its line in the register, its words, who filed it and our letters."""

    REGISTER = 1
    LETTER = 2
    PERSON = 3


COLUMNS: Final = ("register", "letter", "person")
"""What each reach adds."""


def matches(actor: Actor, text: str) -> ColumnElement[bool]:
    """Cases with a register number (``214``, ``214/2026``, ``P 3/2026``), with the number they had on the holding list
    (``L 12/2026``: it stands on the receipt), or with all words of the text in any form.

    A sign or foreign number is found exactly; a name, a word of the subject and one with a star by its beginning. Words
    of a letter count where the reader may read it, names where they may know who filed. Goes with scope.within, never
    without.
    """
    listed = read_list_number(text)
    if listed is not None:
        was = (HeldFiling.number == listed[0]) & (HeldFiling.year == listed[1])
        return Complaint.id.in_(select(HeldFiling.complaint_id).where(was))
    number = typed_number(text)
    exact = Term(number.lexemes, "", is_name_begun=False)
    if number.is_certain:
        return _found(Reach.REGISTER, exact, [])
    terms = terms_of(text)
    if not terms and not number.lexemes:
        return false()

    def found(reach: Reach) -> ColumnElement[bool]:
        return _found(reach, exact, terms)

    in_letter = and_(found(Reach.LETTER), or_(readable(actor), found(Reach.REGISTER)))
    if not actor.scope(Permission.COMPLAINANT_READ):
        return in_letter
    return and_(found(Reach.PERSON), or_(knowable(actor), in_letter))


def is_incomplete(session: Session) -> bool:
    """Whether cases wait to be read for the search, after an upgrade: until then it finds only their numbers."""
    return session.execute(select(literal(1)).where(unread()).limit(1)).first() is not None


def unread() -> ColumnElement[bool]:
    """The condition on ``complaint_words`` for cases that wait to be read for the search."""
    return ComplaintWords.version != VERSION


def _found(reach: Reach, exact: Term, terms: Sequence[Term]) -> ColumnElement[bool]:
    """Cases with one of the exact lexemes in their register, or all terms in what the reach covers."""
    either = OnEither(_sqlite(reach, exact, terms), _postgresql(reach, exact, terms))
    found = select(ComplaintWords.complaint_id).where(either).cte()
    found = found.prefix_with("MATERIALIZED", dialect="postgresql")  # guessing high, it would walk all cases
    return Complaint.id.in_(select(found.c.complaint_id))


class OnEither(FunctionElement[bool]):
    """One condition spelt for SQLite and for PostgreSQL; the database it is sent to sees its own."""

    inherit_cache = True
    type = Boolean()

    def self_group(self, against: Any = None) -> OnEither:
        """Itself: as a mere value of truth it would be compared with 1, and no index serves that."""
        return self


@compiles(OnEither)
def _spelt(element: OnEither, compiler: Any, **kw: Any) -> str:
    for_sqlite, for_postgresql = element.clauses
    chosen = for_sqlite if compiler.dialect.name == "sqlite" else for_postgresql
    return f"({compiler.process(chosen, **kw)})"


def _sqlite(reach: Reach, exact: Term, terms: Sequence[Term]) -> ColumnElement[bool]:
    """Source of the query language: sqlite.org/fts5.html § 3. Lexemes are letters and digits, so quoting is safe."""
    ways = [f"register : {_any_of(exact)}"] if exact.lexemes else []
    if terms:
        ways.append(" AND ".join(f"({_in_fts(reach, term)})" for term in terms))
    asked = literal(" OR ".join(f"({way})" for way in ways), Text)
    rows: Select[Any] = (
        select(column("rowid")).select_from(table(INDEX)).where(literal_column(INDEX).op("MATCH")(asked))
    )
    return ComplaintWords.id.in_(rows)


def _in_fts(reach: Reach, term: Term) -> str:
    columns = " ".join(COLUMNS[:reach])
    ways = [f"{{{columns}}} : {_any_of(term)}"]
    if term.is_subject_begun:
        ways.append(f'register : "{term.name}"*')
    if reach is Reach.PERSON:
        ways.append(f'person : "{term.name}"{"*" if term.is_name_begun else ""}')
    return " OR ".join(ways)


def _any_of(term: Term) -> str:
    return "(" + " OR ".join(f'"{lexeme}"{"*" if term.is_begun else ""}' for lexeme in term.lexemes) + ")"


def _postgresql(reach: Reach, exact: Term, terms: Sequence[Term]) -> ColumnElement[bool]:
    ways = [_has("register", _query_of(exact))] if exact.lexemes else []
    if terms:
        ways.append(and_(*(_in_gin(reach, term) for term in terms)))
    return or_(*ways)


def _in_gin(reach: Reach, term: Term) -> ColumnElement[bool]:
    standing = _query_of(term)
    ways = [_has("register", f"{standing} | {term.name}:*" if term.is_subject_begun else standing)]
    if reach >= Reach.LETTER:
        ways.append(_has("letter", standing))
    if reach is Reach.PERSON:
        ways.append(_has("person", f"{standing} | {term.name}{':*' if term.is_name_begun else ''}"))
    return or_(*ways)


def _query_of(term: Term) -> str:
    return " | ".join(f"{lexeme}{':*' if term.is_begun else ''}" for lexeme in term.lexemes)


def _has(part: str, query: str) -> ColumnElement[bool]:
    words = func.to_tsvector(literal_column("'simple'::regconfig"), getattr(ComplaintWords, part))
    return words.op("@@", is_comparison=True)(sql_cast(literal(query, Text), TSQUERY))
