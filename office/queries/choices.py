"""What a list is filtered by: departments, topics and those who handle cases, in one statement."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Uuid, cast, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from kernel.permissions import Role
from office.models import Department, Person, RoleAssignment, Topic


@dataclass(frozen=True)
class TopicName:
    """A topic in each language; empty where it has no name in one."""

    id: uuid.UUID
    name_pl: str
    name_en: str
    name_uk: str


@dataclass
class Choices:
    """Departments valid on a day, all topics there ever were, active people who handle cases, each by name.

    ``works_in``: for which departments a person handles; None stands for the whole office.
    """

    departments: dict[uuid.UUID, str] = field(default_factory=dict)
    topics: list[TopicName] = field(default_factory=list)
    people: dict[uuid.UUID, str] = field(default_factory=dict)
    works_in: dict[uuid.UUID, set[uuid.UUID | None]] = field(default_factory=dict)


def choices(session: Session, on: dt.date) -> Choices:
    """What there is to choose from on a day. One statement."""
    nowhere, empty = cast(null(), Uuid()), literal("")
    departments = select(literal("d"), Department.id, Department.name, empty, empty, nowhere).where(
        Department.valid_from_on <= on, or_(Department.valid_to_on.is_(None), Department.valid_to_on >= on)
    )
    topics = select(literal("t"), Topic.id, Topic.name_pl, Topic.name_en, Topic.name_uk, nowhere)
    people = (
        select(literal("p"), Person.id, Person.display_name, empty, empty, RoleAssignment.department_id)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(
            Person.is_active.is_(True),
            RoleAssignment.role.in_([Role.HANDLER.value, Role.HEAD.value]),
            RoleAssignment.from_on <= on,
            or_(RoleAssignment.to_on.is_(None), RoleAssignment.to_on >= on),
        )
    )
    found = Choices()
    rows: list[Any] = list(session.execute(union_all(departments, topics, people)))
    for what, key, name, name_en, name_uk, department_id in sorted(rows, key=lambda row: (row[2], str(row[1]))):
        if what == "d":
            found.departments[key] = name
        elif what == "t":
            found.topics.append(TopicName(key, name, name_en, name_uk))
        else:
            found.people[key] = name
            found.works_in.setdefault(key, set()).add(department_id)
    return found
