"""Naming a filter of the queue, for oneself alone: no entry of the record tells of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final
from urllib.parse import parse_qs

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from complaints.models import SavedView
from complaints.queries.saved_views import views_of
from complaints.rules.search.folding import folded_words
from kernel.clock import Clock
from kernel.errors import Forbidden, RuleBroken
from kernel.ids import new_id
from kernel.permissions import Actor

MOST_VIEWS: Final = 20
"""Ours: as many as one finds one's way in."""


class NameTaken(RuleBroken):
    """The person has a view of that name."""

    code = "view_name_taken"


class TooManyViews(RuleBroken):
    """The person has as many as there may be. ``facts``: limit."""

    code = "too_many_views"


def save_view(session: Session, clock: Clock, actor: Actor, name: str, query: str) -> SavedView:
    """Keep a filter under a name. Raises Forbidden, NameTaken, TooManyViews."""
    if actor.person_id is None:
        raise Forbidden
    there = views_of(session, actor.person_id)
    if len(there) >= MOST_VIEWS:
        raise TooManyViews(limit=MOST_VIEWS)
    _check_name(there, name, None)
    view = SavedView(id=new_id(), person_id=actor.person_id, name=name, query=query, saved_at=clock.now())
    with _unless_taken(session):
        session.add(view)
    return view


def rename_view(session: Session, actor: Actor, view: SavedView, name: str) -> None:
    """Give it another name. Raises Forbidden, NameTaken."""
    _check_own(actor, view)
    _check_name(views_of(session, actor.person_id), name, view.id)
    with _unless_taken(session):
        view.name = name


def open_with(session: Session, actor: Actor, view: SavedView, *, is_default: bool) -> None:
    """Have the queue open with this view, and with no other; or with none. Raises Forbidden."""
    _check_own(actor, view)
    session.execute(update(SavedView).where(SavedView.person_id == actor.person_id).values(is_default=False))
    view.is_default = is_default
    session.flush()


def delete_view(session: Session, actor: Actor, view: SavedView) -> None:
    """Forget it; the cases are not touched. Raises Forbidden."""
    _check_own(actor, view)
    session.delete(view)


SHORTEST_NAMED: Final = 3
"""Letters of a word that can name somebody: initials and "de" are in too many other names. Ours."""


def forget_views_naming(session: Session, known: Sequence[str]) -> None:
    """Delete everybody's views that look for somebody whose data are being erased, or are called after them.

    ``known``: name, address of mail, telephone. One statement, and one for each view that goes.
    """
    named = {word for word in folded_words(" ".join(known)) if len(word) >= SHORTEST_NAMED}
    for view in session.scalars(select(SavedView)).all():
        sought = " ".join([view.name, *parse_qs(view.query).get("q", ())])
        if not named.isdisjoint(folded_words(sought)):
            session.delete(view)


@contextmanager
def _unless_taken(session: Session) -> Iterator[None]:
    """Write what the block changes. Raises NameTaken where the same name arrived at the same time, and was first."""
    try:
        with session.begin_nested():
            yield
    except IntegrityError:
        raise NameTaken(field="name") from None


def _check_own(actor: Actor, view: SavedView) -> None:
    if actor.person_id is None or view.person_id != actor.person_id:
        raise Forbidden


def _check_name(there: Sequence[SavedView], name: str, own_id: uuid.UUID | None) -> None:
    taken = {view.name.casefold() for view in there if view.id != own_id}
    if name.casefold() in taken:
        raise NameTaken(field="name")
