"""The departments a file names: found by code or name, or opened by the import."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.importing.mapping import DepartmentPlan
from kernel.clock import Clock
from kernel.permissions import Actor
from office.actions import open_department
from office.models import Department


class Departments:
    """Looks departments up and, when a case needs one that is not there, opens it with an entry of its own."""

    def __init__(self, session: Session, clock: Clock, actor: Actor, plan: DepartmentPlan) -> None:
        self._session, self._clock, self._actor, self._plan = session, clock, actor, plan
        self.opened = 0
        self._ids: dict[str, uuid.UUID] = {}
        for row in session.execute(select(Department.id, Department.code, Department.name)):
            self._ids.setdefault(row.name.casefold(), row.id)
            self._ids[row.code.casefold()] = row.id

    @property
    def known(self) -> frozenset[str]:
        """Codes and names of the departments there are, in small letters."""
        return frozenset(self._ids)

    def id_of(self, name: str, since: dt.date) -> uuid.UUID | None:
        """The department of a case received on a day, opened if need be; None where the file names none."""
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
