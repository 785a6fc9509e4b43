"""Naming a page of results, for oneself alone: no entry of the record tells of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from analytics.frames.views import views_of
from analytics.models import ResultsView
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


def save_results_view(session: Session, clock: Clock, actor: Actor, name: str, page: str, query: str) -> ResultsView:
    """Keep a page with its choices under a name. Raises Forbidden, NameTaken, TooManyViews."""
    if actor.person_id is None:
        raise Forbidden
    there = views_of(session, actor.person_id)
    if len(there) >= MOST_VIEWS:
        raise TooManyViews(limit=MOST_VIEWS)
    _check_name(there, name, None)
    view = ResultsView(id=new_id(), person_id=actor.person_id, name=name, page=page, query=query, saved_at=clock.now())
    session.add(view)
    session.flush()
    return view


def rename_results_view(session: Session, actor: Actor, view: ResultsView, name: str) -> None:
    """Give it another name. Raises Forbidden, NameTaken."""
    _check_own(actor, view)
    _check_name(views_of(session, actor.person_id), name, view.id)
    view.name = name


def delete_results_view(session: Session, actor: Actor, view: ResultsView) -> None:
    """Forget it. Raises Forbidden."""
    _check_own(actor, view)
    session.delete(view)


def _check_own(actor: Actor, view: ResultsView) -> None:
    if actor.person_id is None or view.person_id != actor.person_id:
        raise Forbidden


def _check_name(there: Sequence[ResultsView], name: str, own_id: uuid.UUID | None) -> None:
    if name.casefold() in {view.name.casefold() for view in there if view.id != own_id}:
        raise NameTaken(field="name")
