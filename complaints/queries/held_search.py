"""Finding what waits on the holding list: by its number, words or name, as cases are found, and by its day.

It is read without an index, for most days there is none. A list of thousands is the work of a machine, though, and its
words may be made up: of so long a list the words of the newest are looked at, the names of all.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import HeldFiling
from complaints.queries.holding import within_list
from complaints.queries.search import MOST_FOUND
from complaints.rules.holding import read_list_number
from complaints.rules.search import Term, folded_words, lexemes_of, terms_of
from kernel.permissions import Actor, Permission

AT_ONCE: Final = 200
"""Rows read together. Ours: some 400 kB."""


MOST_READ: Final = 400_000
"""Characters of filings whose words are looked at. Ours: those of a hundred and more; a tenth of a second where words
come again, as people's do, a second where each is made up and has to be stemmed."""


@dataclass(frozen=True)
class FoundHeld:
    """A filing that waits; ``name``: who filed it, where the reader may know, else empty."""

    held: HeldFiling
    subject: str
    name: str


@dataclass(frozen=True)
class FoundList:
    """What was found; ``is_cut``: the list was too long to look at the words of all that waits."""

    rows: tuple[FoundHeld, ...] = ()
    is_cut: bool = False


def find_held(session: Session, actor: Actor, text: str, day: dt.date | None = None) -> FoundList:
    """What waits within the reader's scope and matches a text, came on a day, or both; the latest first.

    Neither: nothing. At most MOST_FOUND, one statement. Names count where the reader may know who filed.
    """
    number, terms = read_list_number(text), terms_of(text)
    if day is None and number is None and not terms:
        return FoundList()
    query = select(HeldFiling).where(within_list(actor)).order_by(HeldFiling.received_at.desc(), HeldFiling.id)
    if number is not None:
        query, terms = query.where(HeldFiling.number == number[0], HeldFiling.year == number[1]), ()
    if day is not None:
        query = query.where(HeldFiling.received_on == day)
    rows = session.scalars(query.execution_options(yield_per=AT_ONCE))
    asked = _Asked(actor, terms)
    found = tuple(islice((_found(held, actor) for held in rows if asked.matches(held)), MOST_FOUND))
    return FoundList(found, asked.left < 0)


def may_know_filer(actor: Actor, held: HeldFiling) -> bool:
    """Whether the reader may know who filed it: by their role in its department. Nobody is named yet as whom it is
    about, so from nobody is it withheld."""
    return actor.can_for(Permission.COMPLAINANT_READ, held.department_id)


def _found(held: HeldFiling, actor: Actor) -> FoundHeld:
    words = json.loads(held.content)
    return FoundHeld(held, words["subject"], words["name"] if may_know_filer(actor, held) else "")


class _Asked:
    """The words somebody asked for. ``left``: how many characters may still be looked at for them."""

    def __init__(self, actor: Actor, terms: Collection[Term]) -> None:
        self._actor, self._terms, self.left = actor, terms, MOST_READ

    def matches(self, held: HeldFiling) -> bool:
        if not self._terms:
            return True
        words = json.loads(held.content)
        self.left -= len(held.content)
        people = [words["name"], words["on_behalf_of"]] if may_know_filer(self._actor, held) else []
        names = frozenset(name for one in people for name in folded_words(one or ""))
        subject = lexemes_of([words["subject"]] if self.left >= 0 else [])
        standing = subject | lexemes_of([words["text"], words["remedy_sought"]] if self.left >= 0 else [])
        return all(any(_ways(term, subject, standing, names)) for term in self._terms)


def _ways(term: Term, subject: Collection[str], standing: Collection[str], names: Collection[str]) -> Iterator[bool]:
    """As in matching.py: a word in any form, the beginning of a name, of a word with a star, of one in a subject."""
    yield any(one in standing for one in term.lexemes)
    yield term.name in names
    if term.is_begun:
        yield any(word.startswith(one) for word in standing for one in term.lexemes)
    if term.is_subject_begun:
        yield any(word.startswith(term.name) for word in subject)
    if term.is_name_begun:
        yield any(name.startswith(term.name) for name in names)
