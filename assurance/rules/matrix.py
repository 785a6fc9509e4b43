"""The permission matrix: role x action x department x state, worked out from the tables the program itself asks.

Nothing here says who may do what. Roles and permissions stand in ``kernel.permissions``, moves and what they ask for in
``complaints.rules``, who reaches a case in ``complaints.rules.reach``, and the mark of every page on the page itself.
"""

from __future__ import annotations

import enum
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from complaints.rules.courses import TRANSITIONS
from complaints.rules.moves import OPINION, OWN_DUTY, PERMISSION_OF, Move, State, Transition
from complaints.rules.reach import reaches
from kernel.permissions import Actor, Grant, Permission, Role
from office.rules.absence import DEPUTISED, deputed
from office.rules.roles import IN_A_DEPARTMENT


class Held(enum.StrEnum):
    """How a role is held."""

    DEPARTMENT = "department"
    DEPUTY = "deputy"
    """For somebody away, in one department."""
    OFFICE = "office"


class Place(enum.StrEnum):
    """Where a case is, seen from whoever holds a role."""

    OWN = "own"
    OTHER = "other"
    OTHER_HANDLED = "other_handled"
    """In another department, but handled by this very person."""
    NONE = "none"
    """No department has it yet."""


@dataclass(frozen=True)
class Holding:
    """A role and how it is held."""

    role: Role
    held: Held


@dataclass(frozen=True)
class View:
    """A page of the program: endpoint, address, methods, and the permission it asks for (None: open to all)."""

    endpoint: str
    address: str
    methods: tuple[str, ...]
    permission: Permission | None


@dataclass(frozen=True)
class Row:
    """One cell of the matrix written out. ``kind``, ``state`` and ``to`` are empty where they play no part."""

    holding: Holding
    what: str
    action: str
    permission: Permission
    place: Place
    is_allowed: bool
    kind: str = ""
    state: str = ""
    to: str = ""
    source: str = ""


HOLDINGS: Final = tuple(
    Holding(role, held)
    for role in Role
    for held in Held
    if held is Held.OFFICE
    or (held is Held.DEPARTMENT and role in IN_A_DEPARTMENT)
    or (held is Held.DEPUTY and role in DEPUTISED)
)
"""Every way a role can be held."""

NOT_READ_BY_ALL: Final = {OPINION: Permission.FEEDBACK_READ}
"""What reading asks for where it is not a case: an anonymous opinion."""

_HOME, _AWAY, _ME = (uuid.UUID(int=number) for number in (1, 2, 3))
_DEPARTMENT_OF: Final = {Place.OWN: _HOME, Place.OTHER: _AWAY, Place.OTHER_HANDLED: _AWAY, Place.NONE: None}


def actor_of(holding: Holding, home: uuid.UUID = _HOME, person_id: uuid.UUID = _ME) -> Actor:
    """Somebody who holds a role so; a department is ``home``."""
    grants = frozenset({Grant(holding.role, None if holding.held is Held.OFFICE else home)})
    if holding.held is Held.DEPUTY:
        grants = deputed(grants, home)
    return Actor(f"person:{person_id}", person_id=person_id, grants=grants)


def may_read(holding: Holding, place: Place, kind: str = "") -> bool:
    """Whether somebody reaches a case (or an opinion) at all: lists, exports, search and addresses alike."""
    actor, department = actor_of(holding), _DEPARTMENT_OF[place]
    if kind in NOT_READ_BY_ALL:
        return actor.can_for(NOT_READ_BY_ALL[kind], department)
    return reaches(actor, department, _ME if place is Place.OTHER_HANDLED else None)


def may(holding: Holding, place: Place, permission: Permission, kind: str = "") -> bool:
    """Whether somebody may do what asks for a permission to a case: reach it, and hold the permission where it is."""
    return may_read(holding, place, kind) and actor_of(holding).can_for(permission, _DEPARTMENT_OF[place])


def holds(holding: Holding, permission: Permission) -> bool:
    """Whether a role held so has a permission anywhere."""
    return actor_of(holding).can(permission)


def transitions() -> Iterator[tuple[str, State, Move, Transition]]:
    """Every move of every kind from every state it is possible in."""
    for kind, table in TRANSITIONS.items():
        for (state, move), found in table.items():
            yield str(kind), state, move, found


def rows(views: Sequence[View]) -> Iterator[Row]:
    """The whole matrix, a row for every cell: permissions, then pages, then moves."""
    yield from _of_permissions()
    yield from _of_views(views)
    yield from _of_moves()


def roles_with(permission: Permission) -> tuple[Role, ...]:
    """The roles a permission belongs to."""
    return tuple(role for role in Role if holds(Holding(role, Held.OFFICE), permission))


def movers(move: Move) -> tuple[Role, ...]:
    """The roles that make a move; whoever the case is about may do more where OWN_DUTY says so."""
    return roles_with(PERMISSION_OF[move])


def duty_of(move: Move) -> Permission | None:
    """What is enough for a move for the person the case is about; None: nothing less than for others."""
    return OWN_DUTY.get(move)


def views_of(views: Iterable[View]) -> Mapping[Permission, tuple[View, ...]]:
    """The pages each permission opens."""
    found: dict[Permission, tuple[View, ...]] = dict.fromkeys(Permission, ())
    for view in views:
        if view.permission is not None:
            found[view.permission] = (*found[view.permission], view)
    return found


def _of_permissions() -> Iterator[Row]:
    for permission in Permission:
        for holding in HOLDINGS:
            for place in _places(holding):
                yield Row(holding, "permission", permission.value, permission, place, _has(holding, place, permission))


def _of_views(views: Sequence[View]) -> Iterator[Row]:
    for view in views:
        if view.permission is None:
            continue
        for holding in HOLDINGS:
            for place in _places(holding):
                allowed = _has(holding, place, view.permission)
                yield Row(holding, "page", view.endpoint, view.permission, place, allowed, source=view.address)


def _of_moves() -> Iterator[Row]:
    for kind, state, move, found in transitions():
        for holding in HOLDINGS:
            for place in _places(holding):
                allowed = may(holding, place, found.permission, kind)
                yield Row(
                    holding, "move", move.value, found.permission, place, allowed, kind, state, found.to, found.source
                )


def _has(holding: Holding, place: Place, permission: Permission) -> bool:
    """Whether a permission counts for a thing of a place; reading also for what one handles elsewhere."""
    if permission is Permission.COMPLAINT_READ:
        return may_read(holding, place)
    return actor_of(holding).can_for(permission, _DEPARTMENT_OF[place])


def _places(holding: Holding) -> tuple[Place, ...]:
    """Where things can be: to whoever holds a role for the whole office there is no other department."""
    return (Place.OWN, Place.NONE) if holding.held is Held.OFFICE else tuple(Place)
