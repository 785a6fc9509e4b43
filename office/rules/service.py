"""The standard of a service: what the office promises about how long it takes. Pure."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Final

from office.rules.structure import BadStructure

MOST: Final = 999
"""The longest standard, in its unit. Ours: no promise in years, and a mistyped number is seen."""


class Unit(enum.StrEnum):
    """In what a standard counts."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"
    MINUTES = "minutes"


@dataclass(frozen=True)
class ServiceTyped:
    """A service as somebody describes it. ``number`` of ``unit`` is the standard to compute with, None: none set."""

    name: str
    standard: str = ""
    number: int | None = None
    unit: Unit | None = None
    legal_basis: str = ""
    valid_from_on: dt.date | None = None


def check_standard(typed: ServiceTyped) -> None:
    """Raises BadStructure: number_without_unit, unit_without_number, number_out_of_range (1 to MOST)."""
    if typed.number is None:
        if typed.unit is not None:
            raise BadStructure(field="number", code="unit_without_number")
        return
    if not 1 <= typed.number <= MOST:
        raise BadStructure(field="number", code="number_out_of_range", most=MOST)
    if typed.unit is None:
        raise BadStructure(field="unit", code="number_without_unit")
