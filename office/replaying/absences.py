"""Absences against the record, which holds a commitment to the days of each and not which absence it is."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.canonical import commitment
from ledger.replays import Difference, OnStep, Projection, rows_in, said, tagged
from office.actions.absence import days_of
from office.events import PeopleTag
from office.models import Absence, Person

_TAGS: Final = (
    PeopleTag.ABSENCE_ENTERED.text, PeopleTag.ABSENCE_SHORTENED.text, PeopleTag.ABSENCE_WITHDRAWN.text,
)  # fmt: skip


@dataclass
class _Told:
    """A person's absences: commitments to days, by what was done, and the newest entry."""

    by_tag: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    leaf: int = 0

    @property
    def count(self) -> int:
        """How many there have to be."""
        return self.by_tag[_TAGS[0]].total() - self.by_tag[_TAGS[2]].total()


def _differences(session: Session, on_step: OnStep) -> Iterator[Difference]:
    told: dict[str, _Told] = defaultdict(_Told)
    for one in said(session, tagged(_TAGS)):
        of = told[one.data["person"]]
        of.by_tag[one.tag][one.data["days"]] += 1
        of.leaf = one.leaf
    salts = {row.id: row.salt for row in session.execute(select(Person.id, Person.salt))}
    here: dict[str, int] = defaultdict(int)
    for row in session.scalars(select(Absence)):
        of = told[str(row.person_id)]
        here[str(row.person_id)] += 1
        why = _fault(row, salts.get(row.person_id, ""), of)
        if why:
            yield Difference(f"person {row.person_id}, absence {row.id}", why, of.leaf)
        on_step(1)
    for person, of in told.items():
        if here[person] != of.count:
            why = f"there are {here[person]}, and by the entries {of.count}"
            yield Difference(f"absences of person {person}", why, of.leaf)


def _fault(row: Any, salt: str, told: _Told) -> str | None:
    entered, shortened, withdrawn = (told.by_tag[tag] for tag in _TAGS)
    if not salt:
        return "its person is not there"
    days = commitment(salt, days_of(row.id, row.from_on, row.to_on))
    if days not in entered and days not in shortened:
        return "its days stand in no entry"
    if days in withdrawn:
        return "it was withdrawn, but is there"
    return "it was shortened, but its old days stand there" if _later(row, salt, shortened) else None


def _later(row: Any, salt: str, shortened: Counter[str]) -> bool:
    """Whether an entry ends the absence on an earlier day; only shortened ones cost looking."""
    if not shortened:
        return False
    return any(
        commitment(salt, days_of(row.id, row.from_on, row.from_on + dt.timedelta(days=number))) in shortened
        for number in range((row.to_on - row.from_on).days)
    )


REPLAYS: Final = (Projection("absences", partial(rows_in, Absence), _differences, (Absence,)),)
"""What the verification compares of this part."""
