"""People: who somebody is, by commitment, and whether the account is open."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.replays import Difference, OnStep, Projection, Said, rows_in, said, tagged
from office.actions.people import identity
from office.events import AccountTag, OfficeTag, PeopleTag
from office.models import Person

_KNOWN: Final = (OfficeTag.PERSON_ADDED.text, PeopleTag.PERSON_CHANGED.text)
_OPEN: Final = {AccountTag.DEACTIVATED.text: False, AccountTag.REACTIVATED.text: True}


def _differences(session: Session, on_step: OnStep) -> Iterator[Difference]:
    known: dict[str, Said] = {}
    is_open: dict[str, bool] = {}
    for one in said(session, tagged([*_KNOWN, *_OPEN])):
        person = one.data["person"]
        is_open[person] = _OPEN.get(one.tag, is_open.get(person, True))
        if one.tag in _KNOWN:
            known[person] = one
    for row in session.scalars(select(Person)):
        place, told = f"person {row.id}", known.pop(str(row.id), None)
        if told is None:
            yield Difference(place, "the account is there, but no entry added it")
        elif told.data["identity"] != identity(row):
            yield Difference(place, "login, name and post are not those that were recorded", told.leaf)
        elif row.is_active != is_open[str(row.id)]:
            yield Difference(place, f"the account is {_word(row.is_active)}, which no entry says", told.leaf)
        on_step(1)
    for person, told in known.items():
        yield Difference(f"person {person}", "an entry added the account, but it is not there", told.leaf)


def _word(is_active: bool) -> str:
    return "open" if is_active else "shut"


REPLAYS: Final = (Projection("people", partial(rows_in, Person), _differences, (Person,)),)
