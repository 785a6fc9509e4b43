"""Who is away, and whose rights pass to whom meanwhile. Pure."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from kernel.errors import RuleBroken
from kernel.permissions import Grant, Role
from office.rules.structure import Validity

DEPUTISED: Final = frozenset({Role.HANDLER, Role.HEAD})
"""Roles whose rights pass to a deputy.

Ours: those cases wait for; nobody deputises for an administrator or an auditor.
"""

LONGEST_DAYS: Final = 366
"""Days of an absence or a deputy's time. Ours: longer ones are a change of roles; it also catches a mistyped year."""


class BadAbsence(RuleBroken):
    """The absence or the deputy cannot be entered so; ``code`` says why."""

    code = "bad_absence"


def check_span(from_on: dt.date, to_on: dt.date) -> None:
    """Raises BadAbsence: ends_before_begins, too_long."""
    if to_on < from_on:
        raise BadAbsence(field="until", code="ends_before_begins", day=from_on)
    if (to_on - from_on).days >= LONGEST_DAYS:
        raise BadAbsence(field="until", code="too_long", longest=LONGEST_DAYS)


def check_apart(spans: Iterable[Validity], from_on: dt.date, to_on: dt.date) -> None:
    """Raises BadAbsence (overlaps) when one of the spans has a day in common with the new one."""
    for span in spans:
        if span.from_on <= to_on and (span.to_on is None or from_on <= span.to_on):
            raise BadAbsence(field="since", code="overlaps", first=span.from_on, last=span.to_on)


def deputed(held: Iterable[Grant], department_id: uuid.UUID | None) -> frozenset[Grant]:
    """The grants of the absent person that pass to the deputy, narrowed to the deputy's department.

    Rights over the whole office pass as rights over that department; a deputy for no department gets them as they are.
    """
    passing = [replace(grant, is_deputed=True) for grant in held if grant.role in DEPUTISED]
    if department_id is None:
        return frozenset(passing)
    inside = (grant for grant in passing if grant.department_id in (None, department_id))
    return frozenset(replace(grant, department_id=department_id) for grant in inside)
