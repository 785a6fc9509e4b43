"""Who reaches a case at all, said once in Python as ``queries.scope.within`` says it in SQL. Pure; a test holds them to
each other."""

from __future__ import annotations

import uuid

from kernel.permissions import Actor, Permission


def reaches(
    actor: Actor,
    department_id: uuid.UUID | None,
    handler_id: uuid.UUID | None,
    permission: Permission = Permission.COMPLAINT_READ,
) -> bool:
    """Whether an actor reaches a case of a department: by a role there, or anywhere by handling it."""
    if actor.can_for(permission, department_id):
        return True
    return actor.can(permission) and actor.person_id is not None and handler_id == actor.person_id
