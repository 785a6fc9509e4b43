"""Reading reviews: a page of them, one with what was said, and those whose owners are to be reminded."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import Session

from analytics.methods.verdicts import Variation
from kernel.clock import Clock
from kernel.errors import NotFound
from kernel.paging import Page, page_number
from kernel.permissions import EVERYWHERE, Actor, Permission, Role, Scope
from ledger.models import LedgerEntry
from ledger.queries import entries_of
from office.models import Department, Person
from office.queries.people import holders, people
from office.sign_in import actor_of_person
from quality.events import QualityTag
from quality.models import Review, ReviewWords
from quality.rules import State, state_of

PAGE_SIZE: Final = 50
CONTINUED: Final = QualityTag.REVIEW_CONTINUED.text
_ORDER: Final = (
    Review.month.desc(), Review.meaning != Variation.CONCERNING.value, Review.measure, Department.name, Review.id,
)  # fmt: skip
"""The newest month first; in it what is to be explained before what is better."""

OWNERS: Final = (Role.QUALITY_OFFICER, Role.HEAD)
"""Roles that may own a review; of which departments, their rights say."""


@dataclass(frozen=True)
class Row:
    """A review as a list shows it. ``place``: the department's name, empty for the whole office; ``until``: the last
    month of a signal that went on, empty for one of a single month.
    """

    review: Review
    place: str
    owner: str
    state: State
    until: str = ""


@dataclass(frozen=True)
class Said:
    """One step of a review: its tag, who took it, when, and the words where there are any.

    ``seen``: the month and figures of a signal that went on, as its entry keeps them; empty for any other step.
    """

    tag: str
    by: str
    at: dt.datetime
    words: str
    seen: Mapping[str, Any] = field(default_factory=dict)


def reviews_page(session: Session, scope: Scope, today: dt.date, state: str, number: int) -> Page[Row]:
    """Return a page of the reviews in a state that a reader may see: the newest month first.

    state: ``open`` (not concluded), ``late``, ``concluded``, or ``all``.
    """
    wanted = and_(in_scope(scope), _in_state(state, today))
    total = session.scalar(select(func.count()).select_from(Review).where(wanted)) or 0
    number = page_number(number, total, PAGE_SIZE)
    query = _rows().where(wanted).order_by(*_ORDER)
    found = session.execute(query.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
    rows = [_row(review, place, owner, today) for review, place, owner in found]
    return Page(_with_ends(session, rows), number, total, PAGE_SIZE)


def all_reviews(session: Session, scope: Scope, today: dt.date, state: str) -> list[Row]:
    """Return every review in a state, in the order of the page: for the command line."""
    query = _rows().where(in_scope(scope), _in_state(state, today))
    ordered = query.order_by(*_ORDER)
    rows = [_row(review, place, owner, today) for review, place, owner in session.execute(ordered)]
    return _with_ends(session, rows)


def review_for(session: Session, scope: Scope, review_id: uuid.UUID, today: dt.date) -> Row:
    """Return a review that a reader may see. Raises NotFound for any other."""
    found = session.execute(_rows().where(Review.id == review_id, in_scope(scope))).one_or_none()
    if found is None:
        raise NotFound
    review, place, owner = found
    return _with_ends(session, [_row(review, place, owner, today)])[0]


def said_of(session: Session, review_id: uuid.UUID) -> list[Said]:
    """Return the steps of a review, oldest first."""
    words = dict(
        session.execute(
            select(ReviewWords.entry_leaf, ReviewWords.words).where(ReviewWords.review_id == review_id)
        ).all()
    )
    entries = entries_of(session, f"review:{review_id}")
    told = [json.loads(entry.canonical) for entry in entries]
    names = people(session)
    return [
        Said(
            entry.tag,
            names.get(_person_of(one["actor"]), ""),
            entry.recorded_at,
            words.get(entry.leaf, ""),
            one["data"] if entry.tag == CONTINUED else {},
        )
        for entry, one in zip(entries, told, strict=True)
    ]


def _person_of(actor: str) -> uuid.UUID:
    """The id behind a reference of the record; nobody's for the program."""
    kind, _colon, key = actor.partition(":")
    return uuid.UUID(key) if kind == "person" else uuid.UUID(int=0)


def known_keys(session: Session, keys: Iterable[str]) -> frozenset[str]:
    """Return which of these signals have a review, of their own or as one that went on."""
    opened = frozenset(session.scalars(select(Review.key).where(Review.key.in_(list(keys)))))
    return opened | frozenset(key for keys_of in _later_keys(session).values() for key in keys_of)


def _later_keys(session: Session) -> dict[uuid.UUID, list[str]]:
    """The keys of the later months of all signals that went on, by review."""
    later = later_months(session)
    reviews = session.scalars(select(Review).where(Review.id.in_(later))) if later else ()
    return {one.id: [key_of(one, month["month"]) for month in later[one.id]] for one in reviews}


def key_of(review: Review, month: str) -> str:
    """The key a month of this measure, population and department has."""
    return f"{review.key.rpartition(':')[0]}:{month}"


def later_months(session: Session, reviews: Sequence[Review] | None = None) -> dict[uuid.UUID, list[dict[str, Any]]]:
    """Return what the entries keep of the later months of signals that went on, by review; of all, or of some of them.

    One statement; such months are few: one a month at most for each review that is open.
    """
    query = select(LedgerEntry.stream, LedgerEntry.canonical).where(LedgerEntry.tag == CONTINUED)
    if reviews is not None:
        query = query.where(LedgerEntry.stream.in_([f"review:{one.id}" for one in reviews]))
    found: dict[uuid.UUID, list[dict[str, Any]]] = {}
    for stream, canonical in session.execute(query.order_by(LedgerEntry.leaf)):
        found.setdefault(uuid.UUID(stream.removeprefix("review:")), []).append(json.loads(canonical)["data"])
    return found


def open_of(session: Session, measures: Iterable[str]) -> list[Review]:
    """Return the reviews of measures that are not concluded, locked, in a fixed order."""
    query = select(Review).where(Review.measure.in_(list(measures)), Review.conclusion.is_(None))
    return list(session.scalars(query.order_by(Review.month, Review.id).with_for_update()))


def _with_ends(session: Session, rows: list[Row]) -> list[Row]:
    """The rows with the last month of each signal that went on. One statement."""
    later = later_months(session, [row.review for row in rows]) if rows else {}
    return [replace(row, until=later[row.review.id][-1]["month"]) if row.review.id in later else row for row in rows]


def possible_owners(session: Session, clock: Clock, department_id: uuid.UUID | None) -> list[Person]:
    """Return the people who may own a review of a department, or of the whole office, by name."""
    found = {person.id: person for role in OWNERS for person in holders(session, clock.today(), role)}
    return [person for person in sorted(found.values(), key=_by_name) if may_own(session, clock, person, department_id)]


def may_own(session: Session, clock: Clock, person: Person, department_id: uuid.UUID | None) -> bool:
    """Whether somebody holds the right to review signals of a department today."""
    actor = actor_of_person(session, clock, person.id)
    return actor is not None and may_review(actor, department_id)


def may_review(actor: Actor, department_id: uuid.UUID | None) -> bool:
    """Whether somebody may take and conclude a review; one of the whole office needs the right for all of it."""
    return actor.can_for(Permission.QUALITY_REVIEW, department_id)


def owned_open(session: Session) -> list[tuple[Review, Person]]:
    """Return the open reviews that have an owner and a last day, with the owner."""
    query = (
        select(Review, Person)
        .join(Person, Person.id == Review.owner_id)
        .where(Review.conclusion.is_(None), Review.due_on.is_not(None))
        .order_by(Review.due_on, Review.id)
    )
    return list(session.execute(query))


def open_reviews_of(session: Session, person_id: uuid.UUID) -> dict[uuid.UUID | None, int]:
    """How many open reviews a person owns, by department."""
    query = (
        select(Review.department_id, func.count())
        .where(Review.owner_id == person_id, Review.conclusion.is_(None))
        .group_by(Review.department_id)
    )
    return dict(session.execute(query).all())


def in_scope(scope: Scope) -> ColumnElement[bool]:
    """The reviews of a reader's departments; those of the whole office only for who sees all of it."""
    return true() if scope is EVERYWHERE else Review.department_id.in_(scope)


def _rows() -> Select[Review, str, str]:
    return (
        select(Review, Department.name, Person.display_name)
        .outerjoin(Department, Department.id == Review.department_id)
        .outerjoin(Person, Person.id == Review.owner_id)
    )


def _row(review: Review, place: str | None, owner: str | None, today: dt.date) -> Row:
    state = state_of(review.owner_id, review.due_on, review.conclusion, today)
    return Row(review, place or "", owner or "", state)


def _in_state(state: str, today: dt.date) -> ColumnElement[bool]:
    if state == "all":
        return true()
    if state == State.CONCLUDED:
        return Review.conclusion.is_not(None)
    is_open = Review.conclusion.is_(None)
    return and_(is_open, Review.due_on < today) if state == State.LATE else is_open


def _by_name(person: Person) -> str:
    return person.display_name
