"""Rights: the roles and deputies of every person are those that were given, less those that were taken."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any, Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.replays import Difference, OnStep, Projection, Said, entries_with, said, tagged
from office.events import AccountTag, OfficeTag, PeopleTag
from office.models import Deputy, RoleAssignment


class Right(NamedTuple):
    """What somebody may do: ``what`` is a role, or the person acted for; days as the record writes them."""

    person: str
    what: str
    department: str | None
    from_on: str
    to_on: str | None


class _Rights:
    """The rights as the entries tell them, one after the other."""

    def __init__(self) -> None:
        self.roles: list[Right] = []
        self.deputies: list[Right] = []

    def take(self, one: Said) -> None:
        """One more entry."""
        data, tag = one.data, one.tag
        if tag in _GRANTED:
            right = Right(data["person"], data["role"], data["department"], one.effective_on, data.get("last_day"))
            self.roles.append(right)
        elif tag == PeopleTag.ROLE_REVOKED.text:
            self.roles = _ended(self.roles, (data["person"], data["role"], data["department"]), data["last_day"])
        elif tag == PeopleTag.DEPUTY_NAMED.text:
            named = Right(data["person"], data["deputy"], data["department"], data["since"], data["last_day"])
            self.deputies.append(named)
        elif tag == PeopleTag.DEPUTY_ENDED.text:
            self.deputies = _ended(
                self.deputies, (data["person"], data["deputy"], data["department"]), data["last_day"]
            )
        else:
            self._leave(data["person"], one.effective_on)

    def _leave(self, person: str, day: str) -> None:
        yesterday = (dt.date.fromisoformat(day) - dt.timedelta(days=1)).isoformat()
        self.roles = [_shut(right, yesterday) if right.person == person else right for right in self.roles]
        self.deputies = [_shut(right, yesterday) if person in right[:2] else right for right in self.deputies]


def _shut(right: Right, day: str) -> Right:
    return right._replace(to_on=day) if right.to_on is None or right.to_on > day else right


def _ended(rights: list[Right], which: tuple[Any, ...], day: str) -> list[Right]:
    """The right that runs beyond the day ends with it; where several have begun, the last of them."""
    running = [one for one in rights if one[:3] == which and (one.to_on is None or one.to_on > day)]
    begun = [one for one in running if one.from_on <= _next(day)] or running
    if not begun:
        return rights
    chosen = max(begun, key=lambda one: one.from_on)
    place = rights.index(chosen)
    return [*rights[:place], chosen._replace(to_on=day), *rights[place + 1 :]]


def _next(day: str) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()


def _differences(session: Session, on_step: OnStep) -> Iterator[Difference]:
    rights, leaves = _Rights(), {}
    for one in said(session, tagged(_TAGS)):
        rights.take(one)
        leaves[one.data["person"]] = one.leaf
        on_step(1)
    roles = [
        Right(str(row.person_id), row.role, _text(row.department_id), row.from_on.isoformat(), _text(row.to_on))
        for row in session.scalars(select(RoleAssignment))
    ]
    deputies = [
        Right(str(row.person_id), str(row.deputy_id), _text(row.department_id), str(row.from_on), str(row.to_on))
        for row in session.scalars(select(Deputy))
    ]
    yield from _apart("role", rights.roles, roles, leaves)
    yield from _apart("deputy", rights.deputies, deputies, leaves)


def _apart(what: str, told: list[Right], here: list[Right], leaves: dict[str, int]) -> Iterator[Difference]:
    for right in sorted((Counter(here) - Counter(told)).elements(), key=str):
        yield Difference(
            f"person {right.person}", f"{what} {_words(right)} stands in no entry", leaves.get(right.person, 0)
        )
    for right in sorted((Counter(told) - Counter(here)).elements(), key=str):
        why = f"{what} {_words(right)} was given by an entry, but is not there"
        yield Difference(f"person {right.person}", why, leaves.get(right.person, 0))


def _words(right: Right) -> str:
    where = f" in department {right.department}" if right.department else ""
    until = f" until {right.to_on}" if right.to_on else ""
    return f"{right.what}{where} from {right.from_on}{until}"


def _text(value: object) -> str | None:
    return str(value) if value is not None else None


_GRANTED: Final = frozenset({OfficeTag.ROLE_GRANTED.text, PeopleTag.ROLE_GRANTED_UNTIL.text})
_TAGS: Final = _GRANTED | {
    PeopleTag.ROLE_REVOKED.text,
    PeopleTag.DEPUTY_NAMED.text,
    PeopleTag.DEPUTY_ENDED.text,
    AccountTag.DEACTIVATED.text,
}

REPLAYS: Final = (Projection("rights", partial(entries_with, _TAGS), _differences, (RoleAssignment, Deputy)),)
