"""Who in the office may see what of a case, by roles: the same table and the same rules the pages ask."""

from __future__ import annotations

from dataclasses import dataclass

from kernel.permissions import ROLE_PERMISSIONS, Permission, Role


@dataclass(frozen=True)
class Audience:
    """Roles held for the department of the case, or for the whole office; of a case of none only for the office.

    ``sees``: the case; all of them read its words. ``knows``: who filed it, and the contact data, each look recorded.
    """

    sees: tuple[Role, ...]
    knows: tuple[Role, ...]


def audience() -> Audience:
    """Who may see what. Those whom the case is about are kept out besides (rules.independence)."""
    return Audience(_with(Permission.COMPLAINT_READ), _with(Permission.COMPLAINANT_READ))


def _with(permission: Permission) -> tuple[Role, ...]:
    return tuple(role for role in Role if permission in ROLE_PERMISSIONS[role])
