"""Which roles one person should not hold together, and who must not lose which. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from kernel.errors import RuleBroken
from kernel.permissions import Grant, Role

HANDLING: Final = frozenset({Role.CLERK, Role.HANDLER, Role.HEAD})
"""Roles that write in cases."""

IN_A_DEPARTMENT: Final = frozenset({Role.CLERK, Role.HANDLER, Role.HEAD})
"""Roles that may be held for one department; the others hold for the whole office.

Ours: an auditor of one department would see figures nobody else can check.
"""


AUDIT_MONTHS: Final = 12
"""Months an auditor's account is open at most.

Ours: audits are planned by the year (ISO 19011:2018, 5.1). Whoever audits again is named again, so that no account of
somebody from outside is forgotten.
"""


class BadRole(RuleBroken):
    """The role cannot be given or taken so; ``code`` says why."""

    code = "bad_role"


def checks_own_work(roles: Iterable[Role]) -> bool:
    """Whether somebody would audit what he or she handles.

    Source: ISO 19011:2018, 4 e) independence. Ours: a warning and no ban, small offices have few hands.
    """
    held = frozenset(roles)
    return Role.AUDITOR in held and bool(held & HANDLING)


def check_span(from_on: dt.date, to_on: dt.date | None) -> None:
    """Raises BadRole (ends_before_begins) for a span that goes backwards."""
    if to_on is not None and to_on < from_on:
        raise BadRole(field="until", code="ends_before_begins", day=from_on)


def last_audit_day(since: dt.date) -> dt.date:
    """The last day an auditor's role may have that begins on a day: a year less a day."""
    next_year = since.year + AUDIT_MONTHS // 12
    is_leap_day = (since.month, since.day) == (2, 29)
    again = dt.date(next_year, 3, 1) if is_leap_day else since.replace(year=next_year)
    return again - dt.timedelta(days=1)


def ending(role: Role, since: dt.date, to_on: dt.date | None) -> dt.date | None:
    """The last day of a role as asked for; an auditor's has one always, the latest possible where none is asked for.

    Raises BadRole (audit_too_long).
    """
    if role is not Role.AUDITOR:
        return to_on
    longest = last_audit_day(since)
    if to_on is not None and to_on > longest:
        raise BadRole(field="until", code="audit_too_long", day=longest)
    return to_on or longest


def check_grant(held: Iterable[Grant], wanted: Grant) -> None:
    """Refuse a role that is held already, or that does not fit one department.

    Raises BadRole: whole_office_role, role_already_held.
    """
    if wanted.department_id is not None and wanted.role not in IN_A_DEPARTMENT:
        raise BadRole(field="department", code="whole_office_role")
    if wanted in set(held):
        raise BadRole(field="role", code="role_already_held")


def check_new_end(role: Role, last_on: dt.date, since: dt.date) -> None:
    """Refuse an end that leaves an auditor longer than an audit takes, counted from today or a later beginning.

    Raises BadRole (audit_too_long).
    """
    if role is Role.AUDITOR and last_on > last_audit_day(since):
        raise BadRole(field="last", code="audit_too_long", day=last_audit_day(since))


def check_revoking(role: Role, *, is_own: bool, is_last: bool) -> None:
    """Refuse to take the administrator's role from oneself or from the last one who can use it.

    Raises BadRole: own_administrator, last_administrator.
    """
    if role is not Role.ADMINISTRATOR:
        return
    if is_own:
        raise BadRole(code="own_administrator")
    if is_last:
        raise BadRole(code="last_administrator")
