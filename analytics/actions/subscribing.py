"""Being sent what is published. No entry: how one wants to be told is one's own convenience."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from analytics.models import PackSubscription
from kernel.clock import Clock
from kernel.errors import Forbidden
from kernel.permissions import Actor, Permission


def subscribe(session: Session, clock: Clock, actor: Actor) -> None:
    """Send a person what is published from now on. Raises Forbidden for who may not read results."""
    if actor.person_id is None or not actor.scope(Permission.RESULTS_READ):
        raise Forbidden
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = dialect.insert(cast(Table, PackSubscription.__table__)).values(
        person_id=actor.person_id, since_at=clock.now()
    )
    session.execute(row.on_conflict_do_nothing(index_elements=["person_id"]))


def unsubscribe(session: Session, actor: Actor) -> None:
    """Send a person nothing any more."""
    session.execute(delete(PackSubscription).where(PackSubscription.person_id == actor.person_id))
