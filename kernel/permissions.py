"""Who may do what: one table from roles to permissions, deny by default."""

from __future__ import annotations

import enum
import uuid
from dataclasses import dataclass, field
from typing import Final


class Permission(enum.StrEnum):
    """One thing a member of staff may do."""

    DESK = "desk"  # sign out, change one's own language: what every signed-in person may
    COMPLAINT_READ = "complaint:read"
    COMPLAINANT_READ = "complainant:read"
    COMPLAINT_REGISTER = "complaint:register"
    COMPLAINT_ASSIGN = "complaint:assign"
    COMPLAINT_NOTE = "complaint:note"
    COMPLAINT_SETTLE = "complaint:settle"
    COMPLAINT_APPROVE = "complaint:approve"
    COMPLAINT_CORRECT = "complaint:correct"
    COMPLAINT_ERASE = "complaint:erase"
    PERSONAL_PROTECT = "personal:protect"
    RETENTION_RUN = "retention:run"
    FEEDBACK_READ = "feedback:read"
    FEEDBACK_ANSWER = "feedback:answer"
    SURVEY_ENTER = "survey:enter"
    COMMENT_REVIEW = "comment:review"
    COMMENT_READ = "comment:read"
    RESULTS_READ = "results:read"
    RESULTS_PUBLISH = "results:publish"
    STEP_DECIDE = "step:decide"
    QUALITY_READ = "quality:read"
    QUALITY_REVIEW = "quality:review"
    QUESTIONNAIRE_EDIT = "questionnaire:edit"
    QUESTIONNAIRE_APPROVE = "questionnaire:approve"
    RECORD_READ = "record:read"
    AUDITOR_INVITE = "auditor:invite"
    ABSENCE_ENTER = "absence:enter"
    OFFICE_ADMINISTER = "office:administer"


class Role(enum.StrEnum):
    """A job in the office. Held for one department or for the whole office."""

    CLERK = "clerk"
    HANDLER = "handler"
    HEAD = "head"
    QUALITY_OFFICER = "quality_officer"
    AUDITOR = "auditor"
    MANAGEMENT = "management"
    ADMINISTRATOR = "administrator"


P = Permission
ROLE_PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {
    Role.CLERK: frozenset(
        {P.DESK, P.COMPLAINT_READ, P.COMPLAINANT_READ, P.COMPLAINT_REGISTER, P.COMPLAINT_NOTE, P.SURVEY_ENTER}
    ),
    Role.HANDLER: frozenset({P.DESK, P.COMPLAINT_READ, P.COMPLAINANT_READ, P.COMPLAINT_NOTE, P.COMPLAINT_SETTLE}),
    Role.HEAD: frozenset(
        {
            P.DESK,
            P.COMPLAINT_READ,
            P.COMPLAINANT_READ,
            P.COMPLAINT_REGISTER,
            P.COMPLAINT_ASSIGN,
            P.COMPLAINT_NOTE,
            P.COMPLAINT_SETTLE,
            P.COMPLAINT_APPROVE,
            P.COMPLAINT_CORRECT,
            P.FEEDBACK_READ,
            P.FEEDBACK_ANSWER,
            P.COMMENT_READ,
            P.RESULTS_READ,
            P.QUALITY_READ,
            P.QUALITY_REVIEW,
            P.ABSENCE_ENTER,
        }
    ),
    Role.QUALITY_OFFICER: frozenset(
        {
            P.DESK,
            P.COMPLAINT_READ,
            P.COMPLAINT_NOTE,
            P.COMPLAINT_CORRECT,
            P.COMPLAINT_ERASE,
            P.PERSONAL_PROTECT,
            P.FEEDBACK_READ,
            P.FEEDBACK_ANSWER,
            P.SURVEY_ENTER,
            P.COMMENT_REVIEW,
            P.COMMENT_READ,
            P.RESULTS_READ,
            P.RESULTS_PUBLISH,
            P.STEP_DECIDE,
            P.QUALITY_READ,
            P.QUALITY_REVIEW,
            P.QUESTIONNAIRE_EDIT,
            P.QUESTIONNAIRE_APPROVE,
            P.RECORD_READ,
            P.AUDITOR_INVITE,
        }
    ),
    Role.AUDITOR: frozenset(
        {
            P.DESK,
            P.COMPLAINT_READ,
            P.FEEDBACK_READ,
            P.COMMENT_READ,
            P.RESULTS_READ,
            P.QUALITY_READ,
            P.RECORD_READ,
        }
    ),
    Role.MANAGEMENT: frozenset(
        {P.DESK, P.COMPLAINT_READ, P.FEEDBACK_READ, P.COMMENT_READ, P.RESULTS_READ, P.QUALITY_READ}
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            P.DESK,
            P.OFFICE_ADMINISTER,
            P.ABSENCE_ENTER,
            P.RECORD_READ,
            P.RETENTION_RUN,
            P.QUESTIONNAIRE_APPROVE,
            P.AUDITOR_INVITE,
        }
    ),
}
"""The only place where a role gets a permission. Auditors read and never write; administrators see no cases."""

NEVER_DEPUTED: Final = frozenset({P.ABSENCE_ENTER})
"""What does not pass to a deputy.

Ours: whoever acts for a head would otherwise enter the head's next absence, name themselves deputy for it, and never
have to give the rights back.
"""

READ_ONLY_ROLES: Final = frozenset({Role.AUDITOR, Role.MANAGEMENT})


class Everywhere(enum.Enum):
    """The scope of somebody whose role covers the whole office."""

    EVERYWHERE = "everywhere"


EVERYWHERE: Final = Everywhere.EVERYWHERE
Scope = frozenset[uuid.UUID] | Everywhere


@dataclass(frozen=True)
class Grant:
    """A role, and the department it is held for (None: the whole office). ``is_deputed``: held for somebody away."""

    role: Role
    department_id: uuid.UUID | None = None
    is_deputed: bool = False

    def allows(self, permission: Permission) -> bool:
        """Whether the role has a permission, and it passes to a deputy where this is one."""
        passes = not (self.is_deputed and permission in NEVER_DEPUTED)
        return passes and permission in ROLE_PERMISSIONS[self.role]


@dataclass(frozen=True)
class Actor:
    """Whoever does something: a member of staff, a resident, the program itself. ``ref`` is what the ledger names."""

    ref: str
    name: str = ""
    post: str = ""
    person_id: uuid.UUID | None = None
    grants: frozenset[Grant] = field(default_factory=frozenset)
    deputy_for: tuple[str, ...] = ()
    """Names of those who are away and whose rights are among the grants. ``ref`` stays the deputy's own."""

    def scope(self, permission: Permission) -> Scope:
        """The departments in which the actor holds a permission: EVERYWHERE, or a set of ids (empty: nowhere)."""
        holding = [grant for grant in self.grants if grant.allows(permission)]
        if any(grant.department_id is None for grant in holding):
            return EVERYWHERE
        return frozenset(grant.department_id for grant in holding if grant.department_id is not None)

    def can(self, permission: Permission, department_id: uuid.UUID | None = None) -> bool:
        """Whether the actor holds a permission: anywhere when no department is asked for, else in that one."""
        scope = self.scope(permission)
        if scope is EVERYWHERE:
            return True
        return bool(scope) if department_id is None else department_id in scope

    def can_for(self, permission: Permission, department_id: uuid.UUID | None) -> bool:
        """Whether the actor holds a permission over a thing of a department.

        A thing of none belongs to the whole office.
        """
        scope = self.scope(permission)
        return scope is EVERYWHERE or department_id in scope

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held anywhere."""
        return frozenset(grant.role for grant in self.grants)


RESIDENT = Actor(ref="resident")
"""Somebody on the public side: known to nobody."""

SYSTEM = Actor(ref="system")
"""The program acting by itself (seals, migrations)."""
