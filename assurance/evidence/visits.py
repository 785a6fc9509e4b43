"""How many people a month's desks served, by department, as it was known when the record ended at an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from analytics.measures.period import Month
from ledger.models import LedgerEntry
from ledger.replays import Said, said, tagged
from office.events import OfficeTag, StructureTag
from surveys.events import SurveyTag

COUNTED: Final = (SurveyTag.VISITS_REPORTED.text, SurveyTag.VISITS_CORRECTED.text)
PLACED: Final = (
    OfficeTag.DESK_ADDED.text, StructureTag.DESK_SET_UP.text, StructureTag.DESK_CHANGED.text,
    StructureTag.DESK_MOVED.text,
)  # fmt: skip
"""The entries that say to which department a desk belongs."""


@dataclass(frozen=True)
class Visits:
    """A month's visits. days: by the id of the desk and the day (2026-10-05); desk_of: the department of each desk."""

    days: Mapping[tuple[str, str], int]
    desk_of: Mapping[str, str | None]

    @property
    def total(self) -> int | None:
        """All of them; None where nobody counted."""
        return sum(self.days.values()) if self.days else None

    def by_department(self) -> dict[str, int]:
        """Visits by the id of the department the desk belonged to at the end; desks without one are left out."""
        found: dict[str, int] = {}
        for (desk, _day), count in self.days.items():
            department = self.desk_of.get(desk)
            if department is not None:
                found[department] = found.get(department, 0) + count
        return found


def visits_then(session: Session, leaf: int, month: Month) -> Visits:
    """The visits of a month as the entries up to a leaf tell them."""
    visits: dict[tuple[str, str], int | None] = {}
    departments: dict[str, str | None] = {}
    for one in said(session, tagged([*COUNTED, *PLACED]) & (LedgerEntry.leaf <= leaf)):
        if one.tag in COUNTED:
            visits[one.data["desk"], one.data["day"]] = one.data.get("visits", one.data.get("after"))
        else:
            departments |= _place(one)
    days = {key: count for key, count in visits.items() if count is not None and key[1].startswith(str(month))}
    return Visits(days, departments)


def _place(one: Said) -> dict[str, str | None]:
    """The department a desk has by an entry; empty where the entry names none."""
    if one.tag == OfficeTag.DESK_ADDED.text:
        return {one.data["desk"]: one.data["department"]}
    told = one.data.get("values") or one.data.get("after") or {"department_id": one.data.get("department")}
    return {one.data["id"]: told["department_id"]} if "department_id" in told else {}
