"""Under which department a case or an answer is counted: the one it had, or the one of today that took over."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from kernel.permissions import EVERYWHERE, Scope

if TYPE_CHECKING:
    import pandas as pd


class Structure(StrEnum):
    """The order of the office by which figures are told apart."""

    DAY_OF_CASE = "day_of_case"
    TODAY = "today"


@dataclass(frozen=True)
class Lens:
    """From each closed department to the one of today under which it is counted. Empty: each counts for itself."""

    now: Mapping[uuid.UUID, uuid.UUID] = field(default_factory=dict)

    @classmethod
    def of(cls, structure: Structure, todays: Mapping[uuid.UUID, uuid.UUID], scope: Scope) -> Lens:
        """The lens of a structure for a reader.

        Who may not see the successor sees the closed department by itself: half a figure under its successor's name
        would be a wrong figure.
        """
        if structure is Structure.DAY_OF_CASE:
            return cls()
        return cls({closed: now for closed, now in todays.items() if scope is EVERYWHERE or now in scope})

    def seen(self, department: uuid.UUID | None) -> uuid.UUID | None:
        """The department under which one is counted."""
        return None if department is None else self.now.get(department, department)

    def reach(self, scope: Scope) -> Scope:
        """The departments whose rows count in a scope: its own, and the closed ones they took over."""
        if scope is EVERYWHERE:
            return scope
        return scope | {closed for closed, now in self.now.items() if now in scope}

    def parts(self, key: str) -> tuple[str, ...]:
        """The departments that are counted under one, as frames name them: itself first, then the closed ones."""
        return (key, *sorted(str(closed) for closed, now in self.now.items() if str(now) == key))

    def relabelled(self, cases: pd.DataFrame) -> pd.DataFrame:
        """Cases with the department they are counted under."""
        if not self.now:
            return cases
        names = {str(closed): str(now) for closed, now in self.now.items()}
        return cases.assign(department=cases["department"].replace(names).astype(object))
