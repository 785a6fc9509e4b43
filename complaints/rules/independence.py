"""Who must keep out of a case: whom it is about. Enforced, not advised (art. 232 § 1-2, 256 KPA)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from kernel.errors import RuleBroken


class Concerned(RuleBroken):
    """The skarga is about this person, or about the unit: they neither handle it nor approve its answer."""

    code = "concerned"


@dataclass(frozen=True)
class Subject:
    """Whom a case is about, as far as the program knows them.

    ``works_in``: the units the person holds a role for; they count as the unit where none is named.
    """

    person_id: uuid.UUID | None = None
    department_id: uuid.UUID | None = None
    works_in: frozenset[uuid.UUID] = field(default_factory=frozenset)

    @property
    def units(self) -> frozenset[uuid.UUID]:
        """The unit it is about, else those of the person it is about."""
        return self.works_in if self.department_id is None else frozenset({self.department_id})


@dataclass(frozen=True)
class Reader:
    """Whoever reads a case: the person, and the units they hold a role for."""

    person_id: uuid.UUID | None = None
    department_ids: frozenset[uuid.UUID] = field(default_factory=frozenset)


def is_concerned(subject: Subject, person_id: uuid.UUID | None) -> bool:
    """Whether the case is about this very person."""
    return person_id is not None and subject.person_id == person_id


def may_know_who_filed(subject: Subject, reader: Reader, *, is_withheld: bool) -> bool:
    """Whether a reader may know who filed, and read the words that say so, as far as independence goes.

    Never the person it is about; where the complainant asked to be withheld, nobody of the unit it is about either.
    Their role is asked apart: an auditor reads the words of a case and knows no names.
    Source: art. 236 § 2-3, 232 § 2 KPA. Ours: the unit as a whole, because its people sit at the same desks.
    """
    if is_concerned(subject, reader.person_id):
        return False
    return not (is_withheld and subject.units & reader.department_ids)


def check_handler(subject: Subject, person_id: uuid.UUID, department_id: uuid.UUID) -> None:
    """Raises Concerned for the person complained about (field handler), and for the unit (field department)."""
    if is_concerned(subject, person_id):
        raise Concerned(field="handler", source="art. 232 § 1 KPA")
    if subject.department_id == department_id:
        raise Concerned(field="department", source="art. 232 § 1 KPA")


def check_unit(subject: Subject, department_id: uuid.UUID | None) -> None:
    """Raises Concerned where the unit complained about still holds the case: it has to be assigned elsewhere first."""
    if subject.department_id is not None and subject.department_id == department_id:
        raise Concerned(code="unit_concerned", source="art. 232 § 1 KPA")


def check_actor(subject: Subject, person_id: uuid.UUID | None) -> None:
    """Raises Concerned when whoever acts is complained about."""
    if is_concerned(subject, person_id):
        raise Concerned(source="art. 232 § 2, 256 KPA")
