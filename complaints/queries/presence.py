"""Who else has a case open."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import CasePresence
from complaints.rules.presence import GONE_AFTER, HEARD_EVERY, Doing, most_telling
from kernel.clock import Clock
from office.models import Person


@dataclass(frozen=True)
class Present:
    """Who is on a case. ``others``: name and what they do, by name; ``is_heard``: whether the reader's own page was
    written down lately."""

    others: tuple[tuple[str, Doing], ...]
    is_heard: bool


def present_on(session: Session, clock: Clock, person_id: uuid.UUID, complaint_id: uuid.UUID, doing: Doing) -> Present:
    """Who has a case open now, as one of them sees it who does something there. One statement."""
    query = (
        select(CasePresence.person_id, Person.display_name, CasePresence.doing, CasePresence.seen_at)
        .join(Person, Person.id == CasePresence.person_id)
        .where(CasePresence.complaint_id == complaint_id, CasePresence.seen_at > clock.now() - GONE_AFTER)
        .order_by(Person.display_name, CasePresence.person_id)
    )
    return present_among(((row[0], row[1], row[2], row[3]) for row in session.execute(query)), clock, person_id, doing)


def present_among(
    rows: Iterable[tuple[uuid.UUID, str, str, dt.datetime]], clock: Clock, person_id: uuid.UUID, doing: Doing
) -> Present:
    """The same from rows of those heard of lately: person, name, what they do, when they were heard of."""
    others: dict[tuple[uuid.UUID, str], frozenset[Doing]] = {}
    is_heard = False
    for who, name, what, seen_at in rows:
        if who == person_id:
            is_heard = is_heard or (what == doing.value and seen_at > clock.now() - HEARD_EVERY)
        else:
            others[who, name] = others.get((who, name), frozenset()) | {Doing(what)}
    return Present(tuple((name, most_telling(doings)) for (_id, name), doings in others.items()), is_heard)
