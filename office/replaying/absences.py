"""Absences: the days somebody is away are among those recorded, by commitment, and none is gone or put in.

A shortened absence has two commitments in the record, and which one came later its row cannot tell: longer days than
the last ones recorded are found only where they were never recorded.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.replays import Difference, OnStep, Projection, rows_in, said, tagged
from office.actions.absence import committed_days
from office.events import PeopleTag
from office.models import Absence, Person

_ADDS: Final = {
    PeopleTag.ABSENCE_ENTERED.text: 1,
    PeopleTag.ABSENCE_SHORTENED.text: 0,
    PeopleTag.ABSENCE_WITHDRAWN.text: -1,
}


def _differences(session: Session, on_step: OnStep) -> Iterator[Difference]:
    days: dict[str, set[str]] = defaultdict(set)
    many: Counter[str] = Counter()
    leaves: dict[str, int] = {}
    for one in said(session, tagged(_ADDS)):
        person = one.data["person"]
        many[person] += _ADDS[one.tag]
        days[person].add(one.data["days"])
        leaves[person] = one.leaf
    for absence, person in session.execute(select(Absence, Person).join(Person, Person.id == Absence.person_id)):
        key = str(person.id)
        many[key] -= 1
        if committed_days(person, absence) not in days[key]:
            yield Difference(f"person {key}", "days of absence stand in no entry", leaves.get(key, 0))
        on_step(1)
    for key, number in many.items():
        if number:
            yield Difference(f"person {key}", "an absence is gone, or was put in", leaves.get(key, 0))


REPLAYS: Final = (Projection("absences", partial(rows_in, Absence), _differences, (Absence,)),)
"""What the verification compares of absences."""
