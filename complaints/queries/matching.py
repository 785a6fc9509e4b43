"""Which cases a typed text means: the one condition behind the search field, and what each reader may find by."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, column, false, func, literal, literal_column, or_, select, table
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.types import Boolean

from complaints.models import Complaint, ComplaintWords
from complaints.queries.readable import knowable, readable
from complaints.rules.search import VERSION, Term, terms_of, typed_number
from kernel.permissions import Actor, Permission
from storage.searching import INDEX


class Reach(enum.IntEnum):
    """How far a search reaches into a case: its line in the register, its words, who filed it."""

    REGISTER = 1
    LETTER = 2
    PERSON = 3


def matches(actor: Actor, text: str) -> ColumnElement[bool]:
    """Cases with a register number (``214``, ``214/2026``, ``P 3/2026``), or with all words of the text in any form.

    A sign or foreign number is found exactly; a name, a word of the subject and one with a star by its beginning. Words
    of a letter count where the reader may read it, names where they may know who filed. Goes with scope.within, never
    without.
    """
    number = typed_number(text)
    exact = Term(number.lexemes, "", is_name_begun=False)
    if number.is_certain:
        return _found(Reach.REGISTER, [exact], [])
    terms = terms_of(text)
    if not terms and not number.lexemes:
        return false()

    def found(reach: Reach) -> ColumnElement[bool]:
        return _found(reach, [exact], terms)

    in_letter = and_(found(Reach.LETTER), or_(readable(actor), found(Reach.REGISTER)))
    if not actor.scope(Permission.COMPLAINANT_READ):
        return in_letter
    return and_(found(Reach.PERSON), or_(knowable(actor), in_letter))


def is_incomplete(session: Session) -> bool:
    """Whether cases wait to be read for the search, after an upgrade: until then it finds only their numbers."""
    waiting = select(literal(1)).where(ComplaintWords.version != VERSION).limit(1)
    return session.execute(waiting).first() is not None


def _found(reach: Reach, exact: Sequence[Term], terms: Sequence[Term]) -> ColumnElement[bool]:
    """Cases with one of the exact lexemes in their register, or all terms in what the reach covers."""
    return Complaint.id.in_(select(ComplaintWords.complaint_id).where(InWords(reach, tuple(exact), tuple(terms))))


class InWords(ColumnElement[bool]):
    """A condition on ``complaint_words``, spelt for either database when it is compiled."""

    inherit_cache = False
    type = Boolean()

    def __init__(self, reach: Reach, exact: Sequence[Term], terms: Sequence[Term]) -> None:
        self.reach, self.exact, self.terms = reach, exact, terms


@compiles(InWords, "sqlite")
def _sqlite(element: InWords, compiler: Any, **kw: Any) -> str:
    """Source of the query language: sqlite.org/fts5.html § 3. Lexemes are letters and digits, so quoting is safe."""
    index = table(INDEX, column("rowid"))
    ways = [f"register : {_any_of(term)}" for term in element.exact]
    if element.terms:
        ways.append(" AND ".join(f"({_in_fts(element.reach, term)})" for term in element.terms))
    asked = " OR ".join(f"({way})" for way in ways)
    matching = literal_column(INDEX).op("MATCH")(literal(asked, Text))
    condition = ComplaintWords.id.in_(select(index.c.rowid).where(matching))
    return f"({compiler.process(condition, **kw)})"


def _in_fts(reach: Reach, term: Term) -> str:
    columns = "register" if reach is Reach.REGISTER else "register letter"
    ways = [f"{{{columns}}} : {_any_of(term)}"]
    if term.is_subject_begun:
        ways.append(f'register : "{term.name}"*')
    if reach is Reach.PERSON and term.name:
        ways.append(f'person : "{term.name}"{"*" if term.is_name_begun else ""}')
    return " OR ".join(ways)


def _any_of(term: Term) -> str:
    return "(" + " OR ".join(f'"{lexeme}"{"*" if term.is_begun else ""}' for lexeme in term.lexemes) + ")"


@compiles(InWords, "postgresql")
def _postgresql(element: InWords, compiler: Any, **kw: Any) -> str:
    ways: list[ColumnElement[bool]] = [_has("register", _query_of(term)) for term in element.exact]
    if element.terms:
        ways.append(and_(*(_in_gin(element.reach, term) for term in element.terms)))
    return f"({compiler.process(or_(*ways), **kw)})"


def _in_gin(reach: Reach, term: Term) -> ColumnElement[bool]:
    standing = _query_of(term)
    ways = [_has("register", f"{standing} | {term.name}:*" if term.is_subject_begun else standing)]
    if reach >= Reach.LETTER:
        ways.append(_has("letter", standing))
    if reach is Reach.PERSON and term.name:
        ways.append(_has("person", f"{term.name}{':*' if term.is_name_begun else ''}"))
    return or_(*ways)


def _query_of(term: Term) -> str:
    return " | ".join(f"{lexeme}{':*' if term.is_begun else ''}" for lexeme in term.lexemes)


def _has(part: str, query: str) -> ColumnElement[bool]:
    words = func.to_tsvector(literal_column("'simple'::regconfig"), getattr(ComplaintWords, part))
    return words.op("@@", is_comparison=True)(sql_cast(literal(query, Text), TSQUERY))
