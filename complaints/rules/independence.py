"""Who must keep out of a case: whom it is about. Enforced, not advised (art. 232 § 1-2, 256 KPA)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from kernel.errors import RuleBroken


class Concerned(RuleBroken):
    """The skarga is about this person, or about the unit: they neither handle it nor approve its answer."""

    code = "concerned"


@dataclass(frozen=True)
class Subject:
    """Whom a case is about, as far as the program knows them."""

    person_id: uuid.UUID | None = None
    department_id: uuid.UUID | None = None


def is_concerned(subject: Subject, person_id: uuid.UUID | None) -> bool:
    """Whether the case is about this very person."""
    return person_id is not None and subject.person_id == person_id


def check_handler(subject: Subject, person_id: uuid.UUID, department_id: uuid.UUID) -> None:
    """Raises Concerned for the person complained about (field handler), and for the unit (field department)."""
    if is_concerned(subject, person_id):
        raise Concerned(field="handler", source="art. 232 § 1 KPA")
    if subject.department_id == department_id:
        raise Concerned(field="department", source="art. 232 § 1 KPA")


def check_actor(subject: Subject, person_id: uuid.UUID | None) -> None:
    """Raises Concerned when whoever acts is complained about."""
    if is_concerned(subject, person_id):
        raise Concerned(source="art. 232 § 2, 256 KPA")
