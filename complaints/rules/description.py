"""What the office finds out about a case besides its kind: whom it is about, in which matter, who stands behind it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Any, Final

from complaints.rules.competence import About, Matter
from complaints.rules.independence import Subject
from complaints.rules.kinds import Councillor

WITH_PERSON: Final = frozenset({About.EMPLOYEE, About.UNIT_HEAD, About.MAYOR})
"""Whom a person of the office can be named for."""

WITH_UNIT: Final = frozenset({About.EMPLOYEE, About.DEPARTMENT, About.UNIT_HEAD})
"""Whom a unit of the office can be named for."""


@dataclass(frozen=True)
class Description:
    """Whom a case is about, its matter (art. 229 KPA), the MP or councillor, what to withhold, whether it is urgent.

    ``is_withheld``: who filed it is kept from the unit it is about. ``is_safety``: somebody's safety is at stake.
    """

    about: About = About.NOBODY
    person_id: uuid.UUID | None = None
    department_id: uuid.UUID | None = None
    matter: Matter = Matter.OWN
    councillor: Councillor = Councillor.NOBODY
    is_withheld: bool = False
    is_safety: bool = False

    @property
    def subject(self) -> Subject:
        """Whom it is about, for the rules of independence."""
        return Subject(self.person_id, self.department_id)


def consistent(typed: Description) -> Description:
    """The description without contradictions: a named person makes it about an employee, a named unit about a unit.

    Who can be neither (the council, the office as a whole) drops them.
    """
    about = typed.about
    if about is About.NOBODY and typed.person_id is not None:
        about = About.EMPLOYEE
    elif about is About.NOBODY and typed.department_id is not None:
        about = About.DEPARTMENT
    return replace(
        typed,
        about=about,
        person_id=typed.person_id if about in WITH_PERSON else None,
        department_id=typed.department_id if about in WITH_UNIT else None,
    )


def lifts_independence(before: Description, after: Description) -> bool:
    """Whether a change takes away what keeps somebody out: whom it is about is dropped or replaced, or who filed it is
    withheld no more.

    What is only added (a person, a unit, the wish to be withheld) keeps more people out and lifts nothing.
    Source: art. 232 § 1-2, 236 § 2-3 KPA. Ours: any other "whom it is about" counts as well.
    """
    was_about = before.about is not About.NOBODY and after.about is not before.about
    lost_person = before.person_id is not None and after.person_id != before.person_id
    lost_unit = before.department_id is not None and after.department_id != before.department_id
    return was_about or lost_person or lost_unit or (before.is_withheld and not after.is_withheld)


def described_data(described: Description) -> dict[str, Any]:
    """What the record says of a description."""
    return {
        "about": described.about.value,
        "person": str(described.person_id) if described.person_id else None,
        "unit": str(described.department_id) if described.department_id else None,
        "task": described.matter.value,
        "councillor": described.councillor.value,
        "withheld": described.is_withheld,
        "safety": described.is_safety,
    }
