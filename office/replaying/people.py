"""People: who somebody is, by commitment, and whether the account is open."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.replays import Difference, OnStep, Projection, Said, rows_in, said, tagged
from office.actions.people import address, identity
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
        elif why := _fault(row, told.data, is_open=is_open[str(row.id)]):
            yield Difference(place, why, told.leaf)
        on_step(1)
    for person, told in known.items():
        yield Difference(f"person {person}", "an entry added the account, but it is not there", told.leaf)


def _fault(row: Person, told: dict[str, Any], *, is_open: bool) -> str:
    """What an account says otherwise than the newest entry about it; empty where nothing."""
    if told["identity"] != identity(row):
        return "login, name and post are not those that were recorded"
    if told.get("address", address(row)) != address(row):  # entries of before do not tell it
        return "its e-mail address is not the one that was recorded"
    return "" if row.is_active == is_open else f"the account is {_word(row.is_active)}, which no entry says"


def _word(is_active: bool) -> str:
    return "open" if is_active else "shut"


def _untold(session: Session) -> dict[str, int]:
    known = {one.data["person"]: "address" in one.data for one in said(session, tagged(_KNOWN))}
    return {"e-mail address of an account": list(known.values()).count(False)}


REPLAYS: Final = (Projection("people", partial(rows_in, Person), _differences, (Person,), _untold),)
