"""Who is told that a case is late: its head and the quality officers, never the one it is about. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kernel.permissions import Role


@dataclass(frozen=True)
class Holder:
    """Somebody a mail reaches, with a role held for a department (None: the whole office), their own or as a deputy."""

    person_id: uuid.UUID
    role: Role
    department_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Told:
    """Who is told. ``stand_ins``: administrators, who open no case, where no head can be reached."""

    people: frozenset[uuid.UUID]
    stand_ins: frozenset[uuid.UUID] = frozenset()

    @property
    def all(self) -> frozenset[uuid.UUID]:
        """All of them."""
        return self.people | self.stand_ins


def told_of_lateness(holders: Collection[Holder], department_id: uuid.UUID | None, about: uuid.UUID | None) -> Told:
    """Who is told of a late case of a department that is about a person (None: about nobody by name).

    The heads of the department and their deputies, else those of the whole office, else the administrators; and the
    quality officers. Whom the case is about is left out, and their superior takes the place (art. 232 § 2, 256 KPA).
    Ours: the whole office's head is not told of what a department's head is told of.
    """
    reached = [one for one in holders if one.person_id != about]
    heads = _holding(reached, Role.HEAD, department_id) or _holding(reached, Role.HEAD, None)
    quality = _holding(reached, Role.QUALITY_OFFICER, None) | _holding(reached, Role.QUALITY_OFFICER, department_id)
    stand_ins = frozenset[uuid.UUID]() if heads else _holding(reached, Role.ADMINISTRATOR, None) - quality
    return Told(heads | quality, stand_ins)


def _holding(holders: Iterable[Holder], role: Role, department_id: uuid.UUID | None) -> frozenset[uuid.UUID]:
    return frozenset(one.person_id for one in holders if one.role is role and one.department_id == department_id)
