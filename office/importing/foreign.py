"""The departments a foreign file names: found by code or name, or opened by the import with an entry of their own."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from imports.errors import BadValue
from imports.sections import Section
from imports.values import read_text
from kernel.clock import Clock
from kernel.permissions import Actor
from office.actions import open_department
from office.models import Department

LONGEST: Final = 60
"""Characters of a department's code."""


@dataclass(frozen=True)
class DepartmentPlan:
    """What becomes of the departments a file names: the [departments] table of a mapping."""

    create: bool
    """Whether departments the office does not have yet are opened; otherwise their rows are refused."""
    names: Mapping[str, str]
    """Foreign value -> code or name of a department here, or the name a new one gets."""
    valid_from_on: dt.date | None
    """First day of departments opened by the import; None: the day of the first record that names them."""


def read_department_plan(section: Section) -> DepartmentPlan:
    """The plan in a mapping. Raises BadMapping for a key that is not create, valid_from or names."""
    plan = DepartmentPlan(section.boolean("create", default=False), section.pairs("names"), section.day("valid_from"))
    section.finish()
    return plan


class Departments:
    """The office's departments while a file is read."""

    def __init__(self, session: Session, clock: Clock, actor: Actor, plan: DepartmentPlan) -> None:
        self._session, self._clock, self._actor, self._plan = session, clock, actor, plan
        self.opened = 0
        self._ids: dict[str, uuid.UUID] = {}
        for row in session.execute(select(Department.id, Department.code, Department.name)):
            self._ids.setdefault(row.name.casefold(), row.id)
            self._ids[row.code.casefold()] = row.id

    def named(self, text: str) -> str:
        """What a foreign value is called here. Raises BadValue: too_long, unknown_department (none may be opened)."""
        here = read_text(self._plan.names.get(text, text), LONGEST)
        if not self._plan.create and here.casefold() not in self._ids:
            raise BadValue(code="unknown_department", value=text)
        return here

    def id_of(self, name: str, since: dt.date) -> uuid.UUID | None:
        """The department of a record of a day, opened if need be; None where the file names none."""
        if not name:
            return None
        key = name.casefold()
        if key not in self._ids:
            first_day = self._plan.valid_from_on or since
            department = open_department(
                self._session, self._clock, self._actor, code=name, name=name, valid_from_on=first_day
            )
            self._ids[key] = department.id
            self.opened += 1
        return self._ids[key]
