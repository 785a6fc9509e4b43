"""What an office needs before it can work, read from the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import Actor, Role
from office.models import (
    Department,
    FilingClass,
    LetterData,
    Office,
    OpeningSchedule,
    OutsideBody,
    Person,
    ReferenceFigure,
    RoleAssignment,
    Signatory,
)
from office.queries.auditors import has_undated_auditors
from office.queries.lists import valid
from office.rules.figures import Figure

Check = Callable[[Session, Clock, Actor], bool]
"""What another room knows of the checklist; ``app.py`` names it."""


def facts(session: Session, today: dt.date) -> dict[str, bool]:
    """Whether each thing is there, by key."""
    queries = {
        "departments": select(Department.id).where(*valid(Department, today)),
        "head": _head_of_all(today),
        "outside_bodies": select(OutsideBody.id).where(*valid(OutsideBody, today), OutsideBody.address != ""),
        "office": select(Office.id).where(*(column != "" for column in _WANTED)),
        "hours": select(OpeningSchedule.id).where(OpeningSchedule.valid_from_on <= today),
        "letters": select(LetterData.id).where(LetterData.letterhead != ""),
        "privacy": select(LetterData.id).where(LetterData.privacy_pl != ""),
        "signatories": select(Signatory.id).where(*valid(Signatory, today)),
        "figures": select(ReferenceFigure.id).where(
            ReferenceFigure.what == Figure.INHABITANTS.value, ReferenceFigure.year >= today.year - 1
        ),
        "filing_classes": select(FilingClass.id).where(*valid(FilingClass, today)),
    }
    found = {key: session.execute(query.limit(1)).first() is not None for key, query in queries.items()}
    unconfirmed = select(FilingClass.id).where(*valid(FilingClass, today), FilingClass.confirmed_on.is_(None))
    return {
        **found,
        "auditors": not has_undated_auditors(session, today),
        "filing_classes": found["filing_classes"] and session.execute(unconfirmed.limit(1)).first() is None,
    }


_WANTED = (Office.phone, Office.email, Office.edelivery, Office.unit_symbol)
"""What residents and letters need besides name and address."""


def _head_of_all(today: dt.date) -> Select[Any]:
    """Somebody who is head for the whole office: cases without a department land with nobody else."""
    return (
        select(Person.id)
        .join(RoleAssignment)
        .where(
            Person.is_active.is_(True),
            RoleAssignment.role == Role.HEAD.value,
            RoleAssignment.department_id.is_(None),
            RoleAssignment.from_on <= today,
            or_(RoleAssignment.to_on.is_(None), RoleAssignment.to_on >= today),
        )
    )
